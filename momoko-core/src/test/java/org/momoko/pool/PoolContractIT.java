package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;
import static org.momoko.pool.PoolBench.number;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.ManagedConnection;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.error.DatabaseException;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.MomokoException;
import org.momoko.error.ParameterException;
import org.momoko.error.PartiallyConnectedException;
import org.momoko.error.ProgrammingException;
import org.momoko.pool.PoolBench.Breaker;
import org.momoko.pool.PoolBench.Transport;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;

/** The pool's cases of Momoko's own test suite (section 2 of the contract), with three breakers over two transports. */
class PoolContractIT {
    private static final int SIZE = 3;

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static PoolBench bench(PoolBench bench) {
        return invariants.close(bench);
    }

    private static PoolBench bench(Transport transport, UnaryOperator<PoolBuilder> configure) {
        return bench(PoolBench.connected(transport, configure));
    }

    static Stream<Arguments> breaks() {
        return Stream.of(Transport.values())
                .flatMap(transport -> Stream.of(Breaker.values()).map(breaker -> Arguments.of(transport, breaker)));
    }

    private static void table(Pool pool) {
        get(pool.execute("CREATE TABLE IF NOT EXISTS pool_contract (n int); TRUNCATE pool_contract"));
    }

    private static List<CompletableFuture<Cursor<Row>>> sleep(Pool pool, int jobs, String seconds) {
        List<CompletableFuture<Cursor<Row>>> running = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            running.add(pool.execute("SELECT pg_sleep(" + seconds + ")"));
        }
        return running;
    }

    // ---- PoolData -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Contract({"2 Pool.test_connect", "2 PoolData", "2 PoolData.test_mogrify", "2 PoolData.test_mogrify_error"})
    void statementsOfEveryKindRunThroughThePool(Transport transport) {
        PoolBench bench = bench(PoolBench.reachable(transport, b -> b.size(SIZE)));
        Pool pool = bench.pool;
        assertThat(get(pool.connect())).isSameAs(pool);
        assertThat(pool.connected()).isTrue();
        assertThat(number(pool, "SELECT %s + 1", 41)).isEqualTo(42);
        assertThat(get(pool.ping()).fetchOne().getInt("ping")).isEqualTo(1);
        assertThat(get(pool.callproc("abs", -7)).fetchOne().getInt(0)).isEqualTo(7);
        assertThat(get(pool.mogrify("SELECT %s, %s;", "it's", 1))).isEqualTo("SELECT 'it''s', 1;");
        assertThatThrownBy(() -> get(pool.mogrify("%(foos;", 1))).isInstanceOf(ProgrammingException.class);
        assertThatThrownBy(() -> get(pool.execute("SELEC 1"))).isInstanceOf(ProgrammingException.class);
        assertThat(pool.stats().busy()).isZero();
    }

    @Test
    @Contract({"2 PoolData.test_transaction_rollback", "1.2 transaction"})
    void failedTransactionLeavesNothingBehind() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(SIZE));
        table(bench.pool);
        assertThatThrownBy(() -> get(bench.pool.transaction(
                        List.of(Query.of("INSERT INTO pool_contract VALUES (1)"), Query.of("SELECT nonsense")))))
                .isInstanceOf(ProgrammingException.class);
        assertThat(number(bench.pool, "SELECT count(*) FROM pool_contract")).isZero();
    }

    @Test
    @Contract({"2 PoolData.test_non_psycopg2_errors", "1.6.6", "S20"})
    void clientSideErrorsReleaseTheConnection() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1));
        Pool pool = bench.pool;
        assertThatThrownBy(() -> get(pool.execute("SELECT %s %s", 1))).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> get(pool.execute("SELECT %s", new Object()))).isInstanceOf(MomokoException.class);
        assertThatThrownBy(() -> get(pool.transaction(List.of(Query.of("SELECT %s %s", 1)))))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> get(pool.withConnection(connection -> {
                    throw new IllegalStateException("of the body");
                })))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pool.stats().busy()).isZero();
        assertThat(number(pool, "SELECT 1")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @Contract({"2 PoolData.test_transaction_with_reconnect", "S17"})
    void transactionAfterABreakRunsExactlyOnce(Transport transport, Breaker breaker) {
        PoolBench bench = bench(transport, b -> b.size(SIZE));
        table(bench.pool);
        bench.breakAll(breaker);
        get(bench.pool.transaction(List.of(Query.of("INSERT INTO pool_contract VALUES (%s)", 1))));
        assertThat(number(bench.pool, "SELECT count(*) FROM pool_contract")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Contract("2 PoolData.test_getconn_putconn")
    void connectionsAreTakenAndGivenBackManyTimes(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(SIZE));
        for (int round = 0; round < 5 * SIZE; round++) {
            useOneConnection(bench.pool);
        }
    }

    private static void useOneConnection(Pool pool) {
        Connection connection = get(pool.getconn());
        for (int i = 0; i < 10; i++) {
            assertThat(get(connection.execute("SELECT %s", i)).fetchOne().getInt(0))
                    .isEqualTo(i);
        }
        pool.putconn(connection);
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @Contract({"2 PoolData.test_getconn_putconn_with_reconnect", "S16"})
    void getconnHidesThatAllConnectionsWereCut(Transport transport, Breaker breaker) {
        PoolBench bench = bench(transport, b -> b.size(SIZE));
        for (int round = 0; round < 5; round++) {
            bench.breakAll(breaker);
            useOneConnection(bench.pool);
        }
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @Contract({"2 PoolData.test_getconn_manage", "2 PoolData.test_getconn_manage_with_reconnect", "1.2 manage"})
    void manageGivesTheConnectionBack(Transport transport, Breaker breaker) {
        PoolBench bench = bench(transport, b -> b.size(SIZE));
        for (int round = 0; round < 3; round++) {
            Connection taken = get(bench.pool.getconn());
            try (ManagedConnection managed = bench.pool.manage(taken)) {
                assertThat(get(managed.connection().execute("SELECT %s", round))
                                .fetchOne()
                                .getInt(0))
                        .isEqualTo(round);
            }
            assertThat(bench.pool.stats().busy()).isZero();
            assertThatThrownBy(() -> bench.pool.manage(taken)).isInstanceOf(IllegalStateException.class);
            bench.breakAll(breaker);
        }
        assertThat(number(bench.pool, "SELECT 1")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @Contract({"2 PoolData.test_getconn_manage_with_exception", "S16"})
    void connectionThatDiesInUseFailsItsNextStatementAndIsGivenBack(Transport transport, Breaker breaker) {
        PoolBench bench = bench(transport, b -> b.size(1));
        Connection taken = get(bench.pool.getconn(false));
        try (ManagedConnection managed = bench.pool.manage(taken)) {
            switch (breaker) {
                case LOCAL_CLOSE -> managed.connection().close();
                case PROXY_CUT -> bench.proxy.cutAll();
                case PG_TERMINATE_BACKEND -> bench.server.terminateBackends("momoko-test");
            }
            Await.until("the cut is seen", taken::closed);
            assertThatThrownBy(() -> get(managed.connection().execute("SELECT 1")))
                    .isInstanceOf(MomokoException.class);
        }
        Await.until("given back", () -> bench.pool.stats().busy() == 0);
        assertThat(number(bench.pool, "SELECT 1")).isEqualTo(1);
    }

    // ---- Parallel -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Contract({"2 Parallel.test_parallel_queries", "2 Parallel.test_request_queueing"})
    void statementsRunAtTheSameTimeAndTheRestWaits(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(SIZE));
        long start = System.nanoTime();
        List<CompletableFuture<Cursor<Row>>> running = sleep(bench.pool, 2 * SIZE, "0.3");
        assertThat(bench.pool.stats().busy()).isEqualTo(SIZE);
        assertThat(bench.pool.stats().waiting()).isEqualTo(SIZE);
        running.forEach(PoolBench::get);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(600), Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @Contract("2 Parallel.test_parallel_queries_after_reconnect_all")
    void parallelStatementsSucceedAfterAllWereCut(Transport transport, Breaker breaker) {
        PoolBench bench = bench(transport, b -> b.size(SIZE));
        bench.breakAll(breaker);
        sleep(bench.pool, SIZE, "0.05").forEach(PoolBench::get);
        assertThat(bench.pool.stats().total()).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @EnumSource
    @Contract("2 Parallel.test_parallel_queries_after_reconnect_some")
    void parallelStatementsSucceedAfterSomeWereCut(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(4));
        List<Connection> taken = List.of(get(bench.pool.getconn()), get(bench.pool.getconn()));
        taken.forEach(Connection::close);
        taken.forEach(bench.pool::putconn);
        sleep(bench.pool, 4, "0.05").forEach(PoolBench::get);
        assertThat(bench.pool.stats().total()).isEqualTo(4);
    }

    // ---- Stretch --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Contract("2 Stretch.test_parallel_queries")
    void burstMakesThePoolGrow(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(1).maxSize(5));
        sleep(bench.pool, 4, "0.2").forEach(PoolBench::get);
        assertThat(bench.pool.stats().total()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @Contract({"2 Stretch.test_dont_stretch", "2 Stretch.test_dont_stretch_after_reconnect"})
    void sequentialStatementsDoNot(Transport transport, Breaker breaker) {
        PoolBench bench = bench(transport, b -> b.size(1).maxSize(5));
        for (int i = 0; i < 3; i++) {
            get(bench.pool.execute("SELECT 1"));
        }
        assertThat(bench.pool.stats().total()).isBetween(1, 2);
        bench.breakAll(breaker);
        for (int i = 0; i < 3; i++) {
            get(bench.pool.execute("SELECT 1"));
        }
        assertThat(bench.pool.stats().total()).isBetween(1, 2);
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @Contract("2 Stretch.test_stretch_after_disonnect")
    void poolGrowsAfterABreakToo(Transport transport, Breaker breaker) {
        PoolBench bench = bench(transport, b -> b.size(1).maxSize(5));
        bench.breakAll(breaker);
        sleep(bench.pool, 4, "0.2").forEach(PoolBench::get);
        assertThat(bench.pool.stats().total()).isEqualTo(4);
    }

    @Test
    @Contract("2 Stretch.test_stretch_genconn")
    void concurrentGetconnsMakeThePoolGrow() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1).maxSize(5));
        Pool pool = bench.pool;
        List<CompletableFuture<Connection>> asked = List.of(pool.getconn(), pool.getconn(), pool.getconn());
        asked.forEach(future -> get(get(future).execute("SELECT 1")));
        asked.forEach(future -> pool.putconn(get(future)));
        assertThat(pool.stats().total()).isEqualTo(3);
    }

    // ---- Volatile -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Contract({"2 Volatile.test_startup", "2 Volatile.test_startup_local", "1.1 raise_connect_errors"})
    void poolStartsWithoutAServerWhenToldTo(Transport transport) {
        PoolBench bench = bench(PoolBench.idle(transport, b -> b.size(SIZE).raiseConnectErrors(false)));
        get(bench.pool.connect());
        assertThat(bench.pool.stats().dead()).isEqualTo(SIZE);
        assertThat(bench.pool.connected()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @Contract({"2 Volatile.test_reconnect", "S17", "1.5 idle death", "1.1 setsession"})
    void statementAfterABreakSucceedsAndSetsessionIsRunAgain(Transport transport, Breaker breaker) {
        PoolBench bench =
                bench(transport, b -> b.size(SIZE).setsession("SET TIME ZONE 'Asia/Tokyo'", "SET work_mem = '3MB'"));
        table(bench.pool);
        bench.breakAll(breaker);
        get(bench.pool.execute("INSERT INTO pool_contract VALUES (1)"));
        assertThat(number(bench.pool, "SELECT count(*) FROM pool_contract")).isEqualTo(1);
        assertThat(get(bench.pool.execute("SHOW TIME ZONE")).fetchOne().getString(0))
                .isEqualTo("Asia/Tokyo");
    }

    @ParameterizedTest
    @EnumSource
    @Contract("2 Volatile.test_reconnect_interval_good_path")
    void poolWithoutAServerWorksOnceThereIsOne(Transport transport) {
        PoolBench bench = bench(PoolBench.idle(
                transport, b -> b.size(SIZE).raiseConnectErrors(false).reconnectInterval(Duration.ofMillis(200))));
        get(bench.pool.connect());
        bench.proxy.start();
        Await.until("the interval is over", () -> succeeds(bench.pool.execute("SELECT 1")));
    }

    private static boolean succeeds(CompletableFuture<?> future) {
        return future.handle((value, error) -> error == null).join();
    }

    @ParameterizedTest
    @EnumSource
    @Contract({"2 Volatile.test_reconnect_interval_bad_path", "S24"})
    void withinTheIntervalCallersFailAtOnceAndNothingIsTried(Transport transport) {
        PoolBench bench = bench(PoolBench.idle(
                transport, b -> b.size(1).raiseConnectErrors(false).reconnectInterval(Duration.ofMinutes(1))));
        get(bench.pool.connect());
        bench.proxy.start();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> get(bench.pool.getconn(false)))
                    .isInstanceOf(DatabaseNotAvailableException.class)
                    .hasRootCauseInstanceOf(Exception.class);
        }
        assertThat(bench.proxy.connections()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Contract({
        "2 Volatile.test_ping_error",
        "2 VolatileProxy.test_getconn_can_fail_after_disconnect_with_no_reconnect",
        "1.5 reconnect fails"
    })
    void getconnFailsWhenTheServerIsGone(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(SIZE));
        bench.cutForGood();
        assertThatThrownBy(() -> get(bench.pool.getconn())).isInstanceOf(DatabaseNotAvailableException.class);
        assertThat(bench.pool.stats().waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Contract("2 Volatile.test_abort_waiting_queue")
    void waitersFailWhenEverythingDies(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(1));
        CompletableFuture<Cursor<Row>> first = bench.pool.execute("SELECT 1");
        CompletableFuture<Connection> held = bench.pool.getconn(false);
        get(first);
        Connection connection = get(held);
        CompletableFuture<Cursor<Row>> waiting = bench.pool.execute("SELECT 1");
        assertThat(bench.pool.stats().waiting()).isEqualTo(1);
        bench.cutForGood();
        Await.until("the cut is seen", connection::closed);
        bench.pool.putconn(connection);
        assertThatThrownBy(() -> get(waiting)).isInstanceOf(DatabaseException.class);
        assertThat(bench.pool.stats().waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Contract({"2 Volatile.test_execute_can_start_before_connection_is_done", "S29"})
    void statementMayBeSubmittedBeforeThePoolIsConnected(Transport transport) {
        PoolBench bench = bench(PoolBench.reachable(transport, b -> b.size(1)));
        CompletableFuture<Pool> connecting = bench.pool.connect();
        assertThat(number(bench.pool, "SELECT 1")).isEqualTo(1);
        get(connecting);
    }

    @ParameterizedTest
    @EnumSource
    @Contract({"2 Volatile.test_execute_before_connection_is_done_will_error", "S29"})
    void statementSubmittedBeforeAFailedConnectFails(Transport transport) {
        PoolBench bench = bench(PoolBench.idle(transport, b -> b.size(SIZE)));
        CompletableFuture<Pool> connecting = bench.pool.connect();
        CompletableFuture<Cursor<Row>> early = bench.pool.execute("SELECT 1");
        assertThatThrownBy(() -> get(early)).isInstanceOf(DatabaseException.class);
        assertThatThrownBy(() -> get(connecting)).isInstanceOf(PartiallyConnectedException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Contract("2 VolatileProxy.test_execute_can_wait_for_connection_after_disconnect")
    void statementsShareTheReconnect(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(1).reconnectInterval(Duration.ofMillis(100)));
        bench.breakAll(Breaker.PROXY_CUT);
        CompletableFuture<Cursor<Row>> first = bench.pool.execute("SELECT 1");
        CompletableFuture<Cursor<Row>> second = bench.pool.execute("SELECT 2");
        assertThat(get(first).fetchOne().getInt(0)).isEqualTo(1);
        assertThat(get(second).fetchOne().getInt(0)).isEqualTo(2);
        assertThat(bench.pool.stats().total()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Contract("2 VolatileProxy.test_execute_can_fail_after_disconnect_with_no_reconnect")
    void statementsFailWhenTheServerIsGone(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(1));
        bench.cutForGood();
        CompletableFuture<Cursor<Row>> first = bench.pool.execute("SELECT 1");
        CompletableFuture<Cursor<Row>> second = bench.pool.execute("SELECT 1");
        assertThatThrownBy(() -> get(first)).isInstanceOf(DatabaseException.class);
        assertThatThrownBy(() -> get(second)).isInstanceOf(DatabaseException.class);
        assertThat(bench.pool.stats().waiting()).isZero();
    }

    // ---- PartiallyConnected ---------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Contract({"2 PartiallyConnected.test_partially_connected", "1.2 connect"})
    void connectTellsHowManyFailedAndKeepsTheGoodOnes(Transport transport) {
        PoolBench bench = bench(PoolBench.idle(transport, b -> b.size(4)));
        bench.proxy.acceptOnly(2);
        bench.proxy.start();
        assertThatThrownBy(() -> get(bench.pool.connect()))
                .isInstanceOfSatisfying(PartiallyConnectedException.class, e -> {
                    assertThat(e).hasMessageStartingWith("2 connection(s) failed to connect");
                    assertThat(e.causes()).hasSize(2);
                });
        assertThat(number(bench.pool, "SELECT 1")).isEqualTo(1);
        assertThat(bench.pool.connected()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @Contract("1.2 connected")
    void poolThatWasConnectedSaysSoWhileEverythingIsDead(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(SIZE));
        bench.cutForGood();
        Await.until(
                "every place is dead",
                () -> bench.pool.stats().dead() == bench.pool.stats().total());
        assertThat(bench.pool.connected()).isTrue();
        bench.pool.close();
        assertThat(bench.pool.connected()).isFalse();
    }

    // ---- Shrink ---------------------------------------------------------------------------------------------------

    @Test
    @Contract("2 Shrink.test_pool_shrinking")
    void poolShrinksToItsSize() {
        PoolBench bench = bench(
                Transport.TCP,
                b -> b.size(2)
                        .maxSize(5)
                        .autoShrink(true)
                        .shrinkDelay(Duration.ofMillis(300))
                        .shrinkPeriod(Duration.ofMillis(50)));
        sleep(bench.pool, 5, "0.2").forEach(PoolBench::get);
        assertThat(bench.pool.stats().total()).isEqualTo(5);
        Await.until("shrunk", () -> bench.pool.stats().total() == 2);
        assertThat(bench.pool.stats().free()).isEqualTo(2);
    }
}
