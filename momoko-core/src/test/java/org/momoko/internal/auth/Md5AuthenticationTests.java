package org.momoko.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.momoko.error.ProgrammingException;

class Md5AuthenticationTests {
    @Test
    void unpairedSurrogateIsRefused() {
        assertThatThrownBy(() -> Md5Authentication.response("user", "\ud800", new byte[4]))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("the password contains an unpaired surrogate");
    }

    @Test
    void hashOfPasswordUserAndSalt() {
        assertThat(Md5Authentication.response("user", "pencil", new byte[] {1, 2, 3, 4}))
                .isEqualTo("md54376eb6913b38f9aaff38dc7cf19ca76");
        assertThat(Md5Authentication.response("jürgen", "pässword", new byte[] {(byte) 0xff, 0, 0x7f, (byte) 0x80}))
                .isEqualTo("md53a273fdf815672e10005ea41b17c9159");
    }
}
