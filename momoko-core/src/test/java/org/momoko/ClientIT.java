package org.momoko;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.ForwardingConnection;
import org.momoko.api.Notification;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.TransactionOptions;
import org.momoko.api.TransactionOptions.Isolation;
import org.momoko.api.TransactionStatus;
import org.momoko.config.QueryMode;
import org.momoko.error.DataException;
import org.momoko.error.IntegrityException;
import org.momoko.error.InterfaceException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ProgrammingException;
import org.momoko.error.QueryCanceledException;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;
import org.momoko.type.JsonCodec;

/** What pool, connection and transaction offer beyond running one statement. */
@Timeout(60)
class ClientIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static final PostgresServer SERVER = PostgresServer.shared();

    private Pool pool() {
        return pool(TestMode.pool(SERVER).size(1).maxSize(4));
    }

    private Pool pool(PoolBuilder builder) {
        Pool pool = builder.build();
        invariants.close(() -> {
            if (!pool.closed()) {
                pool.close();
            }
        });
        invariants.check("nothing is busy", () -> pool.closed() || pool.stats().busy() == 0);
        return join(pool.connect());
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static long count(Pool pool, String table) {
        return join(pool.execute("SELECT count(*) FROM " + table))
                .fetchAll()
                .get(0)
                .getLong(0);
    }

    @Test
    @Contract({"1.3 transaction", "2 test_transaction"})
    void transactionListGivesOneCursorForEachStatement() {
        Pool pool = pool();
        List<Cursor<Row>> cursors = join(pool.transaction(
                Query.of("CREATE TEMP TABLE list(i int) ON COMMIT DROP"),
                Query.of("INSERT INTO list VALUES (%s), (%s)", 1, 2),
                Query.of("SELECT sum(i) AS total FROM list")));

        assertThat(cursors).extracting(Cursor::statusMessage).containsExactly("CREATE TABLE", "INSERT 0 2", "SELECT 1");
        assertThat(cursors.get(2).fetchAll().get(0).getInt("total")).isEqualTo(3);
    }

    @Test
    @Contract("S22")
    void listThatHoldsCommitStillGivesOneCursorForEachStatement() {
        List<Cursor<Row>> cursors =
                join(pool().transaction(Query.of("SELECT 1"), Query.of("COMMIT"), Query.of("SELECT 2")));

        assertThat(cursors).extracting(Cursor::statusMessage).containsExactly("SELECT 1", "COMMIT", "SELECT 1");
    }

    @Test
    @Contract("1.3 transaction")
    void emptyTransactionListGivesNoCursors() {
        assertThat(join(pool().transaction(List.of()))).isEmpty();
    }

    @Test
    @Contract("2 test_transaction_rollback")
    void failedStatementRollsTheListBack() {
        Pool pool = pool();
        join(pool.execute("CREATE TABLE IF NOT EXISTS rolled_back(i int)"));
        join(pool.execute("TRUNCATE rolled_back"));

        assertThatThrownBy(() -> join(pool.transaction(
                        Query.of("INSERT INTO rolled_back VALUES (1)"), Query.of("SELECT no_such_column"))))
                .hasCauseInstanceOf(ProgrammingException.class)
                .cause()
                .hasMessageContaining("LINE 1: SELECT no_such_column\n               ^");
        assertThat(count(pool, "rolled_back")).isZero();
    }

    @Test
    @Contract({"S20", "1.3 transaction"})
    void parameterMistakeInAListSendsNothing() {
        String name = "momoko-test-nothing-sent";
        Pool pool = pool(TestMode.pool(SERVER, "application_name=" + name));

        assertThatThrownBy(() -> join(pool.transaction(List.of(Query.of("SELECT %s %s", 1)))))
                .hasCauseInstanceOf(org.momoko.error.ParameterException.class);
        assertThat(pool.stats().busy()).isZero();
        assertThat(SERVER.statements(name)).noneMatch(sql -> sql.startsWith("BEGIN"));
    }

    @Test
    @Contract("1.3 auto_rollback")
    void withoutAutomaticRollbackAConnectionStaysInItsFailedTransactionAndAPoolCleansIt() {
        Pool pool = pool(TestMode.pool(SERVER));
        List<Query> failing = List.of(Query.of("SELECT 1"), Query.of("SELECT no_such_column"));

        join(pool.withConnection(connection -> connection
                .transaction(failing, false)
                .handle((cursors, error) -> {
                    assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.FAILED);
                    return null;
                })));
        assertThatThrownBy(() -> join(pool.transaction(failing, false))).hasCauseInstanceOf(ProgrammingException.class);
        assertThat(join(pool.execute("SELECT 1")).rowCount()).isEqualTo(1);
    }

    @Test
    void bodyThatFailsRollsBackAndTheCallerSeesItsError() {
        Pool pool = pool();
        join(pool.execute("CREATE TABLE IF NOT EXISTS body_failed(i int)"));
        join(pool.execute("TRUNCATE body_failed"));

        assertThatThrownBy(() -> join(pool.inTransaction(
                        tx -> tx.execute("INSERT INTO body_failed VALUES (1)").thenApply(cursor -> {
                            throw new IllegalStateException("changed my mind");
                        }))))
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> join(pool.inTransaction(tx -> {
                    throw new IllegalStateException("at once");
                })))
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(count(pool, "body_failed")).isZero();
    }

    @Test
    void swallowedSqlErrorIsNotACommit() {
        assertThatThrownBy(() -> join(
                        pool().inTransaction(tx -> tx.execute("SELECT 1/0").handle((cursor, error) -> "all is well"))))
                .hasCauseInstanceOf(DataException.class)
                .cause()
                .hasMessageContaining("division by zero");
    }

    @Test
    void optionsTravelOnBegin() {
        TransactionOptions options = TransactionOptions.DEFAULT
                .withIsolation(Isolation.SERIALIZABLE)
                .asReadOnly()
                .asDeferrable();

        List<String> settings = join(pool().inTransaction(
                        options,
                        tx -> tx.execute(
                                        "SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only'),"
                                                + " current_setting('transaction_deferrable')")
                                .thenApply(cursor -> {
                                    Row row = cursor.fetchAll().get(0);
                                    return List.of("" + row.getString(0), "" + row.getString(1), "" + row.getString(2));
                                })));
        assertThat(settings).containsExactly("serializable", "on", "on");
    }

    @Test
    void nestedTransactionIsUndoneAlone() {
        Pool pool = pool();
        join(pool.execute("CREATE TABLE IF NOT EXISTS nested(i int UNIQUE)"));
        join(pool.execute("TRUNCATE nested"));

        join(pool.inTransaction(outer -> outer.execute("INSERT INTO nested VALUES (1)")
                .thenCompose(done -> outer.inTransaction(inner -> inner.execute("INSERT INTO nested VALUES (2)")
                                .thenCompose(two -> inner.execute("INSERT INTO nested VALUES (1)")))
                        .handle((cursor, error) -> {
                            assertThat(error).isInstanceOf(IntegrityException.class);
                            return null;
                        }))
                .thenCompose(done -> outer.execute("INSERT INTO nested VALUES (3)"))));

        assertThat(join(pool.execute("SELECT i FROM nested ORDER BY i")).toList())
                .extracting(row -> row.getInt(0))
                .containsExactly(1, 3);
    }

    @Test
    void nestedTransactionThatSwallowsAnErrorFailsAlone() {
        Pool pool = pool();

        int answer = join(pool.inTransaction(outer -> outer.inTransaction(
                        inner -> inner.execute("SELECT 1/0").handle((cursor, error) -> "swallowed"))
                .handle((done, error) -> {
                    assertThat(error).hasMessageContaining("division by zero");
                    return null;
                })
                .thenCompose(done -> outer.execute("SELECT 1"))
                .thenApply(cursor -> cursor.fetchAll().get(0).getInt(0))));

        assertThat(answer).isEqualTo(1);
    }

    @Test
    void siblingsOfNestedTransactionsTakeTurns() {
        Pool pool = pool();
        join(pool.execute("CREATE TABLE IF NOT EXISTS siblings(i int)"));
        join(pool.execute("TRUNCATE siblings"));

        join(pool.inTransaction(outer -> {
            CompletableFuture<?> first = outer.inTransaction(inner -> inner.execute("INSERT INTO siblings VALUES (1)")
                            .thenCompose(done -> inner.execute("SELECT 1/0")))
                    .exceptionally(error -> null);
            CompletableFuture<?> second =
                    outer.inTransaction(inner -> inner.execute("INSERT INTO siblings VALUES (2)"));
            return CompletableFuture.allOf(first, second);
        }));

        assertThat(join(pool.execute("SELECT i FROM siblings")).toList())
                .extracting(row -> row.getInt(0))
                .containsExactly(2);
    }

    @Test
    void statementAfterTheEndOfItsTransactionFails() {
        Pool pool = pool();
        var leaked = join(pool.inTransaction(tx -> CompletableFuture.completedFuture(tx)));

        assertThat(leaked.completed()).isTrue();
        assertThatThrownBy(() -> join(leaked.execute("SELECT 1"))).hasCauseInstanceOf(InterfaceException.class);
    }

    @Test
    void abandonedTransactionIsRolledBackAndItsConnectionGoesBack() {
        Pool pool = pool(TestMode.pool(SERVER));
        CompletableFuture<Object> started = new CompletableFuture<>();
        CompletableFuture<?> transaction = pool.inTransaction(tx -> {
            CompletableFuture<?> sleeping = tx.execute("SELECT pg_sleep(30)");
            started.complete(sleeping);
            return sleeping;
        });
        join(started);

        transaction.cancel(true);

        Await.until("the connection is free", () -> pool.stats().free() == 1);
        assertThat(join(pool.execute("SELECT 1")).rowCount()).isEqualTo(1);
    }

    @Test
    @Contract("S43")
    void cancelledStatementLeavesTheConnectionUsable() {
        Pool pool = pool(TestMode.pool(SERVER));
        for (int i = 0; i < 20; i++) {
            CompletableFuture<?> sleeping = pool.execute("SELECT pg_sleep(30)");
            Await.until("it runs", () -> pool.stats().busy() == 1);
            sleeping.cancel(true);
            assertThat(join(pool.execute("SELECT %s", i)).fetchAll().get(0).getInt(0))
                    .isEqualTo(i);
        }
        assertThat(pool.stats().total()).isEqualTo(1);
    }

    @Test
    @Contract({"S43", "3.5 connection.cancel()"})
    void cancelFromOutsideGivesTheServersError() {
        Pool pool = pool();
        Connection connection = join(pool.getconn());
        CompletableFuture<Cursor<Row>> sleeping = connection.execute("SELECT pg_sleep(30)");
        Await.until(
                "the server has begun",
                () -> SERVER.sessions("momoko-test").stream()
                        .anyMatch(session -> session.state().equals("active")));

        join(connection.cancel());

        assertThatThrownBy(() -> join(sleeping)).hasCauseInstanceOf(QueryCanceledException.class);
        assertThat(connection.closed()).isFalse();
        pool.putconn(connection);
    }

    @Test
    void timeLimitOfAStatementEndsItWithTheServersError() {
        Pool pool = pool();

        assertThatThrownBy(() ->
                        join(pool.execute(Query.of("SELECT pg_sleep(30)").timeout(java.time.Duration.ofMillis(200)))))
                .hasCauseInstanceOf(QueryCanceledException.class);
        assertThat(join(pool.execute("SELECT 1")).rowCount()).isEqualTo(1);
    }

    @Test
    @Contract("S27")
    void closingAPoolEndsWhatRunsOnTheServerToo() {
        Pool pool = pool(Momoko.pool(SERVER.dsn()));
        CompletableFuture<?> sleeping = pool.execute("SELECT pg_sleep(60)");
        Await.until(
                "the server has begun",
                () -> SERVER.sessions("momoko-test").stream().anyMatch(session -> "active".equals(session.state())));

        pool.close();

        assertThatThrownBy(() -> join(sleeping)).hasCauseInstanceOf(OutcomeUnknownException.class);
        Await.until("no session is left", () -> SERVER.sessions("momoko-test").isEmpty());
    }

    @Test
    @Contract("3.6 notices")
    void lastFiftyNoticesAreKept() {
        Pool pool = pool();
        List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
        join(pool.withConnection(connection -> {
            connection.onNotice(fields -> heard.add(fields.message()));
            return connection
                    .execute("DO $$ BEGIN FOR i IN 1..60 LOOP RAISE NOTICE 'notice %', i; END LOOP; END $$")
                    .thenAccept(done -> {
                        assertThat(connection.notices()).hasSize(50).last().isEqualTo("NOTICE:  notice 60\n");
                        assertThat(heard).hasSize(60);
                    });
        }));
    }

    @Test
    @Contract("3.6 notices")
    void noticeIsKeptWithItsDetailAndHint() {
        Pool pool = pool();
        List<String> notices = join(pool.withConnection(connection -> connection
                .execute("DO $$ BEGIN RAISE NOTICE 'news' USING DETAIL = 'more', HINT = 'read it'; END $$")
                .thenApply(done -> connection.notices())));
        assertThat(notices).containsExactly("NOTICE:  news\nDETAIL:  more\nHINT:  read it\n");
    }

    @Test
    @Contract("3.6 notifications")
    void notificationsArriveWhileTheConnectionIsIdle() {
        Pool pool = pool();
        ConcurrentLinkedQueue<Notification> heard = new ConcurrentLinkedQueue<>();
        Connection listening = join(pool.getconn());
        listening.onNotification(heard::add);
        join(listening.execute("LISTEN news"));

        join(pool.execute("SELECT pg_notify('news', %s)", "extra"));

        Await.until("the notification has come", () -> !heard.isEmpty());
        assertThat(heard.element().channel()).isEqualTo("news");
        assertThat(heard.element().payload()).isEqualTo("extra");
        pool.putconn(listening);
    }

    @Test
    @Contract({"S33", "1.2 register_json"})
    void jsonCodecHoldsForItsPoolOnlyAndForLaterConnections() {
        Pool shouting = pool(TestMode.pool(SERVER).size(1).maxSize(3));
        Pool plain = pool();
        join(shouting.execute("SELECT '{\"a\": 1}'::jsonb"));
        join(shouting.execute("SELECT '{\"a\": 1}'::jsonb"));
        join(shouting.registerJson(new Shouting()));

        for (int i = 0; i < 3; i++) {
            assertThat(join(shouting.execute("SELECT '{\"a\": 1}'::jsonb"))
                            .fetchAll()
                            .get(0)
                            .get(0))
                    .isEqualTo("{\"A\": 1}");
            assertThat(join(plain.execute("SELECT '{\"a\": 1}'::jsonb"))
                            .fetchAll()
                            .get(0)
                            .get(0))
                    .isEqualTo(Map.of("a", 1));
        }
        join(shouting.withConnection(one -> shouting.withConnection(other -> other.execute("SELECT '[\"x\"]'::json")
                .thenAccept(
                        cursor -> assertThat(cursor.fetchAll().get(0).get(0)).isEqualTo("[\"X\"]")))));
    }

    @Test
    @Contract("1.3 register_json")
    void jsonCodecOfAConnectionHoldsForThatConnectionAlone() {
        Pool pool = pool(TestMode.pool(SERVER));
        String sql = "SELECT '[\"x\"]'::jsonb AS j";
        join(pool.withConnection(connection -> connection
                .registerJson(new Shouting())
                .thenCompose(done -> connection.execute(sql))
                .thenAccept(
                        cursor -> assertThat(cursor.fetchAll().get(0).get(0)).isEqualTo("[\"X\"]"))));
        for (int i = 0; i < 3; i++) {
            assertThat(join(pool.execute(sql)).fetchAll().get(0).get(0)).isEqualTo(List.of("x"));
        }
    }

    /** Upper-cases what it reads. */
    private static final class Shouting implements JsonCodec {
        @Override
        public Object read(String json) {
            return json.toUpperCase(java.util.Locale.ROOT);
        }

        @Override
        public <T> @Nullable T read(String json, Class<T> type) {
            return type.cast(read(json));
        }

        @Override
        public String write(@Nullable Object value) {
            return String.valueOf(value);
        }
    }

    @Test
    @Contract({"1.3 register_hstore", "2 test_hstore"})
    void hstoreIsReadAndWrittenAsMaps() {
        SERVER.admin("CREATE EXTENSION IF NOT EXISTS hstore");
        try {
            Pool pool = pool();
            join(pool.registerHstore());
            for (int i = 0; i < 3; i++) {
                assertThat(join(pool.execute("SELECT 'a=>b, c=>NULL'::hstore"))
                                .fetchAll()
                                .get(0)
                                .get(0))
                        .isEqualTo(mapOf("a", "b", "c", null));
                assertThat(join(pool.execute(Query.positional("SELECT %s AS h", List.of(Map.of("x", "y")))))
                                .fetchAll()
                                .get(0)
                                .get(0))
                        .isEqualTo(Map.of("x", "y"));
            }
        } finally {
            SERVER.admin("DROP EXTENSION hstore");
        }
    }

    private static Map<String, @Nullable String> mapOf(String a, String b, String c, @Nullable String d) {
        Map<String, @Nullable String> map = new java.util.LinkedHashMap<>();
        map.put(a, b);
        map.put(c, d);
        return map;
    }

    @Test
    @Contract("1.3 register_hstore")
    void hstoreWithoutTheExtensionFails() {
        assertThatThrownBy(() -> join(pool().registerHstore()))
                .hasCauseInstanceOf(ProgrammingException.class)
                .cause()
                .extracting(error -> ((ProgrammingException) error).sqlState())
                .isEqualTo("42704");
    }

    @Test
    @Contract({"2 test_callproc", "1.3 callproc"})
    void functionsAreCalledWithPositionalAndNamedArguments() {
        Pool pool = pool();
        join(pool.execute("CREATE OR REPLACE FUNCTION square(n int) RETURNS int LANGUAGE sql AS 'SELECT n * n'"));

        assertThat(join(pool.callproc("square", 64)).fetchAll().get(0).getInt(0))
                .isEqualTo(4096);
        assertThat(join(pool.callproc("public.square", Map.of("n", 3)))
                        .fetchAll()
                        .get(0)
                        .getInt(0))
                .isEqualTo(9);
        assertThatThrownBy(() -> join(pool.callproc("square(1); DROP TABLE x; --", 1)))
                .hasCauseInstanceOf(ProgrammingException.class);
    }

    @Test
    @Contract("1.3 call")
    void proceduresGiveTheirOutParameters() {
        Pool pool = pool();
        join(pool.execute("CREATE OR REPLACE PROCEDURE twice(n int, INOUT doubled int) LANGUAGE plpgsql"
                + " AS $$ BEGIN doubled := 2 * n; END $$"));

        assertThat(join(pool.call("twice", 21, null)).fetchAll().get(0).getInt("doubled"))
                .isEqualTo(42);
    }

    @Test
    @Contract({"1.1 cursor_factory", "2 test_cursor_factory"})
    void typedClientMapsEveryResult() {
        Pool pool = pool();
        var maps = pool.as(CursorFactory.maps());

        assertThat(join(maps.execute("SELECT 1 AS a")).fetchAll()).containsExactly(Map.of("a", 1));
        assertThat(join(maps.transaction(List.of(Query.of("SELECT 2 AS b"))))
                        .get(0)
                        .fetchAll())
                .containsExactly(Map.of("b", 2));
    }

    @Test
    @Contract({"1.1 connection_factory", "2 test_connection_factory"})
    void connectionFactoryPutsTheUsersConnectionInFront() {
        Pool pool = pool(TestMode.pool(SERVER).connectionFactory(Named::new));
        Connection connection = join(pool.getconn());

        assertThat(connection).isInstanceOf(Named.class);
        assertThat(join(connection.execute("anything")).fetchAll().get(0).getString(0))
                .isEqualTo("mine");
        pool.putconn(connection);
        assertThat(pool.stats().free()).isEqualTo(1);
    }

    private static final class Named extends ForwardingConnection {
        Named(Connection plain) {
            super(plain);
        }

        @Override
        public CompletableFuture<Cursor<Row>> execute(String sql) {
            return super.execute("SELECT 'mine'");
        }
    }

    @Test
    @Contract({"1.3 Connection", "2 Connection.test_connect"})
    void connectionOutsideAPool() {
        Connection connection = Momoko.connection(TestMode.dsn(SERVER))
                .queryMode(TestMode.queryMode())
                .build();
        assertThat(connection.closed()).isTrue();
        assertThat(connection.serverVersion()).isEmpty();
        assertThat(connection.mogrify("SELECT %s", "O'Reilly")).isEqualTo("SELECT 'O''Reilly'");
        connection.close();

        join(connection.connect());
        assertThat(connection.serverVersion()).hasValue(SERVER.serverVersion());
        assertThat(join(connection.execute("SELECT 1, 2, 3")).fetchAll().get(0).asMap())
                .hasSize(1);
        connection.close();
        Await.until("it is closed", connection::closed);
        assertThatThrownBy(() -> join(connection.execute("SELECT 1"))).hasCauseInstanceOf(InterfaceException.class);
    }

    @Test
    void joinOnAnEventLoopFailsAtOnce() {
        Pool pool = pool();
        // long enough for the callback to be there before the answer: a late one would run here
        assertThatThrownBy(() -> join(pool.execute("SELECT pg_sleep(0.5)")
                        .thenApply(cursor -> pool.execute("SELECT 2").join())))
                .hasCauseInstanceOf(InterfaceException.class)
                .cause()
                .hasMessageContaining("would block the event loop");
    }

    @Test
    void statementsOfOneConnectionKeepTheirOrder() {
        Pool pool = pool();
        join(pool.withConnection(connection -> {
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            List<Integer> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
            for (int i = 0; i < 500; i++) {
                int number = i;
                last = connection
                        .execute(i % 3 == 0 ? "SELECT %s + 0" : "SELECT %s", number)
                        .thenAccept(cursor -> {
                            assertThat(cursor.fetchAll().get(0).getInt(0)).isEqualTo(number);
                            seen.add(number);
                        });
            }
            return last.thenRun(() -> assertThat(seen).hasSize(500).isSorted());
        }));
    }

    @Test
    void statementFirstMetInATransactionIsPreparedAfterIt() {
        Pool pool = pool(TestMode.pool(SERVER).queryMode(QueryMode.AUTO));
        String sql = "SELECT %s AS met_in_transaction";

        join(pool.inTransaction(tx -> tx.execute(sql, 1)));
        assertThat(join(pool.execute(sql, 2)).fetchAll().get(0).getInt(0)).isEqualTo(2);

        long prepared = join(pool.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%met_in%'"
                        + " AND statement NOT LIKE '%pg_prepared%'"))
                .fetchAll()
                .get(0)
                .getLong(0);
        assertThat(prepared).isEqualTo(1);
    }

    @Test
    void changedTableBehindAPreparedStatementIsNotSeenByTheCaller() {
        Pool pool = pool(TestMode.pool(SERVER).queryMode(QueryMode.AUTO));
        join(pool.execute("DROP TABLE IF EXISTS changing"));
        join(pool.execute("CREATE TABLE changing(id int, a int)"));
        join(pool.execute("INSERT INTO changing VALUES (1, 2)"));
        String sql = "SELECT * FROM changing WHERE id = %s";
        for (int i = 0; i < 3; i++) {
            assertThat(join(pool.execute(sql, 1)).fetchAll().get(0).size()).isEqualTo(2);
        }

        join(pool.execute("ALTER TABLE changing ADD COLUMN b text DEFAULT 'new'"));
        assertThat(join(pool.execute(sql, 1)).fetchAll().get(0).getString("b")).isEqualTo("new");
        join(pool.execute("DEALLOCATE ALL"));
        assertThat(join(pool.execute(sql, 1)).fetchAll().get(0).getString("b")).isEqualTo("new");
        join(pool.execute("DROP TABLE changing"));
    }
}
