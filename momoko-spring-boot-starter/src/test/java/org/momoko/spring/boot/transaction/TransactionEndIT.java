package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.api.SqlClient;
import org.momoko.error.PoolTimeoutException;
import org.momoko.error.TransactionTimeoutException;
import org.momoko.event.TransactionOutcome;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;

/** How transactions end: who is told, in which order, and what cancelling, time limits and lost connections leave behind. */
@ExtendWith(Invariants.class)
class TransactionEndIT {
    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    private final List<String> told = new CopyOnWriteArrayList<>();

    private interface Scenario {
        void run(AsyncTransactionOperator operator, Pool pool) throws Exception;
    }

    private void run(Scenario scenario) {
        database.runner()
                .withPropertyValues("momoko.pool.size=1", "momoko.pool.max-size=1")
                .run(context -> {
                    Pool pool = context.getBean(Pool.class);
                    scenario.run(context.getBean(AsyncTransactionOperator.class), pool);
                    database.idle(pool);
                    assertThat(get(pool.execute("SELECT 1")).rowCount())
                            .as("the pool works on")
                            .isEqualTo(1);
                });
    }

    /** Writes down what it is told. */
    private class Recording implements AsyncTransactionSynchronization {
        private final Pool pool;

        Recording(Pool pool) {
            this.pool = pool;
        }

        @Override
        public CompletionStage<@Nullable Void> beforeCommit(AsyncTransaction transaction) {
            told.add("beforeCommit " + (AsyncTransaction.current() == transaction));
            return transaction.execute("INSERT INTO entry (id) VALUES (99)").thenApply(done -> null);
        }

        @Override
        public void beforeCompletion() {
            told.add("beforeCompletion");
        }

        @Override
        public void afterCommit() {
            told.add("afterCommit, busy " + pool.stats().busy());
        }

        @Override
        public void afterCompletion(TransactionOutcome outcome) {
            told.add("afterCompletion " + outcome + ", scope " + ThreadScope.current());
        }
    }

    private static CompletableFuture<?> insert(SqlClient client, int id) {
        return client.execute("INSERT INTO entry (id) VALUES (%s)", id);
    }

    private static <T> CompletableFuture<T> failing(String message) {
        return CompletableFuture.failedFuture(new IllegalStateException(message));
    }

    @Test
    void commitIsAcknowledgedThenTheConnectionReleasedThenTheSynchronizationsToldThenTheFutureCompletes() {
        run((operator, pool) -> {
            CompletableFuture<String> result = operator.execute(tx -> {
                tx.register(new Recording(pool));
                return insert(tx, 1).thenApply(done -> "value");
            });
            CompletableFuture<Integer> again = result.thenCompose(value -> {
                told.add("completed " + database.committed());
                // with one connection in all
                return pool.execute("SELECT 5")
                        .thenApply(cursor -> cursor.iterator().next().getInt(0));
            });
            assertThat(get(again)).isEqualTo(5);
            assertThat(told)
                    .containsExactly(
                            "beforeCommit true",
                            "beforeCompletion",
                            "afterCommit, busy 0",
                            "afterCompletion COMMITTED, scope null",
                            "completed [1, 99]");
        });
    }

    @Test
    void afterARollbackOnlyTheCompletionIsTold() {
        run((operator, pool) -> {
            error(operator.execute(tx -> {
                tx.register(new Recording(pool));
                return insert(tx, 1).thenCompose(done -> failing("body"));
            }));
            assertThat(told).containsExactly("beforeCompletion", "afterCompletion ROLLED_BACK, scope null");
        });
    }

    @Test
    void anErrorBeforeCommitRollsBackAndFailsTheFuture() {
        run((operator, pool) -> {
            CompletableFuture<Object> result = operator.execute(tx -> {
                tx.register(new AsyncTransactionSynchronization() {
                    @Override
                    public CompletionStage<@Nullable Void> beforeCommit(AsyncTransaction transaction) {
                        return failing("not yet");
                    }
                });
                tx.register(new Recording(pool));
                return insert(tx, 1).thenApply(done -> "value");
            });
            assertThat(error(result)).hasMessage("not yet");
            assertThat(told).containsExactly("beforeCompletion", "afterCompletion ROLLED_BACK, scope null");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void whatIsThrownAfterwardsDoesNotChangeTheResult() {
        run((operator, pool) -> {
            CompletableFuture<String> result = operator.execute(tx -> {
                tx.register(new AsyncTransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        throw new IllegalStateException("too late");
                    }
                });
                return insert(tx, 1).thenApply(done -> "value");
            });
            assertThat(get(result)).isEqualTo("value");
        });
    }

    @Test
    void aSavepointThatWasUndoneIsToldAtOnceAndOneThatWasKeptWithTheTransaction() {
        run((operator, pool) -> {
            AsyncTransactionDefinition nested = AsyncTransactionDefinition.DEFAULT.withPropagation(Propagation.NESTED);
            get(operator.execute(tx -> tx.call(() -> operator.execute(nested, inner -> {
                        inner.register(new Recording(pool));
                        return insert(inner, 1).thenCompose(done -> failing("inner"));
                    }))
                    .handle((done, error) -> told.add("undone"))
                    .thenCompose(done -> tx.call(() -> operator.execute(nested, inner -> {
                        inner.register(new Recording(pool));
                        return insert(inner, 2);
                    })))
                    .thenAccept(done -> told.add("kept"))));
            assertThat(told)
                    .containsExactly(
                            "beforeCompletion",
                            "afterCompletion ROLLED_BACK, scope null",
                            "undone",
                            "kept",
                            "beforeCommit true",
                            "beforeCompletion",
                            "afterCommit, busy 0",
                            "afterCompletion COMMITTED, scope null");
            assertThat(database.committed()).containsExactly(2, 99);
        });
    }

    @Test
    void rollbackOnlyByTheOneThatBeganSucceedsAndByOneThatJoinedFails() {
        run((operator, pool) -> {
            boolean rollbackOnly = get(operator.execute(tx -> {
                tx.setRollbackOnly();
                return insert(tx, 1).thenApply(done -> tx.rollbackOnly());
            }));
            assertThat(rollbackOnly).isTrue();
            assertThat(error(operator.execute(tx -> insert(tx, 2)
                            .thenCompose(done -> tx.call(() -> operator.execute(inner -> {
                                inner.setRollbackOnly();
                                return CompletableFuture.completedFuture("inner");
                            }))))))
                    .isInstanceOf(UnexpectedRollbackException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void aStatementAfterTheEndFails() {
        run((operator, pool) -> {
            AsyncTransaction[] leaked = new AsyncTransaction[1];
            get(operator.execute(tx -> {
                leaked[0] = tx;
                return insert(tx, 1);
            }));
            assertThat(error(leaked[0].execute("INSERT INTO entry (id) VALUES (2)")))
                    .hasMessageContaining("The transaction is complete");
            assertThatThrownBy(() -> leaked[0].register(new Recording(pool)))
                    .isInstanceOf(TransactionScopeException.class);
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void sentence23CancelledBeforeAndWhileItWaitsForAConnectionItNeverRuns() {
        run((operator, pool) -> {
            Connection held = get(pool.getconn());
            CompletableFuture<?> waiting = operator.execute(tx -> insert(tx, 1));
            Await.until("it waits", () -> pool.stats().waiting() == 1);
            waiting.cancel(true);
            Await.until("nobody waits", () -> pool.stats().waiting() == 0);
            assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
            pool.putconn(held);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void sentence23CancelledDuringAStatementItIsRolledBack() {
        run((operator, pool) -> {
            CompletableFuture<?> result = operator.execute(tx -> {
                tx.register(new Recording(pool));
                return insert(tx, 1).thenCompose(done -> tx.execute("SELECT pg_sleep(60)"));
            });
            awaitActive("%pg_sleep(60)%");
            result.cancel(true);
            Await.until("told", () -> told.contains("afterCompletion ROLLED_BACK, scope null"));
            database.idle(pool);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void sentence23CancelledBetweenStatementsItIsRolledBack() {
        run((operator, pool) -> {
            CompletableFuture<AsyncTransaction> inside = new CompletableFuture<>();
            CompletableFuture<?> result = operator.execute(tx -> insert(tx, 1).thenCompose(done -> {
                inside.complete(tx);
                return new CompletableFuture<>();
            }));
            AsyncTransaction tx = get(inside);
            result.cancel(true);
            assertThat(error(tx.execute("SELECT 1"))).hasMessageContaining("The transaction is complete");
            database.idle(pool);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void sentence23CancelledDuringCommitItsOutcomeIsUnknown() {
        slowCommit();
        run((operator, pool) -> {
            CompletableFuture<?> result = operator.execute(tx -> {
                tx.register(new Recording(pool) {
                    @Override
                    public CompletionStage<@Nullable Void> beforeCommit(AsyncTransaction transaction) {
                        return CompletableFuture.completedFuture(null);
                    }
                });
                return insert(tx, 1);
            });
            awaitActive("COMMIT");
            result.cancel(true);
            Await.until("told", () -> told.contains("afterCompletion UNKNOWN, scope null"));
            database.idle(pool);
        });
    }

    @Test
    void sentence23TimeoutWhileItWaitsForAConnection() {
        run((operator, pool) -> {
            Connection held = get(pool.getconn());
            Throwable error = error(operator.execute(limited(), tx -> insert(tx, 1)));
            // two clocks run: that of the wait and that of the whole
            assertThat(error.getCause()).isInstanceOfAny(PoolTimeoutException.class, TransactionTimeoutException.class);
            assertThat(pool.stats().waiting()).isZero();
            pool.putconn(held);
        });
    }

    @Test
    void sentence23TimeoutBetweenStatements() {
        run((operator, pool) -> {
            Throwable error = error(
                    operator.execute(limited(), tx -> insert(tx, 1).thenCompose(done -> new CompletableFuture<>())));
            assertThat(error.getCause()).isInstanceOf(TransactionTimeoutException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void sentence23AConnectionKilledInTheMiddleRollsBackAndIsReplaced() {
        run((operator, pool) -> {
            CompletableFuture<AsyncTransaction> inside = new CompletableFuture<>();
            CompletableFuture<?> go = new CompletableFuture<>();
            CompletableFuture<?> result = operator.execute(tx -> {
                tx.register(new Recording(pool));
                return insert(tx, 1)
                        .thenCompose(done -> {
                            inside.complete(tx);
                            return go;
                        })
                        .thenCompose(done -> insert(tx, 2));
            });
            get(inside);
            database.server.terminateBackends(TransactionContext.APPLICATION);
            go.complete(null);
            error(result);
            assertThat(told).contains("afterCompletion ROLLED_BACK, scope null");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void sentence23AConnectionKilledDuringCommitLeavesTheOutcomeUnknownAndIsNotTriedAgain() {
        slowCommit();
        run((operator, pool) -> {
            CompletableFuture<?> result = operator.execute(AsyncTransactionDefinition.DEFAULT.withRetries(3), tx -> {
                told.add("called");
                return insert(tx, 1);
            });
            awaitActive("COMMIT");
            database.server.terminateBackends(TransactionContext.APPLICATION);
            assertThat(error(result).getCause()).isInstanceOf(org.momoko.error.OutcomeUnknownException.class);
            assertThat(told).containsExactly("called");
        });
    }

    private static AsyncTransactionDefinition limited() {
        return AsyncTransactionDefinition.DEFAULT.withTimeout(Duration.ofMillis(200));
    }

    /** COMMIT runs a trigger that sleeps. */
    private void slowCommit() {
        database.server.admin("CREATE OR REPLACE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " PERFORM pg_sleep(3); RETURN NULL; END $$;"
                + " CREATE CONSTRAINT TRIGGER doze AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION doze()");
    }

    private void awaitActive(String query) {
        Await.until(
                query + " runs",
                () -> !database.server
                        .adminRows("SELECT 1 FROM pg_stat_activity WHERE application_name = '"
                                + TransactionContext.APPLICATION + "' AND state = 'active' AND query LIKE '" + query
                                + "'")
                        .isEmpty());
    }
}
