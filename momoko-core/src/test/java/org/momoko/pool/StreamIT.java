package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.SqlClient;
import org.momoko.api.TransactionOptions;
import org.momoko.config.PoolConfig;
import org.momoko.config.RetryPolicy;
import org.momoko.error.DataException;
import org.momoko.error.IntegrityException;
import org.momoko.error.MomokoException;
import org.momoko.error.OperationalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ParameterException;
import org.momoko.error.ProgrammingException;
import org.momoko.error.QueryCanceledException;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** Rows handed on while they arrive. */
@Timeout(60)
class StreamIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    /** More than the operating systems and we hold for a subscriber that does not ask: 60 MB. */
    private static final Query LARGE =
            Query.of("SELECT i, repeat('x', 300) FROM generate_series(1, %s::int) AS i", 200_000);

    private static final int LARGE_ROWS = 200_000;

    private Pool pool() {
        return opened(PoolConfig.builder().size(1).build());
    }

    private Pool opened(PoolConfig config) {
        Pool pool = invariants.close(TestMode.pool(PostgresServer.shared())
                .config(config)
                .build()
                .connect()
                .join());
        invariants.check("the connection is free", () -> pool.stats().free() == config.size());
        return pool;
    }

    private static Query series(int rows) {
        return Query.of("SELECT i, 'row ' || i FROM generate_series(1, %s::int) AS i", rows);
    }

    private static List<Integer> upTo(int rows) {
        return IntStream.rangeClosed(1, rows).boxed().toList();
    }

    private static Collected<Row> collected(SqlClient client, Query query) {
        Collected<Row> rows = new Collected<>(row -> row.getInt(0));
        client.stream(query).subscribe(rows);
        return rows;
    }

    @Test
    void poolConnectionAndTransactionGiveAllRowsInOrder() {
        Pool pool = pool();
        for (int rows : new int[] {0, 1, 3, 20_000}) {
            for (int time = 1; time <= 3; time++) {
                assertThat(collected(pool, series(rows)).all().join()).isEqualTo(upTo(rows));
            }
            List<Integer> read = pool.withConnection(
                            connection -> collected(connection, series(rows)).all())
                    .join();
            assertThat(read).isEqualTo(upTo(rows));
            read = pool.inTransaction(
                            transaction -> collected(transaction, series(rows)).all())
                    .join();
            assertThat(read).isEqualTo(upTo(rows));
        }
    }

    @Test
    void aSubscriberGetsAsManyRowsAsItAskedFor() {
        Collected<Row> rows = collected(pool(), series(5));
        rows.request(2);
        Await.until("two rows", () -> rows.count() == 2);
        rows.request(2);
        Await.until("four rows", () -> rows.count() == 4);
        assertThat(rows.end()).isNotDone();
        rows.request(1);
        assertThat(rows.end().join()).isEqualTo(upTo(5));
    }

    @Test
    void theServerWaitsForASubscriberThatDoesNotAsk() {
        Pool pool = pool();
        Collected<Row> rows = collected(pool, LARGE);
        rows.request(10);
        // it may wait for a moment before, too, when the client is slow to read
        Await.until("ten rows", () -> rows.count() == 10);
        Await.until("the server waits", StreamIT::aServerProcessWaitsForItsClient);
        assertThat(rows.count()).isEqualTo(10);
        assertThat(rows.all().join()).isEqualTo(upTo(LARGE_ROWS));
    }

    @Test
    void theLimitOfBufferedResultsDoesNotCount() {
        Pool pool =
                opened(PoolConfig.builder().size(1).maxBufferedResultBytes(1000).build());
        assertThat(collected(pool, series(20_000)).all().join()).isEqualTo(upTo(20_000));
        assertThatThrownBy(() -> pool.execute(series(20_000)).join())
                .hasCauseInstanceOf(OperationalException.class)
                .hasMessageContaining("Read it with stream");
    }

    private static boolean aServerProcessWaitsForItsClient() {
        return PostgresServer.shared()
                        .adminRows("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'ClientWrite'")
                        .size()
                == 1;
    }

    @Test
    void cancellingEndsTheStatementAndFreesTheConnection() {
        Pool pool = pool();
        for (boolean waits : new boolean[] {false, true}) {
            Collected<Row> rows = collected(pool, LARGE);
            rows.request(3);
            Await.until("three rows", () -> rows.count() == 3);
            if (waits) {
                Await.until("the server waits", StreamIT::aServerProcessWaitsForItsClient);
            }
            rows.cancel();
            assertThat(collected(pool, series(2)).all().join()).isEqualTo(upTo(2));
            assertThat(rows.count()).isEqualTo(3);
            assertThat(rows.end()).isNotDone();
        }
    }

    @Test
    void aSubscriberThatCancelsAtOnceRunsNothing() {
        Pool pool = pool();
        Collected<Row> rows = new Collected<>(row -> row.getInt(0)) {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.cancel();
            }
        };
        pool.stream(Query.of("SELECT 1 FROM no_such_table")).subscribe(rows);
        pool.ping().join();
        assertThat(rows.end()).isNotDone();
    }

    @Test
    void anErrorComesAfterTheRowsBeforeIt() {
        Query failing = Query.of("SELECT i, 1 / (501 - i) FROM generate_series(1, %s::int) AS i", 1000);
        Pool pool = pool();
        for (int time = 1; time <= 3; time++) {
            Collected<Row> rows = collected(pool, failing);
            assertThatThrownBy(() -> rows.all().join())
                    .hasCauseInstanceOf(DataException.class)
                    .hasMessageContaining("division by zero");
            assertThat(rows.count()).isEqualTo(500);
        }
    }

    @Test
    void whatCannotBeSentArrivesAtOnError() {
        Pool pool = pool();
        assertThatThrownBy(() ->
                        collected(pool, Query.of("SELECT 1; SELECT 2")).all().join())
                .hasCauseInstanceOf(ProgrammingException.class)
                .hasMessageContaining("a single statement");
        assertThatThrownBy(() ->
                        collected(pool, Query.of("SELECT %s, %s", 1)).all().join())
                .hasCauseInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> collected(pool, Query.of("SELEC")).all().join())
                .hasCauseInstanceOf(ProgrammingException.class);
    }

    @Test
    void aStatementWithoutRowsCompletes() {
        assertThat(collected(pool(), Query.of("SET application_name = 'momoko-test-stream'"))
                        .all()
                        .join())
                .isEmpty();
    }

    @Test
    void whatTheSubscriberThrowsCancelsTheStatementAndComesToOnError() {
        Pool pool = pool();
        Collected<Row> rows = new Collected<>(row -> {
            if (row.getInt(0) == 5) {
                throw new IllegalStateException("five");
            }
            return row.getInt(0);
        });
        pool.stream(LARGE).subscribe(rows);
        assertThatThrownBy(() -> rows.all().join()).hasRootCauseMessage("five");
        assertThat(collected(pool, series(2)).all().join()).isEqualTo(upTo(2));
    }

    @Test
    void aRequestForNoRowsIsAMistakeOfTheSubscriber() {
        Collected<Row> rows = collected(pool(), LARGE);
        rows.request(0);
        assertThatThrownBy(() -> rows.end().join()).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTimeLimitEndsAStreamWhoseSubscriberDoesNotAsk() {
        Pool pool = pool();
        Collected<Row> rows = collected(pool, LARGE.timeout(Duration.ofMillis(300)));
        rows.request(1);
        Await.until("the server waits", StreamIT::aServerProcessWaitsForItsClient);
        // the connection is free again before the subscriber hears of anything
        assertThat(collected(pool, series(2)).all().join()).isEqualTo(upTo(2));
        assertThatThrownBy(() -> rows.all().join()).hasCauseInstanceOf(QueryCanceledException.class);
        assertThat(rows.count()).isLessThan(LARGE_ROWS);
    }

    @Test
    void theTimeLimitOfATransactionEndsAStreamInIt() {
        Pool pool = pool();
        int process = PoolBench.get(
                pool.withConnection(connection -> CompletableFuture.completedFuture(connection.processId())));
        TransactionOptions options = TransactionOptions.DEFAULT.withTimeout(Duration.ofMillis(500));
        CompletableFuture<List<Integer>> transaction = pool.inTransaction(options, inside -> {
            Collected<Row> rows = collected(inside, LARGE);
            rows.request(1);
            return rows.end();
        });
        Await.until("the server waits", StreamIT::aServerProcessWaitsForItsClient);

        assertThatThrownBy(transaction::join).hasCauseInstanceOf(MomokoException.class);
        // the connection was not lost over it
        assertThat(PoolBench.number(pool, "SELECT pg_backend_pid()")).isEqualTo(process);
    }

    @Test
    void rowsAreMappedByTheFactoryOfTheCallOrOfTheClient() {
        Pool pool = pool();
        Collected<Numbered> rows = new Collected<>(Numbered::i);
        pool.stream(Query.of("SELECT 1 AS i, 'a' AS word"), CursorFactory.records(Numbered.class))
                .subscribe(rows);
        assertThat(rows.all().join()).containsExactly(1);
        Collected<Numbered> mapped = new Collected<>(Numbered::i);
        pool.as(CursorFactory.records(Numbered.class)).stream(Query.of("SELECT 2 AS i, 'b' AS word"))
                .subscribe(mapped);
        assertThat(mapped.all().join()).containsExactly(2);
    }

    record Numbered(int i, String word) {}

    @Test
    void theSubscriberIsCalledOnTheConfiguredExecutor() {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "completions"));
        invariants.afterEach(executor::shutdown);
        Pool pool = invariants.close(TestMode.pool(PostgresServer.shared())
                .config(PoolConfig.builder().size(1).build())
                .executor(executor)
                .build()
                .connect()
                .join());
        Collected<Row> rows = new Collected<>(row -> {
            assertThat(Thread.currentThread().getName()).isEqualTo("completions");
            return row.getInt(0);
        });
        pool.stream(LARGE).subscribe(rows);
        assertThat(rows.all().join()).isEqualTo(upTo(LARGE_ROWS));
    }

    @Test
    void aFailedStreamInATransactionRollsItBack() {
        Pool pool = pool();
        assertThatThrownBy(() -> pool.inTransaction(transaction -> transaction
                                .execute("CREATE TABLE stream_test (id int PRIMARY KEY)")
                                .thenCompose(created -> collected(
                                                transaction,
                                                Query.of(
                                                        "INSERT INTO stream_test SELECT 1 FROM generate_series(1, %s::int)"
                                                                + " RETURNING id",
                                                        2))
                                        .all()))
                        .join())
                .hasCauseInstanceOf(IntegrityException.class);
        assertThat(pool.execute("SELECT to_regclass('stream_test')")
                        .join()
                        .fetchOne()
                        .get(0))
                .isNull();
    }

    @Test
    void rowsThatWereHandedOnAreNeverHandedOnTwice() {
        PoolBench bench =
                invariants.close(PoolBench.connected(builder -> builder.size(1).retryPolicy(RetryPolicy.MOMOKO)));
        Collected<Row> rows = collected(bench.pool, LARGE.idempotent());
        rows.request(1);
        Await.until("a row", () -> rows.count() == 1);
        bench.proxy.cutAll();
        assertThatThrownBy(() -> rows.all().join()).hasCauseInstanceOf(OutcomeUnknownException.class);
        assertThat(rows.numbers()).doesNotHaveDuplicates();
    }

    @Test
    void closingThePoolEndsTheStream() {
        Pool pool = TestMode.pool(PostgresServer.shared())
                .config(PoolConfig.builder().size(1).build())
                .build()
                .connect()
                .join();
        Collected<Row> rows = collected(pool, LARGE);
        rows.request(1);
        Await.until("the server waits", StreamIT::aServerProcessWaitsForItsClient);
        pool.close();
        assertThatThrownBy(() -> rows.all().join()).hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void aStatementBehindAStreamOnTheSameConnectionComesAfterIt() {
        Pool pool = pool();
        Connection connection = pool.getconn().join();
        Collected<Row> rows = collected(connection, LARGE);
        CompletableFuture<Integer> behind = connection
                .execute("SELECT 7")
                .thenApply(cursor -> cursor.fetchOne().getInt(0));
        rows.request(1);
        Await.until("a row", () -> rows.count() == 1);
        assertThat(behind).isNotDone();
        assertThat(rows.all().join()).hasSize(LARGE_ROWS);
        assertThat(behind.join()).isEqualTo(7);
        pool.putconn(connection);
    }
}
