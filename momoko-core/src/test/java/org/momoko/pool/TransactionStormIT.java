package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.pool.PoolBench.get;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.event.TransactionOutcome;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** Ten thousand transactions, of which many fail, in all ways at once. */
class TransactionStormIT {
    private static final int TRANSACTIONS = 10_000;
    private static final int AT_ONCE = 64;
    private static final int CONNECTIONS = 8;
    private static final String INSERT = "INSERT INTO storm VALUES (%s, %s)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private final AtomicReferenceArray<Transaction> handles = new AtomicReferenceArray<>(TRANSACTIONS);
    private final Semaphore room = new Semaphore(AT_ONCE);

    /** Each transaction inserts two rows, and does something in between. */
    private CompletableFuture<?> run(Pool pool, int id, Random random) {
        int fate = random.nextInt(100);
        TransactionOptions options = fate >= 80 && fate < 86
                ? TransactionOptions.DEFAULT.withTimeout(Duration.ofNanos(1 + random.nextInt(3_000_000)))
                : TransactionOptions.DEFAULT;
        CompletableFuture<?> result = pool.inTransaction(options, transaction -> {
            handles.set(id, transaction);
            return transaction
                    .execute(INSERT, id, 1)
                    .thenCompose(done -> between(transaction, id, fate))
                    .thenCompose(done -> transaction.execute(INSERT, id, 2))
                    .thenApply(done -> {
                        if (fate < 8) {
                            throw new IllegalStateException("the body fails");
                        }
                        return done;
                    });
        });
        if (fate >= 90) {
            long micros = random.nextInt(3_000);
            return micros < 500 ? cancelled(result) : result.orTimeout(micros, TimeUnit.MICROSECONDS);
        }
        return result;
    }

    private static CompletableFuture<?> cancelled(CompletableFuture<?> result) {
        result.cancel(false);
        return result;
    }

    private static CompletionStage<?> between(Transaction transaction, int id, int fate) {
        if (fate < 12) {
            return transaction.execute("SELECT 1/0").handle((cursor, error) -> "swallowed");
        } else if (fate < 14) {
            return transaction.execute("SELECT pg_terminate_backend(pg_backend_pid())");
        } else if (fate < 24) {
            return transaction
                    .savepoint(inner -> inner.execute(INSERT, id, 3).thenCompose(three -> inner.execute(INSERT, id, 1)))
                    .handle((value, error) -> "recovered");
        } else if (fate < 30) {
            return CompletableFuture.allOf(
                    transaction.execute("SELECT 1"), transaction.execute("SELECT pg_sleep(0.002)"));
        } else if (fate < 34) {
            transaction.setRollbackOnly();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void whatIsCommittedIsWhatWasAcknowledged() throws Exception {
        Pool pool = invariants.close(TestMode.pool(PostgresServer.shared())
                .size(CONNECTIONS)
                .maxSize(CONNECTIONS)
                .reconnectInterval(Duration.ZERO)
                .build());
        get(pool.connect());
        get(pool.execute("DROP TABLE IF EXISTS storm"));
        get(pool.execute("CREATE TABLE storm(id int, part int, PRIMARY KEY (id, part))"));
        Random random = new Random(20);
        List<CompletableFuture<?>> results = new ArrayList<>();
        for (int id = 0; id < TRANSACTIONS; id++) {
            assertThat(room.tryAcquire(30, TimeUnit.SECONDS)).as("progress").isTrue();
            CompletableFuture<?> result = run(pool, id, random);
            results.add(result);
            result.whenComplete((value, error) -> room.release());
        }
        for (CompletableFuture<?> result : results) {
            Await.until("every future ends", Duration.ofSeconds(60), result::isDone);
        }
        Await.until(
                "no connection is busy",
                Duration.ofSeconds(30),
                () -> pool.stats().busy() == 0);
        assertThat(pool.transactions()).isEmpty();

        Set<Integer> committed = new HashSet<>();
        get(pool.execute("SELECT id FROM storm WHERE part IN (1, 2) GROUP BY id HAVING count(*) = 2"))
                .forEach(row -> committed.add(row.getInt(0)));
        assertThat(PoolBench.number(pool, "SELECT count(*) FROM storm")).isEqualTo(2L * committed.size());
        int acknowledged = 0;
        int unknown = 0;
        for (int id = 0; id < TRANSACTIONS; id++) {
            Transaction transaction = handles.get(id);
            TransactionOutcome outcome = transaction == null ? TransactionOutcome.ROLLED_BACK : transaction.outcome();
            assertThat(outcome).as("outcome of %d", id).isNotNull();
            boolean rolledBackOnRequest = transaction != null && transaction.rollbackOnly();
            if (!results.get(id).isCompletedExceptionally() && !rolledBackOnRequest) {
                assertThat(outcome).as("acknowledged %d", id).isEqualTo(TransactionOutcome.COMMITTED);
            }
            if (outcome == TransactionOutcome.UNKNOWN) {
                unknown++;
            } else {
                assertThat(committed.contains(id))
                        .as("%d, %s", id, outcome)
                        .isEqualTo(outcome == TransactionOutcome.COMMITTED);
                acknowledged += outcome == TransactionOutcome.COMMITTED ? 1 : 0;
            }
        }
        assertThat(acknowledged).isGreaterThan(TRANSACTIONS / 2);
        assertThat(unknown).isLessThan(TRANSACTIONS / 20);
        assertThat(PoolBench.number(
                        pool,
                        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%%' AND pid <> %s",
                        0))
                .isZero();
        List<CompletableFuture<Connection>> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(pool.getconn());
        }
        all.forEach(one -> pool.putconn(get(one)));
        // where the last backends were killed, fewer connections may have served these callers one after another
        Await.until(
                "the pool is at full capacity",
                Duration.ofSeconds(30),
                () -> pool.stats().free() == CONNECTIONS);
    }
}
