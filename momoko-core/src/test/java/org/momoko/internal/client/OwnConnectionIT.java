package org.momoko.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.error.InterfaceException;
import org.momoko.internal.transport.EventLoops;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.ScriptedServer;

/** The life of a connection outside any pool. */
class OwnConnectionIT {
    private static final PostgresServer SERVER = PostgresServer.shared();

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static Connection unconnected() {
        return Momoko.connection(SERVER.dsn()).build();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static Throwable error(CompletableFuture<?> future) throws Exception {
        try {
            get(future);
        } catch (ExecutionException e) {
            return e.getCause();
        }
        throw new AssertionError("expected a failure");
    }

    private static long eventLoops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("momoko-connection-loop"))
                .count();
    }

    @Test
    @Contract({"1.3 Connection", "S28"})
    void isClosedAndHarmlessBeforeItConnects() throws Exception {
        Await.until("event loops of earlier connections ended", () -> eventLoops() == 0);
        Connection connection = unconnected();
        assertThat(connection.closed()).isTrue();
        assertThat(connection.serverVersion()).isEmpty();
        assertThat(connection.processId()).isZero();
        assertThat(connection.mogrify("SELECT %s, %s", "O'Reilly", "a\\b")).isEqualTo("SELECT 'O''Reilly', 'a\\b'");
        assertThat(error(connection.execute("SELECT 1")))
                .isInstanceOf(InterfaceException.class)
                .hasMessage("connection already closed");
        assertThat(error(connection.cancel())).isInstanceOf(InterfaceException.class);
        assertThatCode(connection::close).doesNotThrowAnyException();
        assertThat(eventLoops()).isZero();
    }

    @Test
    @Contract({"1.3 connect", "1.3 close"})
    void connectsOnceAtATimeAndAgainAfterClose() throws Exception {
        Connection connection = unconnected();
        CompletableFuture<Connection> first = connection.connect();
        assertThat(error(connection.connect())).isInstanceOf(InterfaceException.class);
        assertThat(get(first)).isSameAs(connection);
        assertThat(connection.closed()).isFalse();
        assertThat(error(connection.connect()))
                .isInstanceOf(InterfaceException.class)
                .hasMessage("The connection is open already");
        int before = connection.processId();
        connection.close();
        connection.close();
        Await.until("closed", connection::closed);
        assertThat(error(connection.execute("SELECT 1"))).isInstanceOf(InterfaceException.class);

        get(connection.connect());
        assertThat(connection.processId()).isNotEqualTo(before);
        assertThat(get(connection.execute("SELECT 1")).rowCount()).isEqualTo(1);
        connection.close();
        Await.until("event loops ended", () -> eventLoops() == 0);
    }

    @Test
    @Contract("1.3 connect")
    void connectionsOneAfterAnotherShareTheirEventLoops() throws Exception {
        Set<Thread> loops = new HashSet<>();
        for (int i = 0; i < 3 * Runtime.getRuntime().availableProcessors(); i++) {
            try (Connection connection = get(unconnected().connect())) {
                loops.add(get(connection.execute("SELECT 1").thenApply(rows -> Thread.currentThread())));
            }
        }
        loops.remove(Thread.currentThread());
        assertThat(loops).hasSizeLessThanOrEqualTo(EventLoops.usualThreads());
    }

    @Test
    @Contract("1.3 closed")
    void noticesThatTheServerEndedItAndCanConnectAgain() throws Exception {
        Connection connection = unconnected();
        get(connection.connect());
        assertThat(SERVER.terminateBackends("momoko-test")).isEqualTo(1);
        Await.until("closed without being used", connection::closed);
        Await.until("event loop ended", () -> eventLoops() == 0);
        get(connection.connect());
        assertThat(get(connection.execute("SELECT 1")).rowCount()).isEqualTo(1);
        connection.close();
    }

    @Test
    @Contract("1.3 close")
    void closeFailsWhatIsRunning() throws Exception {
        Connection connection = unconnected();
        get(connection.connect());
        CompletableFuture<?> sleep = connection.execute("SELECT pg_sleep(30)");
        Await.until(
                "running",
                () -> SERVER.sessions("momoko-test").stream().anyMatch(session -> "active".equals(session.state())));
        connection.close();
        assertThat(error(sleep)).isInstanceOf(org.momoko.error.OutcomeUnknownException.class);
        SERVER.terminateBackends("momoko-test");
    }

    @Test
    @Contract("1.3 close")
    void closeWhileConnectingFailsTheConnectAndLeavesNothing() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.expectStartup();
            connection.expectClosed();
        })) {
            Connection connection =
                    Momoko.connection(server.dsn("connect_timeout=0")).build();
            CompletableFuture<Connection> connecting = connection.connect();
            Await.until(
                    "startup received",
                    () -> !server.connections().isEmpty()
                            && !server.connections().get(0).received().isEmpty());
            connection.close();
            assertThat(error(connecting))
                    .isInstanceOf(InterfaceException.class)
                    .hasMessage("The connection was closed while it was being opened");
            server.verify();
            assertThat(connection.closed()).isTrue();
        }
        Await.until("event loops ended", () -> eventLoops() == 0);

        // at whatever moment the close comes, nothing is left: the invariants look for sessions
        for (int i = 0; i < 30; i++) {
            Connection connection = unconnected();
            CompletableFuture<Connection> connecting = connection.connect();
            Await.holdsWithin(java.time.Duration.ofMillis(i), connecting::isDone);
            connection.close();
            Await.until("over", connecting::isDone);
            assertThat(connection.closed()).isTrue();
        }
        Await.until("event loops ended", () -> eventLoops() == 0);
        Await.until("sessions ended", () -> SERVER.sessions("momoko-test").isEmpty());
    }

    @Test
    void failedAttemptEndsItsEventLoopAndFallbackDoesNot() throws Exception {
        Connection refused =
                Momoko.connection(SERVER.dsn("host=127.0.0.127", "port=11111")).build();
        error(refused.connect());
        Await.until("event loop ended", () -> eventLoops() == 0);
        String role = "user=plainuser password=" + PostgresServer.password("plainuser");
        try (Connection fallback =
                get(Momoko.connection(SERVER.dsn(role)).build().connect())) {
            // the session with TLS was refused before: its end is not the connection's
            assertThat(get(fallback.execute("SELECT 1")).rowCount()).isEqualTo(1);
        }
    }

    @Test
    @Contract("S42")
    void completesOnTheExecutorIfThereIsOne() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "users-own"));
        try (Connection connection = Momoko.connection(SERVER.dsn())
                .setsession("SET TIME ZONE 'UTC'")
                .executor(executor)
                .build()) {
            CompletableFuture<String> thread = connection
                    .connect()
                    .thenApply(opened -> Thread.currentThread().getName());
            // a stage added late runs on the adding thread
            assertThat(get(thread)).isIn("users-own", Thread.currentThread().getName());
            assertThat(get(connection.execute("SHOW TIME ZONE"))
                            .fetchAll()
                            .get(0)
                            .getString(0))
                    .isEqualTo("UTC");
        } finally {
            executor.shutdown();
        }
    }
}
