package org.momoko.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptedServerTests {

    private static final String STARTUP = "00000017 00030000 75736572 00 617070 00 6462 00 78 00 00";
    private static final String QUERY = "51 0000000d 53454c4543542031 00";

    @Test
    void playsASessionThatPgjdbcUnderstands() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            Map<String, String> parameters = connection.acceptSession();
            assertThat(parameters).containsEntry("user", "app").containsEntry("database", "app");
            connection.expect('Q');
            connection.sendRowDescription("a", "b");
            connection.sendDataRow("x", null);
            connection.sendCommandComplete("SELECT 1");
            connection.sendReadyForQuery('I');
            assertThat(connection.expect('Q').text()).isEqualTo("broken");
            connection.sendErrorResponse("42601", "ERROR", "syntax error, says the script");
            connection.sendReadyForQuery('I');
            connection.expectClosed();
        })) {
            String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/app"
                    + "?sslmode=disable&gssEncMode=disable&preferQueryMode=simple&assumeMinServerVersion=18";
            try (Connection connection = DriverManager.getConnection(url, "app", "");
                    Statement statement = connection.createStatement()) {
                try (ResultSet result = statement.executeQuery("SELECT 1")) {
                    assertThat(result.next()).isTrue();
                    assertThat(result.getString("a")).isEqualTo("x");
                    assertThat(result.getString("b")).isNull();
                }
                assertThatThrownBy(() -> statement.execute("broken"))
                        .hasMessage("ERROR: syntax error, says the script")
                        .hasFieldOrPropertyWithValue("SQLState", "42601");
            }
            server.verify();
            assertThat(server.connections().get(0).receivedTypes()).isEqualTo("QQX");
        }
    }

    @Test
    void sendsTheseBytes() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
                    connection.expectSslRequest();
                    connection.send((byte) 'N');
                    connection.sendAuthenticationOk();
                    connection.sendParameterStatus("a", "b");
                    connection.sendBackendKeyData(1, new byte[] {9, 8, 7, 6});
                    connection.sendRowDescription(new ScriptedConnection.Column("n", 23, 4, -1, 1));
                    connection.sendDataRowBytes(new byte[] {0, 0, 0, 7}, null);
                    connection.sendParameterDescription(25);
                    connection.sendEmpty('1');
                    connection.sendNotification(2, "c", "p");
                    connection.sendRaw("5a 00000005 49");
                    connection.close();
                });
                Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            send(client, "00000008 04d2162f");
            assertThat(HexFormat.of().formatHex(client.getInputStream().readAllBytes()))
                    .isEqualTo(("4e 52 00000008 00000000 53 00000008 6100 6200 4b 0000000c 00000001 09080706"
                                    + " 54 0000001a 0001 6e00 00000000 0000 00000017 0004 ffffffff 0001"
                                    + " 44 00000012 0002 00000004 00000007 ffffffff 74 0000000a 0001 00000019"
                                    + " 31 00000004 41 0000000c 00000002 6300 7000 5a 00000005 49")
                            .replace(" ", ""));
            server.verify();
        }
    }

    @Test
    void collectsWhatArrivedAlsoAfterTheScript() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(ScriptedConnection::expectStartup)) {
            try (Socket client = connect(server)) {
                send(client, STARTUP, QUERY);
                server.verify();
                Await.until(
                        "query recorded",
                        () -> server.connections().get(0).received().size() == 2);
            }
            ClientMessage query = server.connections().get(0).received().get(1);
            assertThat(query.type()).isEqualTo('Q');
            assertThat(query.text()).isEqualTo("SELECT 1");
            assertThat(query.hex()).isEqualTo("53454c454354203100");
            assertThat(query).hasToString("message 'Q' of 9 bytes");
        }
    }

    @Test
    void reportsTheUnexpected() throws IOException {
        ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.expectStartup();
            connection.expect('P');
        });
        try (Socket client = connect(server)) {
            send(client, STARTUP, QUERY);
            assertThatThrownBy(server::verify)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(
                            "connection 1, after message 'Q' of 9 bytes: expected message 'P', found message 'Q'");
        }
        assertThatCode(server::close).doesNotThrowAnyException();
    }

    @Test
    void closeReportsWhatNobodyAskedFor() throws IOException {
        ScriptedServer server = ScriptedServer.playing(ScriptedConnection::expectStartup);
        try (Socket client = connect(server)) {
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(server::close).hasMessageContaining("expected StartupMessage, found the end of the stream");
    }

    @Test
    void connectionWithoutAScriptIsAFailure() throws IOException {
        ScriptedServer server = ScriptedServer.playing();
        try (Socket client = connect(server)) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(server::close).hasMessageContaining("no script for a connection number 1");
    }

    @Test
    void cutsAfterWhatItSent() throws IOException {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
                    connection.expectStartup();
                    connection.sendReadyForQuery('T');
                    connection.cut();
                });
                Socket client = connect(server)) {
            send(client, STARTUP);
            assertThat(HexFormat.of().formatHex(client.getInputStream().readNBytes(6)))
                    .isEqualTo("5a0000000554");
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void hangsUntilClosed() throws IOException {
        ScriptedServer server = ScriptedServer.playing(ScriptedConnection::hang);
        try (Socket client = connect(server)) {
            client.setSoTimeout(100);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            server.close();
            client.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void expectsCancelRequests() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
                    assertThat(connection.expectCancelRequest().getInt()).isEqualTo(42);
                    connection.close();
                });
                Socket client = connect(server)) {
            send(client, "00000010 04d2162e 0000002a 01020304");
            server.verify();
        }
    }

    private static Socket connect(ScriptedServer server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static void send(Socket client, String... hex) throws IOException {
        for (String message : hex) {
            client.getOutputStream().write(HexFormat.of().parseHex(message.replace(" ", "")));
        }
    }
}
