package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.spring.boot.transaction.Propagation.MANDATORY;
import static org.momoko.spring.boot.transaction.Propagation.NESTED;
import static org.momoko.spring.boot.transaction.Propagation.NEVER;
import static org.momoko.spring.boot.transaction.Propagation.NOT_SUPPORTED;
import static org.momoko.spring.boot.transaction.Propagation.REQUIRED;
import static org.momoko.spring.boot.transaction.Propagation.REQUIRES_NEW;
import static org.momoko.spring.boot.transaction.Propagation.SUPPORTS;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.api.Pool;
import org.momoko.api.SqlClient;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;

/** What each propagation does, with and without a transaction around, also when the inner call fails. */
@ExtendWith(Invariants.class)
class PropagationIT {
    @RegisterExtension
    final TransactionContext database = new TransactionContext();

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

    private static AsyncTransactionDefinition with(Propagation propagation) {
        return AsyncTransactionDefinition.DEFAULT.withPropagation(propagation);
    }

    private static CompletableFuture<Integer> insert(SqlClient client, int id) {
        return client.execute("INSERT INTO entry (id) VALUES (%s) RETURNING pg_backend_pid()", id)
                .thenApply(cursor -> cursor.iterator().next().getInt(0));
    }

    private static CompletableFuture<Integer> insertAndFail(SqlClient client, int id) {
        return insert(client, id).thenApply(pid -> {
            throw new IllegalStateException("inner");
        });
    }

    @Test
    void requiredBeginsAndCommitsAfterTheStageSucceeded() {
        run((operator, pool) -> {
            CompletableFuture<String> gate = new CompletableFuture<>();
            CompletableFuture<Integer> inserted = new CompletableFuture<>();
            CompletableFuture<String> result = operator.execute(tx -> {
                insert(tx, 1).thenAccept(inserted::complete);
                return gate;
            });
            get(inserted);
            assertThat(database.committed()).isEmpty();
            assertThat(result).isNotDone();
            gate.complete("done");
            assertThat(get(result)).isEqualTo("done");
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void requiredJoins() {
        run((operator, pool) -> {
            List<Integer> pids = get(operator.execute(tx -> insert(tx, 1)
                    .thenCombine(
                            tx.call(() -> operator.execute(with(REQUIRED), inner -> insert(inner, 2))), List::of)));
            assertThat(pids.get(0)).isEqualTo(pids.get(1));
            assertThat(database.committed()).containsExactly(1, 2);
        });
    }

    @Test
    void aJoinedFailureRollsTheOuterBackEvenIfThatRecovers() {
        run((operator, pool) -> {
            Throwable error = error(operator.execute(tx -> insert(tx, 1)
                    .thenCompose(pid -> tx.call(() -> operator.execute(inner -> insertAndFail(inner, 2))))
                    .exceptionally(recovered -> -1)));
            assertThat(error).isInstanceOf(UnexpectedRollbackException.class).hasRootCauseMessage("inner");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void aJoinedFailureThatItsRulesLetPassDoesNotRollBack() {
        run((operator, pool) -> {
            AsyncTransactionDefinition tolerant = AsyncTransactionDefinition.DEFAULT.withRollbackRules(
                    RollbackRules.ANY.noRollbackFor(IllegalStateException.class));
            get(operator.execute(tx -> insert(tx, 1)
                    .thenCompose(pid -> tx.call(() -> operator.execute(tolerant, inner -> insertAndFail(inner, 2))))
                    .exceptionally(recovered -> -1)));
            assertThat(database.committed()).containsExactly(1, 2);
        });
    }

    @Test
    void requiresNewCommitsByItselfWhileTheOuterRollsBack() {
        run((operator, pool) -> {
            List<Integer> pids = new ArrayList<>();
            Throwable error = error(operator.execute(tx -> insert(tx, 1)
                    .thenAccept(pids::add)
                    .thenCompose(done -> tx.call(() -> operator.execute(with(REQUIRES_NEW), inner -> insert(inner, 2))))
                    .thenAccept(pids::add)
                    .thenCompose(done -> insertAndFail(tx, 3))));
            assertThat(error).hasMessage("inner");
            assertThat(pids).doesNotHaveDuplicates().hasSize(2);
            assertThat(database.committed()).containsExactly(2);
        });
    }

    /** Who recovers from the cancelling goes on at once, on the thread that cancels. */
    @Test
    void aJoinedCallThatIsCancelledRollsTheOuterBackEvenIfThatRecovers() {
        run((operator, pool) -> {
            Throwable error = error(operator.execute(tx -> insert(tx, 1).thenCompose(pid -> {
                CompletableFuture<String> joined = tx.call(() ->
                        operator.execute(inner -> insert(inner, 2).thenCompose(done -> new CompletableFuture<>())));
                CompletableFuture<String> recovered = joined.exceptionally(cancelled -> "recovered");
                joined.cancel(true);
                return recovered;
            })));
            assertThat(error).isInstanceOf(UnexpectedRollbackException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void aNestedCallThatIsCancelledIsUndoneAndTheOuterGoesOnAtOnce() {
        run((operator, pool) -> {
            CompletableFuture<CompletableFuture<?>> asked = new CompletableFuture<>();
            CompletableFuture<Integer> outer =
                    operator.execute(tx -> insert(tx, 1).thenCompose(pid -> {
                        CompletableFuture<?> nested = tx.call(() -> operator.execute(
                                with(NESTED),
                                inner -> insert(inner, 2).thenCompose(done -> inner.execute("SELECT pg_sleep(60)"))));
                        CompletableFuture<Integer> goesOn =
                                nested.handle((done, cancelled) -> cancelled).thenCompose(done -> insert(tx, 3));
                        asked.complete(nested);
                        return goesOn;
                    }));
            CompletableFuture<?> nested = get(asked);
            Await.until("it sleeps", () -> pool.transactions().get(0).statements() == 3);
            nested.cancel(true);
            get(outer);
            assertThat(database.committed()).containsExactly(1, 3);
        });
    }

    @Test
    void aTransactionThatHasEndedHoldsNoConnection() {
        database.runner().withPropertyValues("momoko.pool.max-size=1").run(context -> {
            AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
            AsyncTransaction ended = get(operator.execute(tx -> insert(tx, 1).thenApply(pid -> tx)));
            get(ended.call(() -> operator.execute(with(REQUIRES_NEW), tx -> insert(tx, 2))));
            assertThat(database.committed()).containsExactly(1, 2);
        });
    }

    @Test
    void aFailureInsideRequiresNewLeavesTheOuterAlone() {
        run((operator, pool) -> {
            get(operator.execute(tx -> insert(tx, 1)
                    .thenCompose(pid ->
                            tx.call(() -> operator.execute(with(REQUIRES_NEW), inner -> insertAndFail(inner, 2))))
                    .exceptionally(recovered -> -1)
                    .thenCompose(done -> insert(tx, 3))));
            assertThat(database.committed()).containsExactly(1, 3);
        });
    }

    @Test
    void nestedIsUndoneAlone() {
        run((operator, pool) -> {
            List<Integer> pids = new ArrayList<>();
            get(operator.execute(tx -> insert(tx, 1)
                    .thenAccept(pids::add)
                    .thenCompose(done -> tx.call(() -> operator.execute(
                            with(NESTED),
                            inner -> insert(inner, 2).thenAccept(pids::add).thenCompose(x -> insertAndFail(inner, 3)))))
                    .exceptionally(recovered -> -1)
                    .thenCompose(done -> tx.call(() -> operator.execute(with(NESTED), inner -> insert(inner, 4))))));
            assertThat(pids).hasSize(2).allMatch(pids.get(0)::equals);
            assertThat(database.committed()).containsExactly(1, 4);
        });
    }

    @Test
    void nestedWithoutATransactionBeginsOne() {
        run((operator, pool) -> {
            assertThat(error(operator.execute(with(NESTED), tx -> insertAndFail(tx, 1))))
                    .hasMessage("inner");
            get(operator.execute(with(NESTED), tx -> insert(tx, 2)));
            assertThat(database.committed()).containsExactly(2);
        });
    }

    @Test
    void nestedSiblingsTakeTurns() {
        run((operator, pool) -> {
            get(operator.execute(tx -> {
                CompletableFuture<?> failing =
                        tx.call(() -> operator.execute(with(NESTED), inner -> insertAndFail(inner, 1)));
                CompletableFuture<?> succeeding =
                        tx.call(() -> operator.execute(with(NESTED), inner -> insert(inner, 2)));
                return CompletableFuture.allOf(failing.exceptionally(recovered -> null), succeeding);
            }));
            assertThat(database.committed()).containsExactly(2);
        });
    }

    @Test
    void mandatoryJoinsAndFailsWithoutATransaction() {
        run((operator, pool) -> {
            get(operator.execute(tx -> tx.call(() -> operator.execute(with(MANDATORY), inner -> insert(inner, 1)))));
            assertThat(error(operator.execute(with(MANDATORY), tx -> insert(tx, 2))))
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("MANDATORY")
                    .hasMessageContaining("tx.call");
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void neverFailsInATransactionAndRunsStatementsByThemselvesWithout() {
        run((operator, pool) -> {
            assertThat(error(operator.execute(tx ->
                            tx.call(() -> operator.execute(with(NEVER), inner -> insert(inner, 1))))))
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("NEVER");
            assertThat(error(operator.execute(with(NEVER), tx -> insertAndFail(tx, 2))))
                    .hasMessage("inner");
            assertThat(database.committed()).containsExactly(2);
        });
    }

    @Test
    void supportsJoinsAndRunsStatementsByThemselvesWithout() {
        run((operator, pool) -> {
            assertThat(error(operator.execute(tx -> tx.call(
                                    () -> operator.execute(with(SUPPORTS), inner -> insert(inner, 1)))
                            .thenCompose(pid -> insertAndFail(tx, 2)))))
                    .hasMessage("inner");
            boolean active =
                    get(operator.execute(with(SUPPORTS), tx -> CompletableFuture.completedFuture(tx.active())));
            assertThat(active).isFalse();
            get(operator.execute(with(SUPPORTS), tx -> insert(tx, 3)));
            assertThat(database.committed()).containsExactly(3);
        });
    }

    @Test
    void notSupportedRunsStatementsOutsideTheTransaction() {
        run((operator, pool) -> {
            assertThat(error(operator.execute(tx -> tx.call(
                                    () -> operator.execute(with(NOT_SUPPORTED), inner -> insert(inner, 1)))
                            .thenCompose(pid -> insertAndFail(tx, 2)))))
                    .hasMessage("inner");
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void insideNotSupportedRequiredBeginsAnew() {
        run((operator, pool) -> {
            assertThat(error(operator.execute(tx -> insert(tx, 1)
                            .thenCompose(pid -> tx.call(() -> operator.execute(
                                    with(NOT_SUPPORTED),
                                    none -> none.call(() -> operator.execute(inner -> insert(inner, 2))))))
                            .thenCompose(pid -> insertAndFail(tx, 3)))))
                    .hasMessage("inner");
            assertThat(database.committed()).containsExactly(2);
        });
    }

    @Test
    void recursionJoinsAtEveryDepth() {
        run((operator, pool) -> {
            get(recursive(operator, 5));
            assertThat(database.committed()).containsExactly(1, 2, 3, 4, 5);
            assertThat(database.server.adminRows("SELECT DISTINCT xid FROM entry"))
                    .hasSize(1);
        });
    }

    private static CompletableFuture<Integer> recursive(AsyncTransactionOperator operator, int depth) {
        return operator.execute(tx -> insert(tx, depth)
                .thenCompose(pid -> depth == 1
                        ? CompletableFuture.completedFuture(pid)
                        : tx.call(() -> recursive(operator, depth - 1))));
    }

    @ParameterizedTest
    @EnumSource(Propagation.class)
    void errorsArriveThroughTheStageAndNeverAsAThrow(Propagation propagation) {
        run((operator, pool) -> {
            CompletableFuture<String> result = operator.execute(with(propagation), tx -> {
                throw new IllegalArgumentException("at once");
            });
            assertThat(error(result))
                    .isInstanceOf(
                            propagation == MANDATORY
                                    ? TransactionScopeException.class
                                    : IllegalArgumentException.class);
        });
    }

    @Test
    void aBodyThatReturnsNullFailsAndRollsBack() {
        run((operator, pool) -> {
            CompletableFuture<String> result = operator.execute(tx -> {
                insert(tx, 1);
                return null;
            });
            assertThat(error(result)).isInstanceOf(NullPointerException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void requiresNewThatCouldNeverGetAConnectionFailsAtOnceAndSaysWhy() {
        run((operator, pool) -> {
            int outers = pool.config().maxSize();
            List<CompletableFuture<AsyncTransaction>> begun = new ArrayList<>();
            List<CompletableFuture<Integer>> results = new ArrayList<>();
            CompletableFuture<Void> go = new CompletableFuture<>();
            for (int i = 0; i < outers; i++) {
                int id = i;
                CompletableFuture<AsyncTransaction> handle = new CompletableFuture<>();
                begun.add(handle);
                results.add(operator.execute(tx -> {
                    handle.complete(tx);
                    return go.thenCompose(now ->
                            tx.call(() -> operator.execute(with(REQUIRES_NEW), inner -> insert(inner, id))));
                }));
            }
            get(CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new)));
            go.complete(null);
            long started = System.nanoTime();
            List<Throwable> errors = new ArrayList<>();
            for (CompletableFuture<Integer> result : results) {
                result.handle((pid, error) -> error)
                        .thenAccept(error -> {
                            if (error != null) {
                                errors.add(error);
                            }
                        })
                        .get(20, TimeUnit.SECONDS);
            }
            // the one that came last is refused, its connection serves the next, and so on
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0))
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("REQUIRES_NEW")
                    .hasMessageContaining("momoko.pool.max-size");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started))
                    .as("seconds, far less than the time to wait for a connection")
                    .isLessThan(8);
            assertThat(database.committed()).hasSize(outers - 1);
        });
    }

    @Test
    void joiningWithOtherCharacteristicsIsRefused() {
        run((operator, pool) -> {
            assertThat(error(operator.execute(tx -> tx.call(() -> operator.execute(
                            AsyncTransactionDefinition.DEFAULT.withIsolation(Isolation.SERIALIZABLE),
                            inner -> insert(inner, 1))))))
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("isolation SERIALIZABLE");
            assertThat(error(operator.execute(
                            AsyncTransactionDefinition.DEFAULT.asReadOnly(),
                            tx -> tx.call(() -> operator.execute(inner -> insert(inner, 1))))))
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("read-only");
        });
    }
}
