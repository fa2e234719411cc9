package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Connection;
import org.momoko.api.CursorFactory;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.error.ConnectException;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.ScriptedConnection;
import org.momoko.testing.ScriptedServer;
import org.momoko.testing.TcpProxy;

/** Several hosts in one DSN: which one is taken, and what the others leave behind. */
class FailoverTests {

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    /** A server of version 14 or later, which reports its role when a session starts. */
    private static ScriptedServer.Script reporting(String standby, String readOnly) {
        return connection -> {
            connection.expectStartup();
            connection.sendAuthenticationOk();
            connection.sendParameterStatus("in_hot_standby", standby);
            connection.sendParameterStatus("default_transaction_read_only", readOnly);
            connection.sendReadyForQuery('I');
        };
    }

    private static ScriptedServer.Script role(String name) {
        return switch (name) {
            case "primary" -> reporting("off", "off");
            case "frozen-primary" -> reporting("off", "on");
            default -> reporting("on", "off");
        };
    }

    private static ScriptedServer.Script failing(String sqlState, String message) {
        return connection -> {
            connection.expectStartup();
            connection.sendErrorResponse(sqlState, "FATAL", message);
            connection.expectClosed();
        };
    }

    private static ScriptedServer.Script named(String name) {
        return connection -> {
            connection.expectStartup();
            connection.sendAuthenticationOk();
            connection.sendParameterStatus("application_name", name);
            connection.sendReadyForQuery('I');
        };
    }

    private static String dsn(List<ScriptedServer> servers, String... settings) {
        List<String> ports =
                servers.stream().map(server -> Integer.toString(server.port())).toList();
        return servers.get(0)
                .dsn(
                        "host="
                                + String.join(
                                        ",",
                                        ports.stream().map(port -> "127.0.0.1").toList()),
                        "port=" + String.join(",", ports),
                        String.join(" ", settings));
    }

    @ParameterizedTest
    @CsvSource({
        "any,           primary standby,                 0",
        "any,           standby primary,                 0",
        "read-write,    standby frozen-primary primary,  2",
        "read-only,     primary frozen-primary standby,  1",
        "read-only,     primary standby,                 1",
        "primary,       standby frozen-primary,          1",
        "standby,       primary frozen-primary standby,  2",
        "prefer-standby,primary standby,                 1",
        "prefer-standby,standby primary,                 0",
    })
    @Contract("3.7 target_session_attrs")
    void firstHostWithTheRightRoleIsTaken(String wanted, String roles, int expected) {
        List<ScriptedServer> servers = new ArrayList<>();
        for (String role : roles.trim().split(" ")) {
            servers.add(invariants.close(ScriptedServer.playing(role(role))));
        }
        try (Connection connection = Connecting.open(dsn(servers, "target_session_attrs=" + wanted.trim()))) {
            assertThat(connection.closed()).isFalse();
            for (int i = 0; i < servers.size(); i++) {
                assertThat(servers.get(i).connections()).hasSize(i <= expected ? 1 : 0);
            }
            // those before have been said goodbye to, or never met
            for (int i = 0; i < expected; i++) {
                ScriptedServer passedOver = servers.get(i);
                Await.until(
                        "closed",
                        () -> passedOver.connections().get(0).receivedTypes().equals("X"));
            }
        }
    }

    @Test
    @Contract("3.7 target_session_attrs")
    void preferredStandbyIsDoneWithoutInASecondPass() {
        try (ScriptedServer first = ScriptedServer.playing(role("primary"), named("second pass"));
                TcpProxy refusing = TcpProxy.onTcp(first.address());
                Connection connection = Connecting.open(first.dsn(
                        "host=127.0.0.1,127.0.0.1",
                        "port=" + refusing.port() + "," + first.port(),
                        "target_session_attrs=prefer-standby"))) {
            assertThat(connection.parameterStatus("application_name")).isEqualTo("second pass");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "read-write,standby,the session is read-only",
        "read-only,primary,the session is not read-only",
        "primary,standby,the server is in recovery",
        "standby,primary,the server is not in recovery",
    })
    @Contract("3.7 target_session_attrs")
    void wrongRoleEverywhereIsSaid(String wanted, String role, String reason) {
        try (ScriptedServer server = ScriptedServer.playing(role(role))) {
            assertThat(Connecting.failure(server.dsn("target_session_attrs=" + wanted)))
                    .hasMessage("connection to server at 127.0.0.1:" + server.port() + " failed: " + reason
                            + ", but target_session_attrs=" + wanted);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "read-write,SHOW transaction_read_only,transaction_read_only,off",
        "read-only,SHOW transaction_read_only,transaction_read_only,on",
        "primary,SELECT pg_catalog.pg_is_in_recovery(),pg_is_in_recovery,f",
        "standby,SELECT pg_catalog.pg_is_in_recovery(),pg_is_in_recovery,t",
        "prefer-standby,SELECT pg_catalog.pg_is_in_recovery(),pg_is_in_recovery,t",
    })
    @Contract("3.7 target_session_attrs")
    void serverThatDoesNotReportItsRoleIsAsked(String wanted, String sql, String column, String answer) {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
                    connection.acceptSession();
                    assertThat(connection.expect('Q').text()).isEqualTo(sql);
                    boolean bool = column.equals("pg_is_in_recovery");
                    connection.sendRowDescription(ScriptedConnection.Column.of(column, bool ? 16 : 25, bool ? 1 : -1));
                    connection.sendDataRow(answer);
                    connection.sendCommandComplete("SHOW");
                    connection.sendReadyForQuery('I');
                });
                Connection connection = Connecting.open(server.dsn("target_session_attrs=" + wanted))) {
            assertThat(connection.closed()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P03", "53300", "57P01"})
    @Contract("3.7 host")
    void hostThatCannotServeNowIsPassedOver(String sqlState) {
        try (ScriptedServer first = ScriptedServer.playing(failing(sqlState, "not now"));
                ScriptedServer second = ScriptedServer.playing(named("second"));
                Connection connection = Connecting.open(dsn(List.of(first, second)))) {
            assertThat(connection.parameterStatus("application_name")).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "28000", "3D000"})
    @Contract("3.7 host")
    void refusedLoginEndsTheWalk(String sqlState) {
        try (ScriptedServer first = ScriptedServer.playing(failing(sqlState, "not you"));
                ScriptedServer second = ScriptedServer.playing()) {
            assertThat(Connecting.failure(dsn(List.of(first, second))))
                    .hasMessage("connection to server at 127.0.0.1:" + first.port() + " failed: FATAL: not you")
                    .hasFieldOrPropertyWithValue("fields.sqlState", sqlState);
            assertThat(second.connections()).isEmpty();
        }
    }

    @Test
    @Contract({"3.7 host", "3.7 connect_timeout"})
    void everyHostHasItsOwnTimeLimitAndItsOwnLineInTheMessage() {
        ScriptedServer.Script silent = connection -> {
            connection.expectStartup();
            connection.expectClosed();
        };
        try (ScriptedServer first = ScriptedServer.playing(silent);
                ScriptedServer second = ScriptedServer.playing(silent)) {
            long begin = System.nanoTime();
            ConnectException error = Connecting.failure(dsn(List.of(first, second), "connect_timeout=0.4"));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(780));
            String ending = " failed: timed out after 400 ms while authenticating";
            assertThat(error)
                    .hasMessage("no host could be connected to:"
                            + "\nconnection to server at 127.0.0.1:" + first.port() + ending
                            + "\nconnection to server at 127.0.0.1:" + second.port() + ending);
            first.verify();
            second.verify();
        }
    }

    @Test
    @Contract("PEERS CVE-2018-10915")
    void nothingOfTheFirstHostIsUsedOnTheSecond(@TempDir Path directory) throws IOException {
        Invariants.secret("for-the-first");
        Invariants.secret("for-the-second");
        Path file = Files.createFile(
                directory.resolve("passfile"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (ScriptedServer first = ScriptedServer.playing(connection -> {
                    connection.expectStartup();
                    connection.sendRaw("52 00000008 00000003");
                    assertThat(connection.expect('p').text()).isEqualTo("for-the-first");
                    connection.sendErrorResponse("57P03", "FATAL", "the database system is starting up");
                    connection.expectClosed();
                });
                ScriptedServer second = ScriptedServer.playing(connection -> {
                    connection.expectStartup();
                    connection.sendRaw("52 00000008 00000003");
                    assertThat(connection.expect('p').text()).isEqualTo("for-the-second");
                    connection.sendAuthenticationOk();
                    connection.sendReadyForQuery('I');
                })) {
            Files.writeString(
                    file,
                    "127.0.0.1:" + first.port() + ":*:*:for-the-first\n127.0.0.1:" + second.port()
                            + ":*:*:for-the-second\n");
            String dsn = "host=127.0.0.1,127.0.0.1 port=" + first.port() + "," + second.port()
                    + " user=app dbname=app sslmode=disable passfile=" + file;
            try (Connection connection = Connecting.open(dsn)) {
                assertThat(connection.processId()).isZero();
            }
            second.verify();
        }
    }

    @Test
    @Contract("3.7 load_balance_hosts")
    void hostsAreTriedInRandomOrderIfAsked() {
        ScriptedServer.Script[] first = new ScriptedServer.Script[30];
        ScriptedServer.Script[] second = new ScriptedServer.Script[30];
        Arrays.fill(first, named("first"));
        Arrays.fill(second, named("second"));
        try (ScriptedServer a = ScriptedServer.playing(first);
                ScriptedServer b = ScriptedServer.playing(second)) {
            Set<String> met = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                try (Connection connection = Connecting.open(dsn(List.of(a, b), "load_balance_hosts=random"))) {
                    met.add(String.valueOf(connection.parameterStatus("application_name")));
                }
            }
            // by chance alone, once in 2^29 runs only one of them
            assertThat(met).containsExactlyInAnyOrder("first", "second");
        }
    }

    @Test
    @Contract("3.7 host")
    void allAddressesOfAHostAreTried() {
        try (ScriptedServer server = ScriptedServer.playing(named("found"))) {
            List<String> asked = new ArrayList<>();
            Session session = Connecting.get(connect(server.dsn("host=twice.example"), name -> {
                asked.add(name);
                return new InetAddress[] {
                    // nobody listens there
                    InetAddress.getByAddress(name, new byte[] {127, 0, 0, 77}),
                    InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1})
                };
            }));
            assertThat(session.parameter("application_name")).isEqualTo("found");
            assertThat(asked).containsExactly("twice.example");
            session.close();
        }
    }

    @Test
    @Contract({"3.7 connect_timeout", "1.6.7"})
    void timeLimitCoversNameResolution() {
        CountDownLatch forever = new CountDownLatch(1);
        Throwable error = Connecting.error(connect("host=slow.example port=5432 user=app connect_timeout=0.2", name -> {
            try {
                forever.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        }));
        assertThat(error)
                .isInstanceOf(ConnectException.class)
                .hasMessage("connection to server at slow.example:5432 failed: timed out after 200 ms while looking up"
                        + " the address");
        forever.countDown();
    }

    @Test
    void connectOnAnEventLoopThatHasEndedFails() {
        EventLoops loops = new EventLoops("ended", 1);
        loops.shutdown();
        Connector connector = new Connector(ConnectConfig.parse("host=127.0.0.1 user=app"), loops);
        Await.until("loop ended", () -> loops.next().isTerminated());
        assertThat(Connecting.error(connector.connect(
                        context(), () -> new SessionListener() {}, CompletableFuture::completedFuture)))
                .hasMessageEndingWith("closed while connecting");
    }

    private static CompletableFuture<Session> connect(String dsn, Connector.Resolver resolver) {
        EventLoops loops = new EventLoops("resolver-test", 1);
        invariants.afterEach(loops::shutdown);
        return new Connector(ConnectConfig.parse(dsn), loops, resolver)
                .connect(context(), () -> new SessionListener() {}, CompletableFuture::completedFuture);
    }

    private static SessionContext context() {
        return new SessionContext(PoolConfig.builder().build(), QueryMode.AUTO, null, CursorFactory.rows());
    }
}
