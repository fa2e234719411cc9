package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.error.ConnectException;
import org.momoko.error.OperationalException;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.ScriptedConnection;
import org.momoko.testing.ScriptedServer;
import org.momoko.testing.TcpProxy;

/** Reaching a server, or failing to, on both transports. */
@ParameterizedClass
@ValueSource(strings = {"nio", "epoll"})
class ConnectIT {
    private static final PostgresServer SERVER = PostgresServer.shared();

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    @Parameter
    String transport = "";

    @BeforeEach
    void chooseTransport() {
        assumeTrue(!transport.equals("epoll") || Natives.EPOLL != null, "epoll does not run here");
        System.setProperty(Transport.PROPERTY, transport);
        assertThat(Transport.choose().name()).isEqualTo(transport);
    }

    @AfterEach
    void forgetTransport() {
        System.clearProperty(Transport.PROPERTY);
    }

    @Test
    @Contract({"2 Connection.test_connect", "3.7 host", "1.3 server_version"})
    void opensOverTcp() {
        try (Connection connection = Connecting.open(SERVER.dsn())) {
            assertThat(connection.closed()).isFalse();
            assertThat(Connecting.value(connection, "SELECT inet_client_addr()::text"))
                    .isEqualTo("127.0.0.1/32");
            assertThat(connection.serverVersion()).hasValue(SERVER.serverVersion());
        }
        Await.until("session ended", () -> SERVER.sessions("momoko-test").isEmpty());
    }

    @Test
    @Contract("3.7 host")
    void opensOverUnixSocket() {
        try (Connection connection = Connecting.open(SERVER.socketDsn())) {
            assertThat(Connecting.value(connection, "SELECT inet_client_addr() IS NULL"))
                    .isEqualTo("t");
        }
        Await.until("session ended", () -> SERVER.sessions("momoko-test").isEmpty());
    }

    @Test
    @Contract("3.7 application_name")
    void sendsWhatTheDsnAsksForTheSession() {
        try (Connection connection =
                Connecting.open(SERVER.dsn("application_name=momoko-test-7", "options='-c work_mem=5MB'"))) {
            assertThat(Connecting.value(connection, "SHOW application_name")).isEqualTo("momoko-test-7");
            assertThat(Connecting.value(connection, "SHOW work_mem")).isEqualTo("5MB");
            assertThat(Connecting.value(connection, "SHOW client_encoding")).isEqualTo("UTF8");
            assertThat(Connecting.value(connection, "SHOW DateStyle")).isEqualTo("ISO, MDY");
        }
    }

    @Test
    @Contract("2 Connection.test_bad_connect")
    void refusedPortIsAnOperationalExceptionThatNamesIt() {
        ConnectException error = Connecting.failure(SERVER.dsn("host=127.0.0.127", "port=11111"));
        assertThat(error)
                .isInstanceOf(OperationalException.class)
                .hasMessage("connection to server at 127.0.0.127:11111 failed: Connection refused");
        assertThat(error.getCause()).isNotNull();
        assertThat(error.sqlState()).isNull();
        assertThat(error.nothingSent()).isTrue();
    }

    @Test
    @Contract("2 Connection.test_bad_connect_local")
    void missingSocketIsNamedByItsPath() {
        assertThat(Connecting.failure(SERVER.dsn("host=/no/such/directory")))
                .hasMessage("connection to server at /no/such/directory/.s.PGSQL." + SERVER.port()
                        + " failed: No such file or directory");
    }

    @Test
    void socketPathThatIsTooLongFails() {
        String directory = "/" + "x".repeat(200);
        assertThat(Connecting.failure(SERVER.dsn("host=" + directory)))
                .hasMessageStartingWith("connection to server at " + directory + "/.s.PGSQL.");
    }

    @Test
    @Contract("3.7 host")
    void nameThatDoesNotResolveIsNamed() {
        assertThat(Connecting.failure(SERVER.dsn("host=no-such-host.invalid", "port=5433")))
                .hasMessage("connection to server at no-such-host.invalid:5433 failed: "
                        + "the host name no-such-host.invalid cannot be resolved");
    }

    @Test
    @Contract({"S46", "3.7 connect_timeout", "1.6.7"})
    void silentServerFailsWithinTheTimeLimitAndLeavesNoSocket() {
        try (TcpProxy proxy = TcpProxy.onTcp(SERVER.tcpAddress()).start()) {
            proxy.pause();
            long begin = System.nanoTime();
            List<CompletableFuture<Connection>> attempts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                attempts.add(Momoko.connect(SERVER.dsn(proxy.dsn(), "connect_timeout=1")));
            }
            for (CompletableFuture<Connection> attempt : attempts) {
                assertThat(Connecting.error(attempt))
                        .isInstanceOf(ConnectException.class)
                        .hasMessage("connection to server at 127.0.0.1:" + proxy.port()
                                + " failed: timed out after 1000 ms while negotiating TLS");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(2));
            proxy.resume();
            Await.until("sockets closed", () -> proxy.live() == 0);
        }
    }

    @Test
    @Contract("3.7 connect_timeout")
    void timeLimitCoversAuthenticationAndSetsession() {
        try (ScriptedServer server = ScriptedServer.playing(
                connection -> {
                    connection.expectStartup();
                    connection.expectClosed();
                },
                connection -> {
                    connection.acceptSession();
                    // BEGIN, and with it the statement
                    connection.expect('P');
                    connection.expect('B');
                    connection.expect('E');
                    connection.expect('Q');
                    connection.expectClosed();
                },
                // what runs is not left running
                ScriptedConnection::expectCancelRequest)) {
            String dsn = server.dsn("connect_timeout=0.3");
            assertThat(Connecting.failure(dsn)).hasMessageEndingWith("timed out after 300 ms while authenticating");
            Throwable error = Connecting.error(
                    Momoko.connection(dsn).setsession("SET x.y = 1").build().connect());
            assertThat(error)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageEndingWith("timed out after 300 ms while setting the session up");
            server.verify();
        }
    }

    @Test
    @Contract("3.7 connect_timeout")
    void zeroMeansNoTimeLimit() {
        try (Connection connection = Connecting.open(SERVER.dsn("connect_timeout=0"))) {
            assertThat(connection.closed()).isFalse();
        }
    }

    @Test
    void serverThatClosesAtOnceIsReported() {
        try (ScriptedServer server = ScriptedServer.playing(ScriptedConnection::close, connection -> {
            connection.expectStartup();
            connection.close();
        })) {
            assertThat(Connecting.failure(server.dsn()))
                    .hasMessageStartingWith("connection to server at 127.0.0.1:" + server.port() + " failed: ");
            assertThat(Connecting.failure(server.dsn()))
                    .hasMessage("connection to server at 127.0.0.1:" + server.port()
                            + " failed: server closed the connection unexpectedly");
        }
    }

    @Test
    @Contract("DESIGN futures")
    void abandonedConnectClosesTheSocketAtOnce() {
        ScriptedServer.Script silent = connection -> {
            connection.expectStartup();
            connection.expectClosed();
        };
        try (ScriptedServer server = ScriptedServer.playing(silent, silent)) {
            CompletableFuture<Connection> cancelled = Momoko.connect(server.dsn("connect_timeout=0"));
            Await.until("startup received", () -> received(server, 0));
            assertThat(cancelled.cancel(true)).isTrue();
            CompletableFuture<Connection> limited =
                    Momoko.connect(server.dsn("connect_timeout=0")).orTimeout(200, TimeUnit.MILLISECONDS);
            assertThat(Connecting.error(limited)).isInstanceOf(TimeoutException.class);
            server.verify();
            assertThat(cancelled)
                    .isCancelled()
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(CancellationException.class);
        }
    }

    private static boolean received(ScriptedServer server, int connection) {
        return server.connections().size() > connection
                && !server.connections().get(connection).received().isEmpty();
    }

    @Test
    @Contract({"S23", "1.1 setsession"})
    void failingSetsessionFailsTheConnectAndLeavesNoSession() {
        CompletableFuture<Connection> attempt = Momoko.connection(SERVER.dsn())
                .setsession("SET TIME ZONE 'UTC'", "SET no_such_setting = 1")
                .build()
                .connect();
        Throwable error = Connecting.error(attempt);
        assertThat(error)
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("connection to server at 127.0.0.1:" + SERVER.port()
                        + " failed while setting the session up: ERROR: ");
        assertThat(((ConnectException) error).sqlState()).isEqualTo("42704");
        Await.until("session ended", () -> SERVER.sessions("momoko-test").isEmpty());
    }

    @Test
    @Contract("2 Connection.test_bad_connect_local")
    void unknownDatabaseAndRoleHaveTheirSqlState() {
        assertThat(Connecting.failure(SERVER.socketDsn("dbname=nowhere")))
                .hasMessage("connection to server at " + SERVER.unixAddress()
                        + " failed: FATAL: database \"nowhere\" does not exist")
                .hasFieldOrPropertyWithValue("fields.sqlState", "3D000");
        assertThat(Connecting.failure(SERVER.socketDsn("user=nobody")))
                .hasMessage("connection to server at " + SERVER.unixAddress()
                        + " failed: FATAL: role \"nobody\" does not exist")
                .hasFieldOrPropertyWithValue("fields.sqlState", "28000");
    }

    @Test
    @Contract("3.7 target_session_attrs")
    void roleOfARealServerIsKnown() {
        String readOnly = "options='-c default_transaction_read_only=on'";
        for (String dsn : List.of(
                SERVER.dsn("target_session_attrs=read-write"),
                SERVER.dsn("target_session_attrs=primary", readOnly),
                SERVER.dsn("target_session_attrs=read-only", readOnly),
                SERVER.dsn("target_session_attrs=prefer-standby"))) {
            Connecting.open(dsn).close();
        }
        assertThat(Connecting.failure(SERVER.dsn("target_session_attrs=read-write", readOnly)))
                .hasMessageEndingWith("the session is read-only, but target_session_attrs=read-write");
        assertThat(Connecting.failure(SERVER.dsn("target_session_attrs=standby")))
                .hasMessageEndingWith("the server is not in recovery, but target_session_attrs=standby");
        Await.until("sessions ended", () -> SERVER.sessions("momoko-test").isEmpty());
    }

    @Test
    @Contract("S43")
    void cancelReachesTheServerOverBothKindsOfSocket() {
        for (String dsn : List.of(SERVER.dsn(), SERVER.dsn("sslmode=disable"), SERVER.socketDsn())) {
            try (Connection connection = Connecting.open(dsn)) {
                CompletableFuture<?> sleep = connection.execute("SELECT pg_sleep(30)");
                Await.until(
                        "running",
                        () -> SERVER.sessions("momoko-test").stream()
                                .anyMatch(session -> "active".equals(session.state())));
                Connecting.get(connection.cancel());
                assertThat(Connecting.error(sleep)).hasFieldOrPropertyWithValue("fields.sqlState", "57014");
                assertThat(Connecting.value(connection, "SELECT 5")).isEqualTo("5");
            }
        }
    }
}
