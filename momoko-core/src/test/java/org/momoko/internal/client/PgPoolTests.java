package org.momoko.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.momoko.Momoko;
import org.momoko.api.Pool;
import org.momoko.api.PoolHealth;
import org.momoko.testing.Await;

/** What needs no server. */
class PgPoolTests {

    @Test
    void connectCompletesAlthoughTheExecutorTakesNothing() {
        try (Pool pool = Momoko.pool("host=/nowhere dbname=app user=app")
                .executor(task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .build()) {
            CompletableFuture<Pool> connected = pool.connect();

            Await.until("connect() has ended", connected::isDone);
            assertThat(connected).isCompletedExceptionally();
        }
    }

    @Test
    void connectCompletesAlthoughTheExecutorCannotStartAThread() {
        try (Pool pool = Momoko.pool("host=/nowhere dbname=app user=app")
                .executor(task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                })
                .build()) {
            CompletableFuture<Pool> connected = pool.connect();
            CompletableFuture<?> statement = pool.execute("SELECT 1");

            Await.until("both have ended", () -> connected.isDone() && statement.isDone());
            assertThat(connected).isCompletedExceptionally();
            assertThat(statement).isCompletedExceptionally();
        }
    }

    @Test
    void healthAndClosingCompleteOnTheExecutorToo() {
        List<Runnable> given = Collections.synchronizedList(new ArrayList<>());
        Pool pool = Momoko.pool("host=/nowhere dbname=app user=app")
                .executor(given::add)
                .build();

        CompletableFuture<PoolHealth> health = pool.health(Duration.ofSeconds(1));
        Await.until("the outcome is given to the executor", () -> given.size() == 1);
        assertThat(health).isNotDone();
        CompletableFuture<?> closed = pool.closeGracefully(Duration.ofSeconds(1));
        Await.until("the outcome is given to the executor", () -> given.size() == 2);
        assertThat(closed).isNotDone();

        given.forEach(Runnable::run);

        assertThat(health.join().up()).isFalse();
        assertThat(closed).isCompleted();
    }
}
