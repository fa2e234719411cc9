package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.api.Transaction;
import org.momoko.error.InterfaceException;
import org.momoko.event.TransactionOutcome;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** Whatever completes the stage that a body returns, and whenever, ends the transaction. */
class TransactionStageIT {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final String INSERT = "INSERT INTO tx_stage VALUES (%s)";
    /** Of an advisory lock, for statements that wait until the test has them go on. */
    private static final int KEY = 20140;

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Pool pool;

    /** A body that inserts one row. */
    enum Body {
        STATEMENT(transaction -> transaction.execute(INSERT, 1)),
        DEPENDENT(transaction -> transaction.execute("SELECT 1").thenCompose(done -> transaction.execute(INSERT, 1))),
        PIPELINE(transaction -> transaction.pipeline(group -> group.execute(INSERT, 1))),
        MANY(transaction -> transaction.executeMany(INSERT, List.<Object[]>of(new Object[] {1}))),
        SAVEPOINT(transaction -> transaction.savepoint(inner -> inner.execute(INSERT, 1))),
        COMPLETE(transaction -> {
            transaction.execute(INSERT, 1);
            return CompletableFuture.completedFuture(null);
        }),
        FOREIGN(transaction -> transaction.execute(INSERT, 1).minimalCompletionStage()),
        ELSEWHERE(transaction -> transaction.execute(INSERT, 1).thenApplyAsync(done -> done, own()));

        private final Function<Transaction, CompletionStage<?>> body;

        Body(Function<Transaction, CompletionStage<?>> body) {
            this.body = body;
        }

        private static Executor own() {
            return task -> new Thread(task).start();
        }

        CompletionStage<Object> run(Transaction transaction) {
            return body.apply(transaction).thenApply(result -> "done");
        }
    }

    @BeforeEach
    void setUp() {
        pool = invariants.close(TestMode.pool(SERVER).size(2).build());
        get(pool.connect());
        get(pool.execute("CREATE TABLE IF NOT EXISTS tx_stage(id int PRIMARY KEY)"));
        get(pool.execute("TRUNCATE tx_stage"));
    }

    private long rows() {
        return PoolBench.number(pool, "SELECT count(*) FROM tx_stage");
    }

    @ParameterizedTest
    @EnumSource
    void stageOfEveryKindOfOperationCommits(Body body) {
        Object result = get(pool.inTransaction(body::run));
        assertThat(result).isEqualTo("done");
        assertThat(rows()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void stageOfEveryKindOfOperationCommitsWithAnExecutorForCompletions(Body body) {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (Pool own = TestMode.pool(SERVER).size(1).executor(executor).build()) {
            get(own.connect());
            Object result = get(own.inTransaction(body::run));
            assertThat(result).isEqualTo("done");
        } finally {
            executor.shutdown();
        }
        assertThat(rows()).isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stageThatSomebodyElseCompletesWhileAStatementRunsLetsNothingMoreIn(boolean succeeds) {
        Connection holder = get(pool.getconn());
        get(holder.execute("SELECT pg_advisory_lock(%s)", KEY));
        CompletableFuture<String> stage = new CompletableFuture<>();
        AtomicReference<Transaction> begun = new AtomicReference<>();
        CompletableFuture<String> given = pool.inTransaction(transaction -> {
            CompletableFuture<?> inserted = transaction.execute(INSERT, 1);
            transaction.execute("SELECT pg_advisory_xact_lock(%s)", KEY);
            begun.set(transaction);
            return inserted.thenCombine(stage, (done, result) -> result);
        });
        Await.until("the statement waits for the lock", () -> locksWaitedFor(holder) == 1);
        Transaction transaction = begun.get();
        assertThat(transaction.completed()).isFalse();

        if (succeeds) {
            stage.complete("done");
        } else {
            stage.completeExceptionally(new IllegalStateException("by somebody else"));
        }
        assertThatThrownBy(() -> get(transaction.execute(INSERT, 2)))
                .isInstanceOf(InterfaceException.class)
                .hasMessageContaining("The transaction is complete");
        assertThat(transaction.completed()).isTrue();
        assertThat(given).isNotDone();

        get(holder.execute("SELECT pg_advisory_unlock(%s)", KEY));
        pool.putconn(holder);
        if (succeeds) {
            assertThat(get(given)).isEqualTo("done");
            assertThat(transaction.outcome()).isEqualTo(TransactionOutcome.COMMITTED);
            assertThat(rows()).isOne();
        } else {
            assertThatThrownBy(() -> get(given)).hasMessageContaining("by somebody else");
            assertThat(transaction.outcome()).isEqualTo(TransactionOutcome.ROLLED_BACK);
            assertThat(rows()).isZero();
        }
    }

    private static long locksWaitedFor(Connection connection) {
        return get(connection.execute(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted",
                        KEY))
                .fetchOne()
                .getLong(0);
    }

    @Test
    void stageThatSomebodyElseCompletesWhileNothingRunsCommits() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        AtomicReference<CompletableFuture<?>> inserted = new AtomicReference<>();
        AtomicReference<Transaction> begun = new AtomicReference<>();
        CompletableFuture<String> given = pool.inTransaction(transaction -> {
            CompletableFuture<?> first = transaction.execute(INSERT, 1);
            inserted.set(first);
            begun.set(transaction);
            return first.thenCombine(stage, (done, result) -> result);
        });
        Await.until(
                "the statement has run",
                () -> inserted.get() != null && inserted.get().isDone());
        get(begun.get().execute(INSERT, 2));
        assertThat(given).isNotDone();

        stage.complete("done");
        assertThat(get(given)).isEqualTo("done");
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void statementThatIsTheStageAndIsCancelledRollsTheTransactionBack() {
        AtomicReference<CompletableFuture<?>> asleep = new AtomicReference<>();
        CompletableFuture<?> given = pool.inTransaction(transaction -> {
            transaction.execute(INSERT, 1);
            CompletableFuture<?> last = transaction.execute("SELECT pg_sleep(30)");
            asleep.set(last);
            return last;
        });
        Await.until(
                "it sleeps",
                () -> PoolBench.number(
                                pool,
                                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(30)%%' AND pid <> pg_backend_pid()")
                        == 1);
        asleep.get().cancel(false);
        assertThatThrownBy(() -> get(given)).isInstanceOf(CancellationException.class);
        assertThat(rows()).isZero();
    }
}
