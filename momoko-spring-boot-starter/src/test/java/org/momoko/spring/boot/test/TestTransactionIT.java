package org.momoko.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.Momoko;
import org.momoko.api.Pool;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** What keeps a test from changing the database whatever it does. */
@ExtendWith(Invariants.class)
class TestTransactionIT {
    private final PostgresServer server = PostgresServer.shared();

    private interface Body {
        void run(Pool real, TestPool front) throws Exception;
    }

    private void on(Body body) throws Exception {
        Pool real = Momoko.pool(server.dsn()).build();
        try (real) {
            real.connect().get(10, TimeUnit.SECONDS);
            body.run(real, new TestPool(real));
        }
    }

    @Test
    void aCommitSentAsTextFailsAndNothingStaysBehind() throws Exception {
        on((real, front) -> {
            front.begin();
            front.exposed().execute("CREATE TABLE never_there (n int)").get(10, TimeUnit.SECONDS);

            assertThat(front.exposed().withConnection(connection -> connection.execute("COMMIT")))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("cannot be sent as text");
            front.rollBack();

            assertThat(server.adminRows("SELECT to_regclass('never_there')")
                            .get(0)
                            .get(0))
                    .isNull();
            assertThat(front.exposed()
                            .execute("SELECT 1")
                            .get(10, TimeUnit.SECONDS)
                            .rowCount())
                    .isEqualTo(1);
        });
    }

    @Test
    void whatStillRunsWhenTheTestIsOverIsCancelled() throws Exception {
        on((real, front) -> {
            front.begin();
            var running = front.exposed().execute("SELECT pg_sleep(60)");
            Await.until(
                    "it runs",
                    () -> server.sessions("momoko-test").stream()
                            .anyMatch(session -> session.query().contains("pg_sleep(60)")));

            front.rollBack();

            assertThat(running).failsWithin(Duration.ofSeconds(5));
            Await.until("the connection is free", () -> real.stats().free() == 1);
        });
    }

    @Test
    void aTestThatCannotBeginSaysWhy() {
        Pool real = Momoko.pool("host=127.0.0.1 port=1 user=app")
                .raiseConnectErrors(false)
                .build();
        try (real) {
            real.connect().join();
            assertThatThrownBy(() -> new TestPool(real).begin())
                    .hasMessageContaining("could not be begun")
                    .hasRootCauseInstanceOf(java.net.ConnectException.class);
        }
    }
}
