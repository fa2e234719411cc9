package org.momoko.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Md5AuthenticationTests {
    @Test
    void hashOfPasswordUserAndSalt() {
        assertThat(Md5Authentication.response("user", "pencil", new byte[] {1, 2, 3, 4}))
                .isEqualTo("md54376eb6913b38f9aaff38dc7cf19ca76");
        assertThat(Md5Authentication.response("jürgen", "pässword", new byte[] {(byte) 0xff, 0, 0x7f, (byte) 0x80}))
                .isEqualTo("md53a273fdf815672e10005ea41b17c9159");
    }
}
