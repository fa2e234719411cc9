package org.momoko.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.OperationalException;
import org.momoko.error.ProtocolException;

class ScramClientTests {
    /** The example of RFC 7677, section 3. */
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";

    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void exampleOfTheRfc() {
        ScramClient client = client(ChannelBinding.NONE);

        assertThat(client.mechanism()).isEqualTo("SCRAM-SHA-256");
        assertThat(text(client.clientFirst())).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        ScramChallenge challenge = client.challenge(bytes(SERVER_FIRST));
        assertThat(challenge.iterations()).isEqualTo(4096);
        ScramKeys keys = ScramKeys.derive("pencil", challenge.salt(), challenge.iterations());
        assertThat(text(client.clientFinal(keys)))
                .isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(client.verified()).isFalse();
        client.verifyServerFinal(bytes(SERVER_FINAL));
        assertThat(client.verified()).isTrue();
    }

    @Test
    void userNameIsEmptyAndNonceFresh() {
        String first = text(new ScramClient(ChannelBinding.NONE, 4096).clientFirst());
        String second = text(new ScramClient(ChannelBinding.NONE, 4096).clientFirst());

        assertThat(first).matches("n,,n=,r=[A-Za-z0-9+/]{24}").isNotEqualTo(second);
    }

    @Test
    void bindingShowsInHeaderMechanismAndFinalMessage() {
        ScramClient bound = client(ChannelBinding.tlsServerEndPoint(new byte[] {1, 2, 3}));
        ScramClient notOffered = client(ChannelBinding.NOT_OFFERED);

        assertThat(bound.mechanism()).isEqualTo("SCRAM-SHA-256-PLUS");
        assertThat(text(bound.clientFirst())).startsWith("p=tls-server-end-point,,n=user");
        assertThat(finalMessage(bound)).startsWith("c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAQID,r=");
        assertThat(notOffered.mechanism()).isEqualTo("SCRAM-SHA-256");
        assertThat(text(notOffered.clientFirst())).startsWith("y,,n=user");
        assertThat(finalMessage(notOffered)).startsWith("c=eSws,r=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r=another%hvYDpWUa2RaTCAfuxFIlj,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqO é,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22Z!J0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==",
                "r=rOprNGfwEbeRWgbNEkqOx,i=4096",
                "s=W22ZaJ0SNY7soEsUEjb6gQ==,r=rOprNGfwEbeRWgbNEkqOx,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,i=1",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,x=1,x=2",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,junk",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-5",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=04096",
                "m=ext,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r",
                "=",
                ",",
            })
    void malformedServerFirstIsRefused(String message) {
        ScramClient client = started();

        assertThatThrownBy(() -> client.challenge(bytes(message)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("SCRAM server-first-message: ");
    }

    @Test
    void emptyAndUndecodableServerFirstAreRefused() {
        assertThatThrownBy(() -> started().challenge(new byte[0])).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> started().challenge(new byte[] {'r', '=', (byte) 0xff}))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void optionalExtensionsAreIgnored() {
        ScramChallenge challenge = started().challenge(bytes(SERVER_FIRST + ",x=1,Y="));

        assertThat(challenge.iterations()).isEqualTo(4096);
    }

    @Test
    @Timeout(1)
    void iterationsAboveTheCapAreRefusedWithoutHashing() {
        assertThatThrownBy(() -> started().challenge(iterations("2147483647")))
                .isInstanceOf(OperationalException.class)
                .hasMessage("SCRAM: the server asks for 2147483647 iterations, the maximum is 100000");
        assertThatThrownBy(() -> started().challenge(iterations("100001"))).isInstanceOf(OperationalException.class);
        assertThatThrownBy(() -> started().challenge(iterations("4294967297")))
                .isInstanceOf(OperationalException.class);
        assertThatThrownBy(() -> started().challenge(iterations("9".repeat(5000))))
                .hasMessage("SCRAM: the server asks for a number of 5000 digits iterations, the maximum is 100000");
        assertThat(started().challenge(iterations("100000")).iterations()).isEqualTo(100_000);
        assertThat(started().challenge(iterations("1")).iterations()).isEqualTo(1);
    }

    @Test
    void wrongServerSignatureIsRefused() {
        ScramClient client = proved();
        byte[] wrong = bytes("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");

        assertThatThrownBy(() -> client.verifyServerFinal(wrong))
                .isInstanceOf(OperationalException.class)
                .hasMessage("SCRAM: the server's signature is wrong: it does not know the password");
        assertThat(client.verified()).isFalse();
        assertThatThrownBy(() -> proved().verifyServerFinal(bytes("v=6rriTRBi")))
                .isInstanceOf(OperationalException.class);
    }

    @Test
    void serverErrorIsReported() {
        assertThatThrownBy(() -> proved().verifyServerFinal(bytes("e=invalid-proof")))
                .isInstanceOf(OperationalException.class)
                .hasMessage("SCRAM: the server refused: invalid-proof");
        assertThatThrownBy(() -> proved().verifyServerFinal(bytes("e=forged\nlog line")))
                .isInstanceOf(OperationalException.class)
                .hasMessage("SCRAM: the server refused: with an error that is not of RFC 5802");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=", "v=!", "x=1", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=,v=", "v"})
    void malformedServerFinalIsRefused(String message) {
        ScramClient client = proved();

        assertThatThrownBy(() -> client.verifyServerFinal(bytes(message)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("SCRAM server-final-message: ");
        assertThat(client.verified()).isFalse();
    }

    @Test
    void messagesOutOfOrderAreRefused() {
        ScramClient client = started();

        assertThatThrownBy(() -> client.verifyServerFinal(bytes(SERVER_FINAL)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("SCRAM: message for step SERVER_FINAL came in step CHALLENGE");
        client.challenge(bytes(SERVER_FIRST));
        assertThatThrownBy(() -> client.challenge(bytes(SERVER_FIRST))).isInstanceOf(ProtocolException.class);
        assertThat(client.verified()).isFalse();
    }

    private static ScramClient client(ChannelBinding binding) {
        return new ScramClient(binding, ScramClient.DEFAULT_MAX_ITERATIONS, "user", NONCE);
    }

    private static ScramClient started() {
        ScramClient client = client(ChannelBinding.NONE);
        client.clientFirst();
        return client;
    }

    private static ScramClient proved() {
        ScramClient client = started();
        finalMessage(client);
        return client;
    }

    private static String finalMessage(ScramClient client) {
        ScramChallenge challenge = client.challenge(bytes(SERVER_FIRST));
        return text(client.clientFinal(ScramKeys.derive("pencil", challenge.salt(), challenge.iterations())));
    }

    private static byte[] iterations(String number) {
        return bytes("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=" + number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
