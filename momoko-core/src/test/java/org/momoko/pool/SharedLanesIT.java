package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.PoolStats;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.error.DataException;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.MomokoException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.PoolClosedException;
import org.momoko.pool.PoolBench.Breaker;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;

/** Several statements of a pool in flight on one connection. */
class SharedLanesIT {
    private static final int DEPTH = 16;
    private static final String NUMBER = "SELECT %s::int4";
    private static final String INSERT = "INSERT INTO shared_lanes_it VALUES (%s)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static PoolBench bench(UnaryOperator<PoolBuilder> configure) {
        PoolBench bench = invariants.close(PoolBench.connected(builder -> configure.apply(builder.pipelining(DEPTH))));
        get(bench.pool.execute("CREATE TABLE IF NOT EXISTS shared_lanes_it (n int); TRUNCATE shared_lanes_it"));
        learn(bench, NUMBER, 1);
        return bench;
    }

    /** Runs a text until the pool knows that it is quick. */
    private static void learn(PoolBench bench, String sql, Object... parameters) {
        for (int i = 0; i < 20; i++) {
            get(bench.pool.execute(sql, parameters));
        }
    }

    private static List<CompletableFuture<Cursor<Row>>> numbers(PoolBench bench, int count) {
        List<CompletableFuture<Cursor<Row>>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(bench.pool.execute(NUMBER, i));
        }
        return answers;
    }

    private static void assertNumbers(List<CompletableFuture<Cursor<Row>>> answers) {
        for (int i = 0; i < answers.size(); i++) {
            assertThat(get(answers.get(i)).fetchOne().getInt(0)).isEqualTo(i);
        }
    }

    private static int busy(PoolBench bench) {
        return bench.pool.stats().busy();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void everyStatementGetsItsOwnAnswer(int size) {
        PoolBench bench = bench(b -> b.size(size));

        assertNumbers(numbers(bench, 10_000));

        assertThat(bench.pool.stats()).isEqualTo(new PoolStats(size, 0, 0, 0, 0, size));
    }

    /** How many exactly is a matter of time, which the rules' own tests have in hand. */
    @Test
    void statementsShareConnections() {
        PoolBench bench = bench(b -> b.size(DEPTH));
        bench.proxy.pause();

        List<CompletableFuture<Cursor<Row>>> answers = numbers(bench, DEPTH);

        assertThat(busy(bench)).isLessThan(DEPTH);
        bench.proxy.resume();
        assertNumbers(answers);
    }

    @Test
    void aStrictPoolGivesEachStatementAConnectionAndSendsNothingBeforeTheAnswer() {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(2)));
        learn(bench, NUMBER, 1);
        bench.proxy.pause();

        List<CompletableFuture<Cursor<Row>>> answers = numbers(bench, 5);

        assertThat(bench.pool.stats()).isEqualTo(new PoolStats(0, 2, 0, 0, 3, 2));
        bench.proxy.resume();
        assertNumbers(answers);
    }

    @Test
    void aStrictPoolSharesWhereTheQueryAllowsIt() {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(DEPTH)));
        Query query = Query.of(NUMBER, 7).shareable();
        for (int i = 0; i < 20; i++) {
            get(bench.pool.execute(query));
        }
        bench.proxy.pause();

        List<CompletableFuture<Cursor<Row>>> answers = new ArrayList<>();
        for (int i = 0; i < DEPTH / 2; i++) {
            answers.add(bench.pool.execute(query));
            answers.add(bench.pool.execute(query.timeout(Duration.ofSeconds(9))));
        }

        assertThat(busy(bench)).isLessThan(DEPTH);
        bench.proxy.resume();
        answers.forEach(answer -> assertThat(get(answer).fetchOne().getInt(0)).isEqualTo(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET application_name = 'momoko-test'",
                "SELECT set_config('application_name', 'momoko-test', false)",
                "SELECT pg_advisory_lock(7), pg_advisory_unlock(7)",
                "SELECT 1 INTO TEMP shared_lanes_temp",
                "CREATE TEMP TABLE shared_lanes_temp (n int)",
                "LISTEN shared_lanes",
                "SHOW application_name",
                "DO $$ BEGIN PERFORM 1; END $$",
                "SELECT 1; SELECT 2",
                "SELECT 'never seen before'",
                "BEGIN"
            })
    void whatDoesNotFitHasAConnectionForItself(String sql) {
        PoolBench bench = bench(b -> b.size(3));
        bench.proxy.pause();
        List<CompletableFuture<Cursor<Row>>> neighbours = numbers(bench, 2);
        int before = busy(bench);

        CompletableFuture<Cursor<Row>> alone = bench.pool.execute(sql);

        assertThat(busy(bench)).isEqualTo(before + 1);
        bench.proxy.resume();
        get(alone);
        assertNumbers(neighbours);
    }

    @Test
    void whoAsksForItHasAConnectionForItself() {
        PoolBench bench = bench(b -> b.size(5));
        Query query = Query.of(NUMBER, 7);
        bench.proxy.pause();
        List<CompletableFuture<Cursor<Row>>> neighbours = numbers(bench, 2);
        int before = busy(bench);

        List<CompletableFuture<?>> alone = List.of(
                bench.pool.execute(query.exclusive()),
                bench.pool.execute(query.timeout(Duration.ofSeconds(9))),
                bench.pool.transaction(query));

        assertThat(busy(bench)).isEqualTo(before + 3);
        bench.proxy.resume();
        alone.forEach(PoolBench::get);
        assertNumbers(neighbours);
    }

    @Test
    void aSlowTextHasAConnectionForItself() {
        PoolBench bench = bench(b -> b.size(2));
        String slow = "SELECT %s::int4 FROM pg_sleep(0.02)";
        learn(bench, slow, 1);
        bench.proxy.pause();
        List<CompletableFuture<Cursor<Row>>> neighbours = numbers(bench, 1);

        CompletableFuture<Cursor<Row>> alone = bench.pool.execute(slow, 1);

        assertThat(busy(bench)).isEqualTo(2);
        bench.proxy.resume();
        get(alone);
        assertNumbers(neighbours);
    }

    @Test
    void aFailureHarmsNoNeighbour() {
        PoolBench bench = bench(b -> b.size(1));
        String quotient = "SELECT 1 / %s::int4";
        learn(bench, quotient, 1);
        bench.proxy.pause();
        List<CompletableFuture<Cursor<Row>>> neighbours = numbers(bench, 3);
        CompletableFuture<Cursor<Row>> failing = bench.pool.execute(quotient, 0);
        List<CompletableFuture<Cursor<Row>>> behind = numbers(bench, 3);
        assertThat(busy(bench)).isOne();

        bench.proxy.resume();

        assertThatThrownBy(() -> get(failing)).isInstanceOf(DataException.class);
        assertNumbers(neighbours);
        assertNumbers(behind);
    }

    @Test
    void cancellingHitsNoNeighbour() {
        PoolBench bench = bench(b -> b.size(1));
        for (int cancelled = 0; cancelled < 5; cancelled++) {
            bench.proxy.pause();
            List<CompletableFuture<Cursor<Row>>> answers = numbers(bench, 5);
            answers.get(cancelled).cancel(false);
            bench.proxy.resume();
            for (int i = 0; i < 5; i++) {
                if (i != cancelled) {
                    assertThat(get(answers.get(i)).fetchOne().getInt(0)).isEqualTo(i);
                }
            }
        }
        assertNumbers(numbers(bench, 5));
    }

    @Test
    void whenTheTimeIsOverTheAnswerIsDroppedAndTheLaneGoesOn() {
        PoolBench bench = bench(b -> b.size(1).statementTimeout(Duration.ofSeconds(1)));
        bench.proxy.pause();
        List<CompletableFuture<Cursor<Row>>> late = numbers(bench, 3);

        for (CompletableFuture<Cursor<Row>> each : late) {
            assertThatThrownBy(() -> get(each)).isInstanceOf(OutcomeUnknownException.class);
        }

        bench.proxy.resume();
        assertNumbers(numbers(bench, 3));
    }

    @ParameterizedTest
    @EnumSource(
            value = Breaker.class,
            names = {"PROXY_CUT", "PG_TERMINATE_BACKEND"})
    void nothingRunsTwiceAndWhatSucceededHasRunWhenConnectionsAreLost(Breaker breaker) {
        PoolBench bench = bench(b -> b.size(3).reconnectInterval(Duration.ZERO));
        learn(bench, INSERT, -1);
        List<CompletableFuture<Cursor<Row>>> inserts = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            inserts.add(bench.pool.execute(INSERT, i));
            if (i % 500 == 250) {
                Await.until("some have run", () -> inserts.get(100).isDone());
                if (breaker == Breaker.PROXY_CUT) {
                    bench.proxy.cutAll();
                } else {
                    bench.server.terminateBackends("momoko-test");
                }
            }
        }
        int unknown = 0;
        List<Integer> succeeded = new ArrayList<>();
        List<Integer> notRun = new ArrayList<>();
        for (int i = 0; i < inserts.size(); i++) {
            try {
                get(inserts.get(i));
                succeeded.add(i);
            } catch (OutcomeUnknownException e) {
                unknown++;
            } catch (DatabaseNotAvailableException e) {
                // the cut has hit every connection, and those that were being opened in their place
                assertThat(e.nothingSent()).isTrue();
                notRun.add(i);
            }
        }
        List<Integer> run = new ArrayList<>();
        bench.server
                .adminRows("SELECT n FROM shared_lanes_it WHERE n >= 0")
                .forEach(row -> run.add((Integer) row.get(0)));
        assertThat(run).doesNotHaveDuplicates().containsAll(succeeded);
        assertThat(notRun).doesNotContainAnyElementsOf(run);
        assertThat(run.size()).isLessThanOrEqualTo(succeeded.size() + unknown);
        assertThat(succeeded.size() + unknown + notRun.size()).isEqualTo(inserts.size());
        assertThat(succeeded).hasSizeGreaterThan(100);
    }

    @Test
    void whatMayRunTwiceIsSentAgain() {
        PoolBench bench = bench(b -> b.size(1).reconnectInterval(Duration.ZERO));
        bench.proxy.dropServerBytes();
        List<CompletableFuture<Cursor<Row>>> answers = IntStream.range(0, 5)
                .mapToObj(i -> bench.pool.execute(Query.of(NUMBER, i).idempotent()))
                .toList();
        Await.until("they are on their way", () -> busy(bench) == 1);
        bench.proxy.resume();
        bench.proxy.cutAll();

        assertNumbers(answers);
    }

    @Test
    void aTransactionNeverSharesItsConnection() {
        PoolBench bench = bench(b -> b.size(3));
        String setting = "SELECT coalesce(current_setting('momoko.shared', true), '') <> '' WHERE %s > 0";
        learn(bench, setting, 1);
        List<CompletableFuture<?>> all = new ArrayList<>();
        AtomicInteger seen = new AtomicInteger();
        for (int i = 0; i < 300; i++) {
            all.add(bench.pool.inTransaction(tx -> tx.execute("SET LOCAL momoko.shared = 'tx'")
                    .thenCompose(set -> tx.execute(setting, 1))
                    .thenAccept(inside ->
                            assertThat(inside.fetchOne().getBoolean(0)).isTrue())));
            for (int k = 0; k < 20; k++) {
                all.add(bench.pool.execute(setting, 1).thenAccept(cursor -> {
                    if (cursor.fetchOne().getBoolean(0)) {
                        seen.incrementAndGet();
                    }
                }));
            }
        }
        all.forEach(PoolBench::get);

        assertThat(seen).hasValue(0);
    }

    @Test
    void preparedStatementsThatBecomeStaleAreNobodysBusiness() {
        PoolBench bench = bench(b -> b.size(2));
        String all = "SELECT * FROM shared_lanes_it WHERE n > %s";
        learn(bench, all, 1);
        learn(bench, all, 1);
        get(bench.pool.execute("ALTER TABLE shared_lanes_it ADD COLUMN added int"));
        bench.proxy.pause();
        List<CompletableFuture<Cursor<Row>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(bench.pool.execute(all, 1));
        }
        bench.proxy.resume();

        answers.forEach(answer -> assertThat(get(answer).description()).hasSize(2));
        get(bench.pool.execute("DROP TABLE shared_lanes_it"));
    }

    @Test
    void whoTakesAConnectionIsServedWhileOthersShare() {
        PoolBench bench = bench(b -> b.size(2));
        AtomicInteger callers = new AtomicInteger(100);
        List<CompletableFuture<?>> loops = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            loops.add(again(bench, callers));
        }

        for (int i = 0; i < 100; i++) {
            Connection taken = get(bench.pool.getconn());
            get(taken.execute("SELECT 1"));
            bench.pool.putconn(taken);
        }

        callers.set(0);
        loops.forEach(PoolBench::get);
    }

    private static CompletableFuture<Object> again(PoolBench bench, AtomicInteger callers) {
        return bench.pool
                .execute(NUMBER, 1)
                .thenCompose(
                        cursor -> callers.get() > 0 ? again(bench, callers) : CompletableFuture.completedFuture(1));
    }

    @Test
    void evictedConnectionsAreReplacedUnderLoad() {
        PoolBench bench = bench(b -> b.size(2));
        Random random = new Random(7);
        List<CompletableFuture<Cursor<Row>>> answers = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            answers.add(bench.pool.execute(NUMBER, i));
            if (random.nextInt(1000) == 0) {
                bench.pool.evict();
            }
        }

        assertNumbers(answers);
        Await.until("all are replaced", () -> bench.pool.stats().free() == 2);
    }

    @Test
    void resetRunsWhenTheLaneGoesBack() {
        PoolBench bench = bench(b -> b.size(1).resetQuery("INSERT INTO shared_lanes_it VALUES (99)"));
        bench.proxy.pause();
        List<CompletableFuture<Cursor<Row>>> answers = numbers(bench, 10);
        bench.proxy.resume();
        assertNumbers(answers);

        Await.until(
                "the reset has run",
                () -> !bench.server
                        .adminRows("SELECT 1 FROM shared_lanes_it WHERE n = 99")
                        .isEmpty());
    }

    @Test
    void aClosedPoolEndsWhatIsInFlight() {
        PoolBench bench = bench(b -> b.size(1));
        bench.proxy.pause();
        List<CompletableFuture<Cursor<Row>>> answers = numbers(bench, 5);
        bench.pool.close();

        assertThat(answers)
                .allSatisfy(answer -> assertThatThrownBy(() -> get(answer)).isInstanceOf(MomokoException.class));
        bench.proxy.resume();
    }

    @Test
    void aGracefulCloseWaitsForWhatIsInFlight() {
        PoolBench bench = bench(b -> b.size(1));
        bench.proxy.pause();
        List<CompletableFuture<Cursor<Row>>> answers = numbers(bench, 5);
        // none waits where the machine is quick; a lane that is silent for too long gets nobody
        int inFlight = answers.size() - bench.pool.stats().waiting();
        CompletableFuture<?> closed = bench.pool.closeGracefully(Duration.ofSeconds(9));
        List<CompletableFuture<Cursor<Row>>> refused = new ArrayList<>(answers.subList(inFlight, answers.size()));
        refused.add(bench.pool.execute(NUMBER, 1));

        bench.proxy.resume();

        assertThat(inFlight).isPositive();
        assertNumbers(answers.subList(0, inFlight));
        assertThat(refused)
                .allSatisfy(late -> assertThatThrownBy(() -> get(late)).isInstanceOf(PoolClosedException.class));
        get(closed);
    }

    @Test
    void statementsFromManyThreadsShareOnSeveralEventLoops() throws InterruptedException {
        PoolBench bench = bench(b -> b.size(4).eventLoopThreads(2));
        List<Thread> threads = new ArrayList<>();
        AtomicInteger right = new AtomicInteger();
        for (int t = 0; t < 4; t++) {
            int from = t * 1000;
            Thread thread = new Thread(() -> {
                for (int i = from; i < from + 1000; i++) {
                    int expected = i;
                    Cursor<Row> cursor = bench.pool.execute(NUMBER, expected).join();
                    if (Objects.requireNonNull(cursor.fetchOne()).getInt(0) == expected) {
                        right.incrementAndGet();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(right).hasValue(4000);
    }
}
