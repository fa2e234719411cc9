package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.config.ConnectConfig;
import org.momoko.config.Credentials;
import org.momoko.config.CredentialsSource;
import org.momoko.config.HostSpec;
import org.momoko.error.ConnectException;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** Credentials that are asked for at each connect. */
class CredentialsIT {
    private static final PostgresServer SERVER = PostgresServer.shared();

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static String dsn(String... more) {
        return SERVER.dsn("password=wrong") + " " + String.join(" ", more);
    }

    private static CompletionStage<Credentials> right() {
        return CompletableFuture.completedFuture(Credentials.password(PostgresServer.password("app")));
    }

    private static CompletableFuture<Connection> connect(String dsn, CredentialsSource source) {
        return Momoko.connection(
                        ConnectConfig.parse(dsn).toBuilder().credentials(source).build())
                .build()
                .connect();
    }

    @Test
    void givenPasswordCountsInsteadOfTheConfiguredOne() {
        for (String role : List.of("app", "md5user", "clearuser")) {
            Credentials given = new Credentials(role, PostgresServer.password(role));
            try (Connection connection =
                    Connecting.get(connect(dsn(), host -> CompletableFuture.completedFuture(given)))) {
                assertThat(Connecting.value(connection, "SELECT current_user")).isEqualTo(role);
            }
        }
    }

    @Test
    void poolAsksAtEachConnectSoThatAPasswordMayChange() {
        SERVER.admin("DROP ROLE IF EXISTS rotating; CREATE ROLE rotating LOGIN PASSWORD 'first'");
        AtomicReference<String> password = new AtomicReference<>("first");
        try (Pool pool = Momoko.pool(dsn("user=rotating"))
                .credentials(host -> CompletableFuture.completedFuture(Credentials.password(password.get())))
                .maxSize(2)
                .build()) {
            Connecting.get(pool.connect());
            Connection first = Connecting.get(pool.getconn());
            SERVER.admin("ALTER ROLE rotating PASSWORD 'second'");
            password.set("second");
            Connection second = Connecting.get(pool.getconn());
            assertThat(Connecting.value(second, "SELECT current_user")).isEqualTo("rotating");
            assertThat(Connecting.value(first, "SELECT current_user")).isEqualTo("rotating");
            pool.putconn(first);
            pool.putconn(second);
        }
        SERVER.admin("DROP ROLE rotating");
    }

    @Test
    void sourceIsToldTheHostAndNeverCalledOnAnEventLoop() {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        String hosts = dsn("host=127.0.0.1,127.0.0.1", "port=1," + SERVER.port());
        Connecting.get(connect(hosts, host -> {
                    asked.add(host + " " + Thread.currentThread().getName().replaceAll("-[0-9]+$", ""));
                    return right();
                }))
                .close();
        assertThat(asked)
                .containsExactly(
                        "127.0.0.1:1 momoko-connection-worker",
                        "127.0.0.1:" + SERVER.port() + " momoko-connection-worker");
    }

    @Test
    void failureOfTheSourceIsTheConnectFailure() {
        IllegalStateException sealed = new IllegalStateException("the vault is sealed, token hunter2");
        assertThat(Connecting.error(connect(dsn(), host -> CompletableFuture.failedFuture(sealed))))
                .isInstanceOf(ConnectException.class)
                .hasMessage(at() + "the credentials source failed with java.lang.IllegalStateException")
                .hasRootCause(sealed);
        assertThat(Connecting.error(connect(dsn(), host -> {
                    throw sealed;
                })))
                .hasMessage(at() + "the credentials source failed with java.lang.IllegalStateException");
    }

    @Test
    @SuppressWarnings("NullAway") // as an application without null checks may do
    void sourceThatGivesNothingIsNamed() {
        assertThat(Connecting.error(connect(dsn(), host -> null)))
                .hasMessage(at() + "the credentials source failed with java.lang.NullPointerException");
        assertThat(Connecting.error(connect(dsn(), host -> CompletableFuture.completedFuture(null))))
                .hasMessage(at() + "the credentials source gave none");
    }

    @Test
    void hangingSourceIsPartOfTheTimeToConnect() {
        assertThat(Connecting.error(connect(dsn("connect_timeout=0.2"), host -> new CompletableFuture<>())))
                .isInstanceOf(ConnectException.class)
                .hasMessage(at() + "timed out after 200 ms while waiting for the credentials source");
    }

    @Test
    void wrongPasswordOfTheSourceNeverShows() {
        ConnectException error = (ConnectException) Connecting.error(connect(
                dsn(), host -> CompletableFuture.completedFuture(Credentials.password("not-a-secret-any-more"))));
        assertThat(error).hasFieldOrPropertyWithValue("fields.sqlState", "28P01");
        assertThat(error).hasStackTraceContaining("password authentication failed for user \"app\"");
        assertThat(error.getMessage()).doesNotContain("not-a-secret-any-more");
    }

    @Test
    void passwordIsNoPartOfTheText() {
        assertThat(new Credentials("app", "hunter2")).hasToString("Credentials[user=app]");
        assertThat(ConnectConfig.parse(dsn()).toBuilder().credentials(host -> right()).build().toBuilder()
                        .build())
                .satisfies(config -> assertThat(config.credentials()).isNotNull())
                .satisfies(config -> assertThat(config.passwordFor(new HostSpec("h", null, 1)))
                        .isEqualTo("wrong"));
    }

    private static String at() {
        return "connection to server at 127.0.0.1:" + SERVER.port() + " failed: ";
    }
}
