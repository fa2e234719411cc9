package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProtocolException;
import org.momoko.testing.HexBytes;

class AuthenticationRequestTests {
    @Test
    void requestsWithoutData() {
        assertThat(read("00000000")).isEqualTo(new AuthenticationRequest.Ok());
        assertThat(read("00000003")).isEqualTo(new AuthenticationRequest.CleartextPassword());
    }

    @Test
    void md5HasASalt() {
        assertThat(read("00000005 0a0b0c0d"))
                .isInstanceOfSatisfying(
                        AuthenticationRequest.Md5Password.class,
                        md5 -> assertThat(md5.salt()).containsExactly(10, 11, 12, 13));
    }

    @Test
    void saslNamesMechanisms() {
        String plus = "534352414d2d5348412d3235362d504c5553 00";
        String plain = "534352414d2d5348412d323536 00";

        assertThat(read("0000000a" + plus + plain + "00"))
                .isEqualTo(new AuthenticationRequest.Sasl(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")));
        assertThat(read("0000000a 00")).isEqualTo(new AuthenticationRequest.Sasl(List.of()));
    }

    @Test
    void saslDataGoesToTheEnd() {
        assertThat(read("0000000b 723d"))
                .isInstanceOfSatisfying(
                        AuthenticationRequest.SaslContinue.class,
                        sasl -> assertThat(sasl.data()).containsExactly('r', '='));
        assertThat(read("0000000c 763d"))
                .isInstanceOfSatisfying(
                        AuthenticationRequest.SaslFinal.class,
                        sasl -> assertThat(sasl.data()).containsExactly('v', '='));
    }

    @Test
    void otherMethodsAreNamed() {
        assertThat(read("00000002")).isEqualTo(new AuthenticationRequest.Unsupported(2, "KerberosV5"));
        assertThat(read("00000007")).isEqualTo(new AuthenticationRequest.Unsupported(7, "GSSAPI"));
        assertThat(read("00000009 01")).isEqualTo(new AuthenticationRequest.Unsupported(9, "SSPI"));
        assertThat(read("00000063")).isEqualTo(new AuthenticationRequest.Unsupported(99, "method 99"));
    }

    @Test
    void otherLayoutsAreRefused() {
        String[] damaged = {
            "",
            "000000",
            "00000000 00",
            "00000003 00",
            "00000005 0a0b0c",
            "00000005 0a0b0c0d0e",
            "0000000a",
            "0000000a 4100",
            "0000000a 00 00"
        };
        for (String body : damaged) {
            assertThatThrownBy(() -> read(body)).as(body).isInstanceOf(ProtocolException.class);
        }
    }

    private static AuthenticationRequest read(String hex) {
        return AuthenticationRequest.read(HexBytes.buffer(hex));
    }
}
