package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Pool;
import org.momoko.event.TransactionOutcome;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;

/** Whatever those do who are told of the end of a transaction, it ends, and they are told once. */
@ExtendWith(Invariants.class)
class SynchronizationsIT {
    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    private final List<String> told = new CopyOnWriteArrayList<>();

    private interface Scenario {
        void run(AsyncTransactionOperator operator, Pool pool) throws Exception;
    }

    private void run(Scenario scenario) {
        database.runner().run(context -> {
            Pool pool = context.getBean(Pool.class);
            scenario.run(context.getBean(AsyncTransactionOperator.class), pool);
            database.idle(pool);
        });
    }

    private static CompletableFuture<?> insert(AsyncTransaction tx) {
        return tx.execute("INSERT INTO entry (id) VALUES (1)");
    }

    private final class Recording implements AsyncTransactionSynchronization {
        @Override
        public CompletionStage<@Nullable Void> beforeCommit(AsyncTransaction transaction) {
            told.add("beforeCommit");
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void beforeCompletion() {
            told.add("beforeCompletion");
        }

        @Override
        public void afterCompletion(TransactionOutcome outcome) {
            told.add(outcome.name());
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullInsteadOfAStageRollsBack() {
        run((operator, pool) -> {
            CompletableFuture<?> result = operator.execute(tx -> {
                tx.register(new AsyncTransactionSynchronization() {
                    @Override
                    public CompletionStage<@Nullable Void> beforeCommit(AsyncTransaction transaction) {
                        return null;
                    }
                });
                return insert(tx).thenApply(done -> "value");
            });
            assertThat(error(result)).hasMessageContaining("beforeCommit returned null");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void manyTakeTurnsWithoutAStackAsDeep() {
        run((operator, pool) -> {
            int many = 20_000;
            AtomicInteger count = new AtomicInteger();
            get(operator.<String>execute(tx -> {
                for (int i = 0; i < many; i++) {
                    tx.register(new AsyncTransactionSynchronization() {
                        @Override
                        public CompletionStage<@Nullable Void> beforeCommit(AsyncTransaction transaction) {
                            count.incrementAndGet();
                            return CompletableFuture.completedFuture(null);
                        }
                    });
                }
                return insert(tx).thenApply(done -> "value");
            }));
            assertThat(count).hasValue(many);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theBodysEndAfterThatOfTheTransactionIsToldToNobody(boolean succeeds) {
        run((operator, pool) -> {
            CompletableFuture<String> body = new CompletableFuture<>();
            error(operator.execute(AsyncTransactionDefinition.DEFAULT.withTimeout(Duration.ofMillis(200)), tx -> {
                tx.register(new Recording());
                return insert(tx).thenCompose(done -> body);
            }));
            if (succeeds) {
                body.complete("late");
            } else {
                body.completeExceptionally(new IllegalStateException("late"));
            }
            assertThat(told).containsExactly("beforeCompletion", "ROLLED_BACK");
        });
    }

    @Test
    void cancellingIsToldOnce() {
        run((operator, pool) -> {
            CompletableFuture<?> result = operator.execute(tx -> {
                tx.register(new Recording());
                return insert(tx).thenCompose(done -> tx.execute("SELECT pg_sleep(60)"));
            });
            Await.until(
                    "it runs",
                    () -> !database.server
                            .adminRows("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE"
                                    + " '%pg_sleep(60)%' AND application_name = '" + TransactionContext.APPLICATION
                                    + "'")
                            .isEmpty());
            result.cancel(true);
            database.idle(pool);
            assertThat(told).containsExactly("beforeCompletion", "ROLLED_BACK");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObserverThatFailsChangesNothing(boolean atTheBeginning) {
        TransactionObserver failing = (definition, pool) -> {
            if (atTheBeginning) {
                throw new IllegalStateException("observer");
            }
            return (outcome, statements, error) -> {
                throw new IllegalStateException("observer");
            };
        };
        database.runner()
                .withBean("observer", TransactionObserver.class, () -> failing)
                .run(context -> {
                    String result = get(context.getBean(AsyncTransactionOperator.class)
                            .execute(tx -> insert(tx).thenApply(done -> "value")));
                    assertThat(result).isEqualTo("value");
                    assertThat(database.committed()).containsExactly(1);
                });
    }
}
