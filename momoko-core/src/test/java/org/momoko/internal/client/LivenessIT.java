package org.momoko.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.api.Connection;
import org.momoko.api.CursorFactory;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.internal.session.SessionContext;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** A server that has gone silent is noticed; one that is busy is left alone. */
@Contract("DESIGN liveness")
class LivenessIT {
    private static final Duration SILENCE = Duration.ofMillis(200);
    private static PostgresServer server;

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(options -> {});
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static Connection open(String dsn) throws Exception {
        PoolConfig config = PoolConfig.builder()
                .name("liveness")
                .cancelTimeout(Duration.ofMillis(500))
                .build();
        SessionContext context = new SessionContext(config, QueryMode.AUTO, null, CursorFactory.rows());
        context.silence(SILENCE);
        return new OwnConnection(ConnectConfig.parse(dsn), config, context)
                .connect()
                .get(20, TimeUnit.SECONDS);
    }

    /** Direct TLS came with PostgreSQL 17. */
    static Stream<String> ways() {
        return server.atLeast(17) ? Stream.of("plain", "tls", "direct", "unix") : Stream.of("plain", "tls", "unix");
    }

    private static String dsn(String way) {
        return switch (way) {
            case "unix" -> server.socketDsn();
            case "tls" -> server.dsn("sslmode=require");
            case "direct" -> server.dsn("sslmode=require", "sslnegotiation=direct");
            default -> server.dsn("sslmode=disable");
        };
    }

    @ParameterizedTest
    @MethodSource("ways")
    void statementOnAFrozenServerEndsAsUnknown(String way) throws Exception {
        try (Connection connection = open(dsn(way))) {
            CompletableFuture<?> update = connection.execute("SELECT pg_sleep(60)");
            Await.until(
                    "running",
                    () -> server.sessions("momoko-test").stream()
                            .anyMatch(session -> "active".equals(session.state())));
            server.freeze();
            assertThat(update)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(OutcomeUnknownException.class)
                    .withMessageContaining("has gone silent");
            assertThat(connection.closed()).isTrue();
        } finally {
            server.thaw();
            server.terminateBackends("momoko-test");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void statementOfABusyServerIsLeftAlone(String way) throws Exception {
        try (Connection connection = open(dsn(way))) {
            connection.execute("SELECT pg_sleep(1.2)").get(20, TimeUnit.SECONDS);
            assertThat(connection.closed()).isFalse();
            assertThat(connection.execute("SELECT 1").get(20, TimeUnit.SECONDS).rowCount())
                    .isEqualTo(1);
        }
    }

    @Test
    @Contract("S43")
    void cancelThatIsNotAnsweredClosesTheConnection() throws Exception {
        try (Connection connection = open(server.dsn("sslmode=disable"))) {
            CompletableFuture<?> sleep = connection.execute("SELECT pg_sleep(60)");
            Await.until(
                    "running",
                    () -> server.sessions("momoko-test").stream()
                            .anyMatch(session -> "active".equals(session.state())));
            server.freeze();
            CompletableFuture<?> behind = connection.execute("SELECT 1");
            assertThat(sleep.cancel(true)).isTrue();
            assertThat(sleep).isCancelled();
            assertThat(behind).failsWithin(Duration.ofSeconds(10));
            Await.until("closed", connection::closed);
        } finally {
            server.thaw();
            server.terminateBackends("momoko-test");
        }
    }
}
