package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.pool.PoolBench.get;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.Momoko;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.config.QueryMode;
import org.momoko.event.StatementEnd;
import org.momoko.event.StatementListener;
import org.momoko.event.StatementStart;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** What a listener hears of statements. */
class StatementListenerIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private final PostgresServer server = PostgresServer.shared();
    private final Ear ear = new Ear();

    /** Keeps what it hears. */
    private static final class Ear implements StatementListener {
        final List<StatementStart> starts = new CopyOnWriteArrayList<>();
        final List<StatementEnd> ends = new CopyOnWriteArrayList<>();
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public Watch started(StatementStart start) {
            starts.add(start);
            events.add("started on " + Thread.currentThread().getName());
            return new Watch() {
                @Override
                public void ended(StatementEnd end) {
                    ends.add(end);
                    events.add("ended on " + Thread.currentThread().getName());
                }

                @Override
                public void delivered() {
                    events.add("delivered on " + Thread.currentThread().getName());
                }
            };
        }

        List<String> operations() {
            return starts.stream().map(StatementStart::operation).toList();
        }
    }

    private Pool pool(UnaryOperator<PoolBuilder> configure) {
        Pool pool = configure
                .apply(Momoko.pool(server.dsn()).name("heard").addStatementListener(ear))
                .build();
        invariants.close(pool);
        return get(pool.connect());
    }

    private Pool pool() {
        return pool(builder -> builder);
    }

    @Test
    void startTellsWhatIsKnownBefore() {
        get(pool().execute("SELECT %s::int", 5));

        assertThat(ear.starts)
                .containsExactly(
                        new StatementStart("SELECT %s::int", "SELECT", "heard", "app", server.host(), server.port()));
        assertThat(ear.starts.get(0)).hasToString("StatementStart[SELECT on heard]");
    }

    @Test
    void endTellsRowsStatusAndWhereItRan() {
        Pool pool = pool(builder -> builder.queryMode(QueryMode.AUTO));
        get(pool.execute("SELECT n FROM generate_series(1, %s) n", 3));
        get(pool.execute("CREATE TEMPORARY TABLE heard (n int)"));

        StatementEnd rows = ear.ends.get(0);
        assertThat(rows.rows()).isEqualTo(3);
        assertThat(rows.status()).isEqualTo("SELECT 3");
        assertThat(rows.error()).isNull();
        assertThat(rows.sqlState()).isNull();
        assertThat(rows.host()).isEqualTo(server.host());
        assertThat(rows.port()).isEqualTo(server.port());
        assertThat(rows.prepared()).isTrue();
        StatementEnd utility = ear.ends.get(1);
        assertThat(utility.rows()).isEqualTo(-1);
        assertThat(utility.status()).isEqualTo("CREATE TABLE");
        assertThat(utility.prepared()).isFalse();
    }

    @Test
    void statementsOfConnectionsAndTransactionsAreHeardToo() {
        Pool pool = pool();
        get(pool.withConnection(connection -> connection.execute("VALUES (1)")));
        get(pool.inTransaction(
                tx -> tx.execute("SELECT 1").thenCompose(c -> tx.inTransaction(nested -> nested.ping()))));
        get(pool.transaction(Query.of("INSERT INTO pg_temp.none SELECT 1 WHERE false"))
                .handle((cursors, error) -> null));

        assertThat(ear.operations())
                .containsExactly("VALUES", "SELECT", "SAVEPOINT", "SELECT", "RELEASE", "COMMIT", "INSERT", "ROLLBACK");
        assertThat(ear.ends).hasSameSizeAs(ear.starts);
    }

    @Test
    void aConnectionOfItsOwnIsHeard() {
        Connection connection =
                Momoko.connection(server.dsn()).addStatementListener(ear).build();
        get(connection.connect());
        get(connection.execute("SELECT 1"));
        connection.close();

        assertThat(ear.starts).extracting(StatementStart::pool).containsExactly("connection");
        assertThat(ear.ends).hasSize(1);
    }

    @Test
    void housekeepingIsNotHeard() {
        Pool pool = pool(builder -> builder.setsession("SET TIME ZONE 'UTC'").resetQuery("DISCARD ALL"));
        get(pool.health(java.time.Duration.ofSeconds(5)));
        get(pool.withConnection(connection -> CompletableFuture.completedFuture(null)));

        assertThat(ear.starts).isEmpty();
    }

    @Test
    void theCallerStartsAndTheFuturesStagesStandBetweenEndedAndDelivered() {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "completions"));
        invariants.afterEach(executor::shutdown);
        Pool pool = pool(builder -> builder.executor(executor));

        CompletableFuture<?> running = pool.execute("SELECT pg_sleep(0.05)");
        running.thenRun(
                () -> ear.events.add("stage on " + Thread.currentThread().getName()));

        // not by waiting for the future: whoever waits for it may run its stages
        Await.until("delivered", () -> ear.events.size() == 4);
        assertThat(ear.events)
                .containsExactly(
                        "started on " + Thread.currentThread().getName(),
                        "ended on completions",
                        "stage on completions",
                        "delivered on completions");
    }

    @Test
    void timesTellWaitingFromRunning() {
        Pool pool = pool();
        CompletableFuture<?> first = pool.execute("SELECT pg_sleep(0.2)");
        get(pool.execute("SELECT 1"));
        get(first);

        StatementEnd sleeping = ear.ends.get(0);
        assertThat(sleeping.answerNanos()).isGreaterThan(190_000_000L).isLessThanOrEqualTo(sleeping.nanos());
        StatementEnd waiting = ear.ends.get(1);
        assertThat(waiting.waitNanos()).isGreaterThan(100_000_000L);
        assertThat(waiting.answerNanos()).isLessThan(waiting.waitNanos());
        assertThat(waiting.nanos()).isGreaterThanOrEqualTo(waiting.waitNanos() + waiting.answerNanos());
    }

    @Test
    void anErrorOfTheServerIsToldWithItsSqlstate() {
        CompletableFuture<?> failing = pool().execute("SELECT 1/0");

        assertThat(failing).failsWithin(java.time.Duration.ofSeconds(5));
        StatementEnd end = ear.ends.get(0);
        assertThat(end.sqlState()).isEqualTo("22012");
        assertThat(end.error()).hasMessageContaining("division by zero");
        assertThat(end.rows()).isEqualTo(-1);
        assertThat(end.status()).isNull();
    }

    @Test
    void whoeverGivesUpWhileWaitingIsHeardToEnd() {
        Pool pool = pool();
        CompletableFuture<?> running = pool.execute("SELECT pg_sleep(0.2)");
        pool.execute("SELECT 2").cancel(false);
        get(running);

        assertThat(ear.ends).hasSize(2);
        StatementEnd cancelled = ear.ends.get(0);
        assertThat(cancelled.error()).isInstanceOf(java.util.concurrent.CancellationException.class);
        assertThat(cancelled.answerNanos()).isZero();
        assertThat(cancelled.host()).isNull();
        assertThat(cancelled.waitNanos()).isEqualTo(cancelled.nanos());
    }

    @Test
    void whoeverGivesUpARunningStatementIsHeardToEndOnce() {
        CompletableFuture<?> running = pool().execute("SELECT pg_sleep(10)");
        Await.until(
                "it runs",
                () -> server.sessions("momoko-test").stream().anyMatch(session -> "active".equals(session.state())));
        running.cancel(false);

        Await.until("the statement is over", () -> ear.ends.size() == 1);
        assertThat(ear.ends.get(0).sqlState()).isEqualTo("57014");
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        StatementListener atStart = start -> {
            throw new IllegalStateException("start");
        };
        StatementListener atEnd = start -> end -> {
            throw new AssertionError("end");
        };
        StatementListener uninterested = start -> null;
        Pool pool = Momoko.pool(server.dsn())
                .addStatementListener(atStart)
                .addStatementListener(atEnd)
                .addStatementListener(uninterested)
                .addStatementListener(ear)
                .build();
        invariants.close(pool);
        get(pool.connect());

        for (int i = 0; i < 3; i++) {
            get(pool.execute("SELECT 1"));
        }

        assertThat(ear.ends).hasSize(3);
        assertThat(pool.stats().free()).isEqualTo(1);
    }
}
