package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.event.TransactionOutcome;
import org.momoko.testing.Invariants;

/** Many transactions with failures, cancels, time limits and killed backends: what was acknowledged is there, and nothing else. */
@ExtendWith(Invariants.class)
class TransactionStormIT {
    private static final int TRANSACTIONS = 10_000;
    private static final int AT_ONCE = 32;
    private static final int KILL_EVERY = 500;

    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    static class Service {
        /** Inserts, and then does what the dice say. */
        @AsyncTransactional
        public CompletableFuture<Integer> insert(int id, int dice, Set<Integer> committed, Set<Integer> unknown) {
            AsyncTransaction tx = AsyncTransaction.current();
            tx.register(new AsyncTransactionSynchronization() {
                @Override
                public void afterCompletion(TransactionOutcome outcome) {
                    if (outcome == TransactionOutcome.COMMITTED) {
                        committed.add(id);
                    } else if (outcome == TransactionOutcome.UNKNOWN) {
                        unknown.add(id);
                    }
                }
            });
            CompletableFuture<?> inserted = tx.execute("INSERT INTO entry (id) VALUES (%s)", id);
            return switch (dice) {
                case 0 -> inserted.thenCompose(done -> tx.execute("SELECT 1/0")).thenApply(done -> id);
                case 1 ->
                    inserted.thenApply(done -> {
                        throw new IllegalStateException("body");
                    });
                case 2 ->
                    inserted.thenCompose(done -> tx.execute("SELECT pg_sleep(0.02)"))
                            .thenApply(done -> id);
                case 3 -> inserted.thenCompose(done -> tx.execute("SELECT 1/0")).handle((done, error) -> id);
                default -> inserted.thenApply(done -> id);
            };
        }
    }

    @Test
    void sentence23CommittedEffectsEqualAcknowledgedCommits() {
        database.runner()
                .withBean(Service.class)
                .withPropertyValues("momoko.pool.max-size=8")
                .run(context -> {
                    Service service = context.getBean(Service.class);
                    AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
                    Pool pool = context.getBean(Pool.class);
                    Set<Integer> committed = ConcurrentHashMap.newKeySet();
                    Set<Integer> unknown = ConcurrentHashMap.newKeySet();
                    Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
                    List<CompletableFuture<?>> all = new ArrayList<>();
                    Semaphore atOnce = new Semaphore(AT_ONCE);
                    Random random = new Random(20260101);
                    for (int id = 1; id <= TRANSACTIONS; id++) {
                        assertThat(atOnce.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
                        int number = id;
                        int dice = random.nextInt(20);
                        CompletableFuture<Integer> result = dice == 4
                                ? operator.execute(
                                        AsyncTransactionDefinition.DEFAULT.withTimeout(Duration.ofMillis(5)),
                                        tx -> service.insert(number, 2, committed, unknown))
                                : service.insert(number, dice, committed, unknown);
                        result.whenComplete((value, error) -> {
                            if (error == null) {
                                acknowledged.add(number);
                            }
                            atOnce.release();
                        });
                        if (dice == 5 || dice == 2) {
                            result.cancel(true);
                        }
                        if (id % KILL_EVERY == 0) {
                            database.server.adminRows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    + " WHERE application_name = '" + TransactionContext.APPLICATION + "' LIMIT 2");
                        }
                        all.add(result.handle((value, error) -> null));
                    }
                    get(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
                    database.idle(pool);

                    Set<Integer> rows = new TreeSet<>(database.committed());
                    assertThat(acknowledged)
                            .as("acknowledged ones")
                            .isNotEmpty()
                            .isSubsetOf(committed);
                    assertThat(rows).as("committed ones are there").containsAll(committed);
                    rows.removeAll(committed);
                    assertThat(unknown)
                            .as("of the others only unknown ones are")
                            .containsAll(rows);

                    // held all at once, however long one takes to be opened
                    List<Connection> full = new ArrayList<>();
                    for (int i = 0; i < pool.config().maxSize(); i++) {
                        full.add(get(pool.getconn()));
                    }
                    assertThat(pool.stats().busy()).isEqualTo(pool.config().maxSize());
                    full.forEach(pool::putconn);
                });
    }
}
