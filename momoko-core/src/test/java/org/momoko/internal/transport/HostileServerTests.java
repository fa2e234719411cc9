package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Connection;
import org.momoko.error.ConnectException;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.ScriptedConnection;
import org.momoko.testing.ScriptedServer;

/** What a server must not get away with while a session is being opened: the advisories of docs/security.md. */
class HostileServerTests {
    private static final int OK = 0;
    private static final int CLEARTEXT = 3;
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;
    private static final byte[] SCRAM = ascii("SCRAM-SHA-256\0\0");

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    /** Connects to a server that plays the script, once and no more, and returns the reason without its preamble. */
    private static String reason(ScriptedServer.Script script, String... settings) {
        try (ScriptedServer server = ScriptedServer.playing(script)) {
            ConnectException error = Connecting.failure(server.dsn(settings));
            server.verify();
            String preamble = "connection to server at 127.0.0.1:" + server.port() + " failed: ";
            assertThat(error).hasMessageStartingWith(preamble);
            return error.getMessage().substring(preamble.length());
        }
    }

    private static void authentication(ScriptedConnection connection, int code, byte... data) throws IOException {
        connection.sendMessage(
                'R', ByteBuffer.allocate(4 + data.length).putInt(code).put(data).array());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"S,require", "S,prefer", "N,prefer", "N,require"})
    @Contract("PEERS CVE-2021-23222")
    void bytesBehindTheAnswerToTheRequestForTlsFailTheConnection(char answer, String mode) {
        assertThat(reason(
                        connection -> {
                            connection.expectSslRequest();
                            connection.send((byte) answer, (byte) 'R', (byte) 0, (byte) 0);
                            connection.expectClosed();
                        },
                        "sslmode=" + mode))
                .isEqualTo("the server sent 3 bytes in the clear behind its answer to the request for TLS");
    }

    @Test
    @Contract("PEERS CVE-2024-10977")
    void errorBeforeTlsIsNotShown() {
        assertThat(reason(
                        connection -> {
                            connection.expectSslRequest();
                            connection.sendErrorResponse("XX000", "FATAL", "send your password to evil.example");
                            connection.expectClosed();
                        },
                        "sslmode=require"))
                .isEqualTo("the server answered the request for TLS with an error");
    }

    @Test
    @Contract("3.7 sslmode")
    void serverWithoutTlsIsRefusedWhereTlsIsRequired() {
        assertThat(reason(
                        connection -> {
                            connection.expectSslRequest();
                            connection.send((byte) 'N');
                            connection.expectClosed();
                        },
                        "sslmode=require"))
                .isEqualTo("the server does not support TLS, but sslmode demands it");
    }

    @Test
    @Contract("3.7 sslmode")
    void serverWithoutTlsIsTakenOnTheSameConnectionWhereTlsIsPreferred() {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
                    connection.expectSslRequest();
                    connection.send((byte) 'N');
                    connection.acceptSession();
                });
                Connection connection = Connecting.open(server.dsn("sslmode=prefer"))) {
            assertThat(connection.closed()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "channel_binding=require,'channel_binding=require, but the server did not authenticate with channel binding'",
        "require_auth=scram-sha-256,require_auth does not allow the method that the server uses: none",
        "require_auth=!none,require_auth does not allow the method that the server uses: none",
    })
    @Contract("PEERS CVE-2025-49146")
    void authenticationOkAtOnceIsNotEnoughWhereMoreIsRequired(String setting, String expected) {
        assertThat(reason(
                        connection -> {
                            connection.expectStartup();
                            connection.sendAuthenticationOk();
                            connection.expectClosed();
                        },
                        setting))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel_binding=prefer", "require_auth=scram-sha-256"})
    @Contract("PEERS CVE-2025-49146")
    void saslThatIsNeverFinishedIsRefused(String setting) {
        assertThat(reason(
                        connection -> {
                            connection.expectStartup();
                            authentication(connection, SASL, SCRAM);
                            connection.expect('p');
                            connection.sendAuthenticationOk();
                            connection.expectClosed();
                        },
                        setting))
                .isEqualTo("The server ended SCRAM authentication without proving that it knows the password");
    }

    @Test
    @Contract("PEERS CVE-2025-49146")
    void scramWithoutBindingIsRefusedWhereBindingIsRequired() {
        assertThat(reason(
                        connection -> {
                            connection.expectStartup();
                            authentication(connection, SASL, SCRAM);
                            connection.expectClosed();
                        },
                        "channel_binding=require"))
                .isEqualTo("channel_binding=require needs TLS");
    }

    @Test
    void passwordIsNotSentInClearOnceScramHasBegun() {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.expectStartup();
            authentication(connection, SASL, SCRAM);
            connection.expect('p');
            authentication(connection, CLEARTEXT);
            connection.expectClosed();
        })) {
            assertThat(Connecting.failure(server.dsn()))
                    .hasMessageEndingWith(
                            "The server asks for authentication by password after it asked for scram-sha-256");
            server.verify();
            assertThat(server.connections().get(0).receivedTypes()).isEqualTo("p");
        }
    }

    @Test
    @Contract("PEERS CVE-2026-42198")
    void hugeIterationCountIsRefusedWithoutComputingAnything() {
        AtomicLong sent = new AtomicLong();
        AtomicLong closed = new AtomicLong();
        String reason = reason(connection -> {
            challenge(connection, "i=2147483647");
            sent.set(System.nanoTime());
            connection.expectClosed();
            closed.set(System.nanoTime());
        });
        assertThat(reason).isEqualTo("SCRAM: the server asks for 2147483647 iterations, the maximum is 100000");
        // so many rounds take many minutes; a loaded machine may need longer than 50 ms to say no
        assertThat(Duration.ofNanos(closed.get() - sent.get())).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void wrongServerSignatureIsRefused() {
        String reason = reason(connection -> {
            challenge(connection, "i=4096");
            connection.expect('p');
            authentication(
                    connection, SASL_FINAL, ascii("v=" + Base64.getEncoder().encodeToString(new byte[32])));
            connection.expectClosed();
        });
        assertThat(reason).isEqualTo("SCRAM: the server's signature is wrong: it does not know the password");
    }

    /** Plays SCRAM up to the server's challenge. */
    private static void challenge(ScriptedConnection connection, String iterations) throws IOException {
        connection.expectStartup();
        authentication(connection, SASL, SCRAM);
        String first = new String(connection.expect('p').body(), StandardCharsets.US_ASCII);
        String nonce = first.substring(first.indexOf("r=") + 2);
        authentication(connection, SASL_CONTINUE, ascii("r=" + nonce + "server,s=c2FsdHNhbHQ=," + iterations));
    }

    @Test
    @Contract("3.7 Auth methods")
    void kerberosIsRefusedClearly() {
        assertThat(reason(connection -> {
                    connection.expectStartup();
                    authentication(connection, 7);
                    connection.expectClosed();
                }))
                .isEqualTo("The server asks for authentication by GSSAPI, which Momoko does not speak");
    }

    @Test
    @Contract("PEERS CVE-2026-6664")
    void errorWithoutSqlStateIsShown() {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.expectStartup();
            connection.sendMessage('E', ascii("SFATAL\0Mno such user\0\0"));
            connection.expectClosed();
        })) {
            ConnectException error = Connecting.failure(server.dsn());
            assertThat(error)
                    .hasMessage("connection to server at 127.0.0.1:" + server.port() + " failed: FATAL: no such user");
            assertThat(error.sqlState()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"52,0x00011000", "45,0x3ffffff0", "53,0x00010005"})
    @Contract("PEERS message length")
    void largeMessageIsRefusedBeforeAuthentication(String type, String length) {
        assertThat(reason(connection -> {
                    connection.expectStartup();
                    connection.sendRaw(type + length.substring(2));
                    connection.expectClosed();
                }))
                .endsWith(": length " + Integer.decode(length) + " announced, expected 4 to 65540");
    }

    @Test
    void sessionCannotBeginBeforeAuthentication() {
        assertThat(reason(connection -> {
                    connection.expectStartup();
                    connection.sendReadyForQuery('I');
                    connection.expectClosed();
                }))
                .isEqualTo("ReadyForQuery came before AuthenticationOk");
        assertThat(reason(connection -> {
                    connection.expectStartup();
                    connection.sendBackendKeyData(1, new byte[4]);
                    connection.expectClosed();
                }))
                .isEqualTo("BackendKeyData came before AuthenticationOk");
        assertThat(reason(connection -> {
                    connection.expectStartup();
                    connection.sendAuthenticationOk();
                    authentication(connection, OK);
                    connection.expectClosed();
                }))
                .isEqualTo("Authentication message after AuthenticationOk");
    }

    @Test
    void messageOutOfPlaceFailsTheConnection() {
        assertThat(reason(connection -> {
                    connection.expectStartup();
                    connection.sendEmpty('2');
                    connection.expectClosed();
                }))
                .isEqualTo("Unexpected message '2' (50) while connecting");
    }

    @Test
    void noticesAndParametersBetweenTheStepsDoNotDisturb() {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
                    connection.expectStartup();
                    connection.sendNoticeResponse("00000", "NOTICE", "hello");
                    connection.sendAuthenticationOk();
                    connection.sendParameterStatus("server_version", "17.2");
                    connection.sendNoticeResponse("00000", "NOTICE", "hello again");
                    connection.sendReadyForQuery('I');
                });
                Connection connection = Connecting.open(server.dsn())) {
            assertThat(connection.serverVersion()).hasValue(170002);
            assertThat(connection.processId()).isZero();
        }
    }

    @Test
    @Contract("S44")
    void greetingMayArriveByteByByte() {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
                    connection.expectStartup();
                    String greeting = "52 00000008 00000000 53 00000016 7365727665725f76657273696f6e00 313800"
                            + "4b 0000000c 00000007 01020304 5a 00000005 49";
                    for (String octet : greeting.replace(" ", "").split("(?<=\\G..)")) {
                        connection.sendRaw(octet);
                    }
                });
                Connection connection = Connecting.open(server.dsn())) {
            assertThat(connection.processId()).isEqualTo(7);
            assertThat(connection.parameterStatus("server_version")).isEqualTo("18");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00030000", "00000000"})
    @Contract({"3.7 max_protocol_version", "3.7 Auth methods"})
    void olderProtocolThanAskedForIsTakenUnlessItIsTooOld(String offered) {
        ScriptedServer.Script oldServer = connection -> {
            connection.expectStartup();
            connection.sendRaw("76 0000000c " + offered + " 00000000");
            connection.sendAuthenticationOk();
            connection.sendReadyForQuery('I');
        };
        ScriptedServer.Script refusedServer = connection -> {
            connection.expectStartup();
            connection.sendRaw("76 0000000c " + offered + " 00000000");
            connection.expectClosed();
        };
        try (ScriptedServer server = ScriptedServer.playing(oldServer, refusedServer)) {
            Connecting.open(server.dsn("max_protocol_version=3.2")).close();
            assertThat(Connecting.failure(server.dsn("min_protocol_version=3.2")))
                    .hasMessageEndingWith("The server speaks protocol 3.0, min_protocol_version demands 3.2");
        }
    }

    @ParameterizedTest
    @CsvSource({"3.2,00030003", "3.2,00030002", "3.0,00030000"})
    void protocolVersionThatIsNotOlderIsRefused(String asked, String offered) {
        assertThat(reason(
                        connection -> {
                            connection.expectStartup();
                            connection.sendRaw("76 0000000c " + offered + " 00000000");
                            connection.expectClosed();
                        },
                        "max_protocol_version=" + asked))
                .startsWith("NegotiateProtocolVersion: version 3.")
                .endsWith(" offered where " + asked + " was asked for");
    }
}
