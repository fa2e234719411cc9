package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.api.Connection;
import org.momoko.api.Query;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.config.QueryMode;
import org.momoko.event.PoolListener;
import org.momoko.event.TransactionOutcome;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.TestMode;

/** What happens while a transaction is being rolled back, and what others hear of that. */
class TransactionRollbackIT {
    private static final String INSERT = "INSERT INTO tx_rollback VALUES (%s)";
    private static final String SLEEP = "SELECT pg_sleep(30)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static void prepare(PoolBench bench) {
        get(bench.pool.execute("CREATE TABLE IF NOT EXISTS tx_rollback(id int PRIMARY KEY)"));
        get(bench.pool.execute("TRUNCATE tx_rollback"));
    }

    private static boolean sleeping(PoolBench bench) {
        return bench.server.sessions("momoko-test").stream()
                .anyMatch(session ->
                        "active".equals(session.state()) && session.query().startsWith(SLEEP));
    }

    /** What disturbs it while the answer to ROLLBACK is on its way. */
    enum Disturbance {
        NONE,
        CANCEL,
        OR_TIMEOUT,
        TIME_LIMIT,
        TERMINATE,
        CUT
    }

    @ParameterizedTest
    @EnumSource
    void disturbedRollbackIsARollbackWithTheErrorOfTheBody(Disturbance disturbance) {
        PoolBench bench = invariants.close(PoolBench.connected(builder -> builder.size(1)));
        prepare(bench);
        AtomicReference<Transaction> kept = new AtomicReference<>();
        TransactionOptions options = disturbance == Disturbance.TIME_LIMIT
                ? TransactionOptions.DEFAULT.withTimeout(Duration.ofMillis(300))
                : TransactionOptions.DEFAULT;
        CompletableFuture<Object> result = bench.pool.inTransaction(options, transaction -> {
            kept.set(transaction);
            return transaction.execute(INSERT, 1).thenApply(done -> {
                bench.proxy.dropServerBytes();
                throw new IllegalStateException("the body fails");
            });
        });
        Await.until(
                "it has been rolled back",
                () -> bench.server.sessions("momoko-test").stream()
                        .anyMatch(session -> "idle".equals(session.state())
                                && session.query().equals("ROLLBACK")));
        assertThat(result).isNotDone();
        switch (disturbance) {
            case NONE -> bench.proxy.cutAll();
            case CANCEL -> result.cancel(false);
            case OR_TIMEOUT -> result.orTimeout(1, TimeUnit.MILLISECONDS);
            case TIME_LIMIT -> {}
            case TERMINATE -> bench.server.terminateBackends("momoko-test");
            case CUT -> bench.proxy.cutAll();
        }
        if (disturbance == Disturbance.CANCEL) {
            assertThat(result).isCancelled();
        } else if (disturbance == Disturbance.OR_TIMEOUT) {
            Await.until("the future has ended", result::isDone);
        }
        bench.proxy.resume();
        bench.proxy.cutAll();
        assertThatThrownBy(() -> get(result)).satisfies(error -> {
            if (disturbance != Disturbance.CANCEL && disturbance != Disturbance.OR_TIMEOUT) {
                assertThat(error).hasMessage("the body fails");
            }
        });
        Await.until("the connection is gone", () -> bench.pool.stats().busy() == 0);
        assertThat(kept.get().outcome()).isEqualTo(TransactionOutcome.ROLLED_BACK);
        assertThat(PoolBench.number(bench.pool, "SELECT count(*) FROM tx_rollback"))
                .isZero();
    }

    /** The connection is the caller's, who goes on with it at once; dependent stages run on other threads. */
    @RepeatedTest(20)
    void whatFollowsAnAbortOnAHeldConnectionIsNotRolledBackWithItWhereAnExecutorCompletes() {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            PoolBench bench = invariants.close(
                    PoolBench.connected(builder -> builder.size(1).executor(executor)));
            prepare(bench);
            Connection connection = get(bench.pool.getconn(false));
            CompletableFuture<?> given = connection.inTransaction(
                    transaction -> transaction.execute(INSERT, 1).thenCompose(done -> transaction.execute(SLEEP)));
            Await.until("it sleeps", () -> sleeping(bench));
            given.cancel(false);
            get(connection.execute(INSERT, 2));
            CompletableFuture<?> list = connection.transaction(Query.of(INSERT, 3), Query.of(SLEEP));
            Await.until("it sleeps again", () -> sleeping(bench));
            list.cancel(false);
            get(connection.execute(INSERT, 4));
            bench.pool.putconn(connection);

            assertThat(PoolBench.number(bench.pool, "SELECT sum(id) FROM tx_rollback"))
                    .isEqualTo(6);
            bench.close();
        } finally {
            executor.shutdown();
        }
    }

    /** The future has ended when the caller says so; those who listen are told when it is certain. */
    @Test
    void listenersHearOfACancelledTransactionOnceItIsRolledBackAndBeforeItsConnectionIsFree() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicReference<PoolBench> made = new AtomicReference<>();
        PoolBench bench =
                invariants.close(PoolBench.connected(builder -> builder.size(1).listener(new PoolListener() {
                    @Override
                    public void transactionBegan() {
                        heard.add("began");
                    }

                    @Override
                    public void transactionEnded(TransactionOutcome outcome, long nanos, int statements) {
                        heard.add(outcome + " " + statements + ", busy "
                                + made.get().pool.stats().busy());
                    }
                })));
        made.set(bench);
        prepare(bench);
        List<CompletableFuture<?>> both = List.of(
                bench.pool.inTransaction(
                        transaction -> transaction.execute(INSERT, 1).thenCompose(done -> transaction.execute(SLEEP))),
                bench.pool.transaction(Query.of(INSERT, 2), Query.of(SLEEP), Query.of(INSERT, 3)));
        // as many as were sent: SIMPLE goes step by step and has not come to the last
        int listed = TestMode.queryMode() == QueryMode.SIMPLE ? 2 : 3;
        List<String> expected =
                List.of("began", "ROLLED_BACK 2, busy 1", "began", "ROLLED_BACK " + listed + ", busy 1");
        for (int i = 0; i < both.size(); i++) {
            Await.until("it sleeps", () -> sleeping(bench));
            assertThat(heard).isEqualTo(expected.subList(0, 2 * i + 1));
            both.get(i).cancel(false);
            int told = 2 * i + 2;
            Await.until("its end is told", () -> heard.size() >= told);
            assertThat(heard.subList(0, told)).isEqualTo(expected.subList(0, told));
        }
        Await.until("the connection is free", () -> bench.pool.stats().free() == 1);
        assertThat(PoolBench.number(bench.pool, "SELECT count(*) FROM tx_rollback"))
                .isZero();
    }

    @Test
    void listThatIsGivenUpWhileItWaitsIsNeverTold() {
        List<String> heard = new CopyOnWriteArrayList<>();
        PoolBench bench =
                invariants.close(PoolBench.connected(builder -> builder.size(1).listener(new PoolListener() {
                    @Override
                    public void transactionBegan() {
                        heard.add("began");
                    }
                })));
        prepare(bench);
        Connection held = get(bench.pool.getconn(false));
        CompletableFuture<?> list = bench.pool.transaction(Query.of(INSERT, 1), Query.of(INSERT, 2));
        assertThat(bench.pool.stats().waiting()).isEqualTo(1);
        list.cancel(false);

        assertThat(bench.pool.stats().waiting()).isZero();
        bench.pool.putconn(held);
        assertThat(PoolBench.number(bench.pool, "SELECT count(*) FROM tx_rollback"))
                .isZero();
        assertThat(heard).isEmpty();
    }
}
