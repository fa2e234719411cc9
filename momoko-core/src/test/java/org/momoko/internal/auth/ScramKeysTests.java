package org.momoko.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.momoko.error.OperationalException;
import org.momoko.error.ProgrammingException;

class ScramKeysTests {
    private static final byte[] MESSAGE = {1, 2, 3};

    @Test
    void derivationAgreesWithTheJdk() throws Exception {
        Random random = new Random(7);
        for (int iterations : new int[] {1, 2, 3, 1000, 1001}) {
            byte[] salt = new byte[1 + random.nextInt(30)];
            random.nextBytes(salt);
            PBEKeySpec spec = new PBEKeySpec("pencil".toCharArray(), salt, iterations, 256);
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            byte[] serverKey = ScramKeys.hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));

            assertThat(ScramKeys.derive("pencil", salt, iterations).serverSignature(MESSAGE))
                    .isEqualTo(ScramKeys.hmac(serverKey, MESSAGE));
        }
    }

    @Test
    void emptyPasswordIsAKeyToo() {
        byte[] salt = {1};

        assertThat(ScramKeys.derive("", salt, 1).serverSignature(MESSAGE))
                .hasSize(32)
                .isNotEqualTo(ScramKeys.derive("a", salt, 1).serverSignature(MESSAGE));
    }

    @Test
    void interruptEndsTheDerivationAndStaysSet() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ScramKeys.derive("pencil", new byte[] {1}, 100_000))
                    .isInstanceOf(OperationalException.class)
                    .hasMessage("SCRAM: interrupted after 1000 of 100000 iterations");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void unpairedSurrogateIsRefusedAndNotShown() {
        assertThatThrownBy(() -> ScramKeys.derive("secret\ud800", new byte[] {1}, 1))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("the password contains an unpaired surrogate");
    }
}
