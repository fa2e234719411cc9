package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.contract.Sessions.run;
import static org.momoko.contract.Sessions.value;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.Momoko;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** What is set up once and holds for every statement: row factories, registered types, session settings, executors. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FactoriesAndSessionsIT {
    private static final PostgresServer SERVER = PostgresServer.shared();

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static Pool pool(PoolBuilder builder) {
        Pool pool = invariants.close(builder.build());
        return pool.connect().join();
    }

    private static Connection connection() {
        return invariants.close(Sessions.open(TestMode.queryMode()));
    }

    /** A factory for a pool: it refuses whatever it is shown. */
    private static CursorFactory<Row> refusing() {
        return columns -> {
            throw new IllegalStateException("refused");
        };
    }

    @Contract({
        "S34",
        "2 test_ping_with_named_cursor",
        "2 test_cursor_factory_with_json",
        "2 test_cursor_factory_with_hstore",
        "1.1 cursor_factory"
    })
    @Test
    void internalQueriesUsePlainRowsWhateverTheFactory() {
        SERVER.admin("CREATE EXTENSION IF NOT EXISTS hstore");
        try {
            Pool pool = pool(TestMode.pool(SERVER).cursorFactory(refusing()));

            assertThat(pool.ping().join().fetchOne().getInt("ping")).isEqualTo(1);
            pool.registerHstore().join();
            Connection checked = pool.getconn(true).join();
            assertThat(checked.ping().join().rowCount()).isEqualTo(1);
            checked.registerHstore().join();
            pool.putconn(checked);

            Query query = Query.of("SELECT 'a=>1'::hstore AS h, '{\"b\": 2}'::jsonb AS j");
            assertThat(pool.execute(query, CursorFactory.maps()).join().fetchOne())
                    .isEqualTo(Map.of("h", Map.of("a", "1"), "j", Map.of("b", 2)));
            assertThatThrownBy(() -> pool.execute(query).join().fetchOne()).isInstanceOf(Exception.class);
        } finally {
            SERVER.admin("DROP EXTENSION hstore");
        }
    }

    @Contract({"1.1 cursor_factory", "2 test_cursor_factory"})
    @Test
    void factoryOfTheCallBeatsThatOfThePool() {
        CursorFactory<Row> upper = columns -> row -> row;
        List<String> asked = new ArrayList<>();
        CursorFactory<Row> noting = columns -> {
            asked.add("pool");
            return row -> row;
        };
        Pool pool = pool(TestMode.pool(SERVER).cursorFactory(noting));

        pool.execute("SELECT 1").join().fetchOne();
        assertThat(asked).containsExactly("pool");
        pool.execute(Query.of("SELECT 1"), upper).join().fetchOne();
        assertThat(asked).containsExactly("pool");
    }

    @Contract({"2 test_json", "1.3 register_json"})
    @Test
    void jsonOfEveryKindIsReadWithoutRegistering() {
        Connection connection = connection();
        for (int time = 1; time <= 3; time++) {
            assertThat(value(connection, "SELECT '{\"a\": [1]}'::json")).isEqualTo(Map.of("a", List.of(1)));
            assertThat(value(connection, "SELECT '{\"a\": 1.5}'::jsonb")).isEqualTo(Map.of("a", new BigDecimal("1.5")));
            assertThat(value(connection, "SELECT ARRAY['1', '\"x\"']::json[]")).isEqualTo(List.of(1, "x"));
        }
    }

    @Contract({"2 test_transaction", "2 test_unicode_transaction"})
    @Test
    void transactionOfSixGivesSixResults() {
        List<Cursor<Row>> cursors = connection()
                .transaction(
                        Query.of("SELECT 1, 2, 3, 'zażółć'"),
                        Query.of("SELECT 4, 5, %s", 6),
                        Query.of("SELECT 'ąęźć'::text || %s", "ß😀"),
                        Query.of("SELECT %(a)s", Map.of("a", 7)),
                        Query.of("CREATE TEMP TABLE six (t text)"),
                        Query.of("INSERT INTO six VALUES (%s) RETURNING t", "日本"))
                .join();

        assertThat(cursors).hasSize(6);
        assertThat(cursors.get(0).fetchOne().getString(3)).isEqualTo("zażółć");
        assertThat(cursors.get(1).fetchOne().getInt(2)).isEqualTo(6);
        assertThat(cursors.get(2).fetchOne().getString(0)).isEqualTo("ąęźćß😀");
        assertThat(cursors.get(3).fetchOne().getInt(0)).isEqualTo(7);
        assertThat(cursors.get(4).statusMessage()).isEqualTo("CREATE TABLE");
        assertThat(cursors.get(5).fetchOne().getString(0)).isEqualTo("日本");
    }

    @Contract({"2 Setsession.test_setsession", "1.1 setsession"})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void timeZoneHoldsWhereverItStandsInTheList(int position) {
        for (String zone : List.of("Israel", "Asia/Tokyo", "America/New_York")) {
            List<String> statements = new ArrayList<>(List.of("SELECT 1", "SELECT 2"));
            statements.add(position, "SET TIME ZONE '" + zone + "'");
            String[] setsession = statements.toArray(String[]::new);

            Pool pool = pool(TestMode.pool(SERVER).setsession(setsession));
            assertThat(pool.execute("SHOW TIME ZONE").join().fetchOne().getString(0))
                    .isEqualTo(zone);
            Connection connection = invariants.close(Momoko.connection(TestMode.dsn(SERVER))
                    .queryMode(TestMode.queryMode())
                    .setsession(setsession)
                    .build()
                    .connect()
                    .join());
            assertThat(value(connection, "SHOW TIME ZONE")).isEqualTo(zone);
        }
    }

    @Contract({"3.5 fresh cursor", "3.5 query", "3.5 DictCursor"})
    @Test
    void cursorBeginsAtItsFirstRowAndKnowsItsStatement() {
        Connection connection = connection();
        Cursor<Row> cursor = run(connection, "SELECT n AS a, n + 1 AS b FROM generate_series(1, %s) n", 3);

        assertThat(cursor.rowNumber()).isZero();
        assertThat(cursor.arraySize()).isEqualTo(1);
        assertThat(cursor.closed()).isFalse();
        assertThat(cursor.query()).startsWith("SELECT n AS a, n + 1 AS b FROM generate_series(1, ");
        Row row = cursor.fetchOne();
        assertThat(row.getInt(1)).isEqualTo(row.getInt("b")).isEqualTo(2);
        assertThat(cursor.rowNumber()).isEqualTo(1);
        assertThat(run(connection, "SET work_mem = '5MB'").query()).isEqualTo("SET work_mem = '5MB'");
    }

    @Contract("3.2/3.3 subclass")
    @Test
    void valueOfAnUnknownClassIsSentAsItsSupertype() throws Exception {
        Connection connection = connection();
        Object loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        record Case(@Nullable Object value, String literal) {}

        for (Case one : List.of(
                new Case(Thread.State.NEW, "'NEW'"),
                new Case(new StringBuilder("built"), "'built'"),
                new Case(loopback, "'127.0.0.1'::inet"),
                new Case(new ArrayList<>(List.of(1)), "ARRAY[1]"))) {
            assertThat(connection.mogrify("%s", one.value())).isEqualTo(one.literal());
        }
    }

    @Contract("S42")
    @Test
    void callbackThatThrowsOrBlocksStopsNoOtherConnection() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        CountDownLatch blocked = new CountDownLatch(1);
        try {
            Pool pool = pool(TestMode.pool(SERVER).size(2).executor(executor));
            pool.execute("SELECT 1").thenAccept(cursor -> {
                throw new IllegalStateException("of the callback");
            });
            // long enough for the callback to be there before the answer: a late one would run, and block, here
            CompletableFuture<?> blocking = pool.execute("SELECT pg_sleep(0.5)").thenRun(() -> {
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });

            for (int i = 0; i < 20; i++) {
                assertThat(pool.execute("SELECT %s", i)
                                .get(10, TimeUnit.SECONDS)
                                .fetchOne()
                                .getInt(0))
                        .isEqualTo(i);
            }
            Await.until("the blocked one is given back", () -> pool.stats().busy() == 0);
            assertThat(blocking.isDone()).isFalse();
            blocked.countDown();
            blocking.get(10, TimeUnit.SECONDS);
        } finally {
            blocked.countDown();
            executor.shutdown();
        }
    }

    @Contract({"S42", "1.6.6"})
    @Test
    void callbackThatThrowsOnTheEventLoopHarmsNobody() {
        Pool pool = pool(TestMode.pool(SERVER).eventLoopThreads(1));
        for (int i = 0; i < 10; i++) {
            pool.execute("SELECT pg_sleep(0.01)").whenComplete((cursor, error) -> {
                throw new IllegalStateException("of the callback");
            });
            assertThat(pool.execute("SELECT %s", i).join().fetchOne().getInt(0)).isEqualTo(i);
        }
        assertThat(pool.stats().free()).isEqualTo(1);
    }
}
