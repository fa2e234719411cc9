package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;
import static org.momoko.pool.PoolBench.number;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Pool;
import org.momoko.api.PoolStats;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.TransactionStatus;
import org.momoko.error.ConnectException;
import org.momoko.error.DatabaseException;
import org.momoko.error.MomokoException;
import org.momoko.error.PartiallyConnectedException;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolTimeoutException;
import org.momoko.event.CloseReason;
import org.momoko.event.PoolListener;
import org.momoko.pool.PoolBench.Transport;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.slf4j.LoggerFactory;

/** What one caller may leave behind for the next, and how the pool ends. */
class PoolHygieneIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static PoolBench bench(UnaryOperator<PoolBuilder> configure) {
        return invariants.close(PoolBench.connected(configure));
    }

    private static void table(Pool pool) {
        get(pool.execute("CREATE TABLE IF NOT EXISTS hygiene_it (n int); TRUNCATE hygiene_it"));
    }

    // ---- what is given back ---------------------------------------------------------------------------------------

    @Test
    @Contract({"S14", "1.6.2"})
    void openTransactionIsRolledBackBeforeTheNextUser() {
        Pool pool = bench(b -> b.size(1)).pool;
        table(pool);
        Connection connection = get(pool.getconn());
        get(connection.execute("BEGIN"));
        get(connection.execute("INSERT INTO hygiene_it VALUES (1)"));
        pool.putconn(connection);

        Connection next = get(pool.getconn(false));
        assertThat(next.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        assertThat(get(next.execute("SELECT count(*) FROM hygiene_it"))
                        .fetchOne()
                        .getLong(0))
                .isZero();
        pool.putconn(next);
        assertThat(pool.totals().created()).isEqualTo(1);
    }

    @Test
    @Contract({"S14", "1.6.2"})
    void failedTransactionDoesNotPoisonTheConnection() {
        Pool pool = bench(b -> b.size(1)).pool;
        Connection connection = get(pool.getconn());
        get(connection.execute("BEGIN"));
        assertThatThrownBy(() -> get(connection.execute("SELECT nonsense"))).isInstanceOf(DatabaseException.class);
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.FAILED);
        pool.putconn(connection);
        for (int i = 0; i < 3; i++) {
            Connection next = get(pool.getconn());
            assertThat(get(next.execute("SELECT 1")).fetchOne().getInt(0)).isEqualTo(1);
            pool.putconn(next);
        }
    }

    @Test
    @Contract("S14")
    void transactionBegunThroughThePoolItselfIsRolledBack() {
        Pool pool = bench(b -> b.size(1)).pool;
        table(pool);
        get(pool.execute("BEGIN; INSERT INTO hygiene_it VALUES (1)"));
        assertThat(number(pool, "SELECT count(*) FROM hygiene_it")).isZero();
    }

    @Test
    @Contract("1.2 putconn")
    void connectionWithAnUnansweredStatementIsClosed() {
        PoolBench bench = bench(b -> b.size(1));
        Connection connection = get(bench.pool.getconn());
        CompletableFuture<Cursor<Row>> running = connection.execute("SELECT pg_sleep(30)");
        bench.pool.putconn(connection);
        assertThatThrownBy(() -> get(running)).isInstanceOf(MomokoException.class);
        assertThat(number(bench.pool, "SELECT 7")).isEqualTo(7);
        assertThat(bench.pool.totals().created()).isEqualTo(2);
        bench.server.adminRows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%sleep(30)'"
                + " AND application_name = 'momoko-test'");
    }

    @Test
    @Contract("3.6 unlisten")
    void listenIsEnded() {
        Pool pool = bench(b -> b.size(1)).pool;
        Connection connection = get(pool.getconn());
        get(connection.execute("LISTEN ledger"));
        pool.putconn(connection);
        assertThat(number(pool, "SELECT count(*) FROM pg_listening_channels()")).isZero();
        assertThat(pool.totals().created()).isEqualTo(1);
    }

    @Test
    @Contract({"1.6.2 reset query", "1.1 setsession"})
    void resetQueryTakesOutSessionStateAndSetsessionIsRunAgain() {
        Pool pool = bench(b -> b.size(1)
                        .setsession("SET TIME ZONE 'Asia/Tokyo' -- ours")
                        .resetQuery("DISCARD ALL"))
                .pool;
        for (int i = 0; i < 20; i++) {
            Connection connection = get(pool.getconn(false));
            get(connection.execute("SET work_mem = '7MB'"));
            get(connection.execute("CREATE TEMPORARY TABLE mine (n int)"));
            assertThat(get(connection.execute("SELECT %s + 1", i)).fetchOne().getInt(0))
                    .isEqualTo(i + 1);
            pool.putconn(connection);
            // submitted at once, so that it travels with the reset
            assertThat(number(pool, "SELECT %s + 1", i)).isEqualTo(i + 1);
            assertThat(get(pool.execute("SHOW work_mem")).fetchOne().getString(0))
                    .isNotEqualTo("7MB");
            assertThat(get(pool.execute("SHOW TIME ZONE")).fetchOne().getString(0))
                    .isEqualTo("Asia/Tokyo");
            assertThat(number(pool, "SELECT count(*) FROM pg_class WHERE relname = 'mine'"))
                    .isZero();
        }
        assertThat(pool.totals().created()).isEqualTo(1);
    }

    @Test
    @Contract("1.6.2 reset query")
    void connectionThatCannotBeResetIsReplaced() {
        PoolBench bench = bench(b -> b.size(1).resetQuery("SELECT 1 / 0"));
        get(bench.pool.execute("SELECT 1"));
        Await.until("closed", () -> bench.pool.totals().closed().get(CloseReason.LOST) == 1);
        Await.until("nothing busy", () -> bench.pool.stats().busy() == 0);
    }

    @Test
    @Contract({"S15", "1.2 putconn"})
    void givingBackTwiceOrToAnotherPoolFailsAndChangesNothing() {
        Pool pool = bench(b -> b.size(1)).pool;
        Pool other = bench(b -> b.size(1).name("other")).pool;
        Connection connection = get(pool.getconn());
        assertThatThrownBy(() -> other.putconn(connection)).isInstanceOf(IllegalStateException.class);
        pool.putconn(connection);
        PoolStats before = pool.stats();
        assertThatThrownBy(() -> pool.putconn(connection)).isInstanceOf(IllegalStateException.class);
        assertThat(pool.stats()).isEqualTo(before);
        assertThat(connection.closed()).isTrue();
        assertThatThrownBy(() -> get(connection.execute("SELECT 1"))).isInstanceOf(MomokoException.class);
    }

    // ---- waiting --------------------------------------------------------------------------------------------------

    @Test
    @Contract({"S13", "1.6.3"})
    void callersWhoLeaveNeitherReceiveNorKeepNorLoseAConnection() {
        Pool pool = bench(b -> b.size(1)).pool;
        Connection held = get(pool.getconn());
        PoolStats before = pool.stats();
        CompletableFuture<Connection> cancelled = pool.getconn();
        CompletableFuture<Connection> late = pool.getconn().orTimeout(20, TimeUnit.MILLISECONDS);
        CompletableFuture<Cursor<Row>> statement = pool.execute("SELECT 1");
        CompletableFuture<Object> body = pool.withConnection(c -> CompletableFuture.completedFuture(1));
        assertThat(pool.stats().waiting()).isEqualTo(4);
        cancelled.cancel(false);
        statement.cancel(true);
        body.cancel(true);
        assertThatThrownBy(late::join).hasCauseInstanceOf(TimeoutException.class);
        Await.until("nobody waits", () -> pool.stats().waiting() == 0);
        assertThat(pool.stats()).isEqualTo(before);
        pool.putconn(held);
        assertThat(number(pool, "SELECT 1")).isEqualTo(1);
    }

    @Test
    @Contract("1.6.3 acquire timeout")
    void acquireTimeoutAndMaxWaitingFailWithTheirOwnError() {
        Pool pool = bench(b -> b.size(1).acquireTimeout(Duration.ofMillis(50)).maxWaiting(1)).pool;
        Connection held = get(pool.getconn());
        CompletableFuture<Cursor<Row>> first = pool.execute("SELECT 1");
        assertThatThrownBy(() -> get(pool.execute("SELECT 1")))
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("has 1 callers waiting already");
        assertThatThrownBy(() -> get(first))
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("had no free connection in time");
        assertThat(pool.totals().acquireTimeouts()).isEqualTo(1);
        pool.putconn(held);
    }

    // ---- connecting -----------------------------------------------------------------------------------------------

    @Test
    @Contract({"S23", "1.1 setsession"})
    void failingSetsessionFailsTheConnectAndLeavesNoServerSession() {
        PoolBench bench = invariants.close(
                PoolBench.reachable(Transport.TCP, b -> b.size(2).setsession("SELECT 1", "SET nonsense = 1")));
        assertThatThrownBy(() -> get(bench.pool.connect()))
                .isInstanceOf(PartiallyConnectedException.class)
                .hasMessageContaining("nonsense");
        Await.until(
                "no server session is left",
                () -> bench.server.sessions("momoko-test").isEmpty());
    }

    @Test
    @Contract({"S23", "1.1 setsession"})
    void refusedConnectWithSetsessionDoesNotHang() {
        PoolBench bench =
                invariants.close(PoolBench.idle(Transport.TCP, b -> b.size(2).setsession("SELECT 1")));
        assertThatThrownBy(() -> get(bench.pool.connect())).isInstanceOf(PartiallyConnectedException.class);
    }

    @Test
    @Contract({"S46", "1.6.7"})
    void stalledConnectsEndAtTheirTimeLimitAndLeaveNoSocket() {
        PoolBench bench = invariants.close(PoolBench.reachable(Transport.TCP, b -> b.size(3), "connect_timeout=1"));
        bench.proxy.pause();
        long start = System.nanoTime();
        assertThatThrownBy(() -> get(bench.pool.connect()))
                .isInstanceOfSatisfying(
                        PartiallyConnectedException.class,
                        e -> assertThat(e.causes()).hasSize(3).allMatch(ConnectException.class::isInstance));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        bench.proxy.resume();
        Await.until(
                "no socket is left",
                () -> bench.proxy.live() == 0 || bench.pool.stats().pending() > 0);
    }

    @Test
    @Contract("S41")
    void idleConnectionThatTheServerEndsIsDeadAtOnce() {
        PoolBench bench = bench(b -> b.size(2).reconnectInterval(Duration.ofMinutes(1)));
        bench.server.terminateBackends("momoko-test");
        Await.until("seen", () -> bench.pool.stats().dead() == 2);
        assertThat(bench.pool.stats().free()).isZero();
    }

    @Test
    void idlePoolHealsByItself() {
        PoolBench bench = bench(b -> b.size(3).reconnectInterval(Duration.ofMillis(50)));
        bench.cutForGood();
        Await.until("seen", () -> bench.pool.stats().free() == 0);
        bench.proxy.start();
        Await.until("healed", Duration.ofMillis(1500), () -> bench.pool.stats().free() == 3);
    }

    @Test
    void frozenIdleConnectionIsFoundByThePingAndReplacedUnseen() {
        PoolBench bench = bench(b -> b.size(1).idleValidation(Duration.ofNanos(1)));
        // stalled, not dropped: the connection that takes its place is opened through the same proxy
        bench.proxy.pause();
        CompletableFuture<Cursor<Row>> result = bench.pool.execute("SELECT 5");
        Await.until("the ping has no answer", () -> bench.pool.totals().closed().get(CloseReason.VALIDATION) == 1);
        bench.proxy.resume();
        assertThat(get(result).fetchOne().getInt(0)).isEqualTo(5);
    }

    @Test
    void lifetimeReplacesConnections() {
        PoolBench bench = bench(b -> b.size(2).maxLifetime(Duration.ofMillis(100)));
        Await.until("replaced", () -> bench.pool.totals().closed().get(CloseReason.LIFETIME) >= 4);
        assertThat(number(bench.pool, "SELECT 1")).isEqualTo(1);
        Await.until("at size", () -> bench.pool.stats().free() == 2);
    }

    @Test
    void evictReplacesEverythingAndInterruptsNobody() {
        PoolBench bench = bench(b -> b.size(2));
        Connection held = get(bench.pool.getconn());
        int process = held.processId();
        bench.pool.evict();
        assertThat(get(held.execute("SELECT pg_backend_pid()")).fetchOne().getInt(0))
                .isEqualTo(process);
        bench.pool.putconn(held);
        Await.until(
                "replaced",
                () -> bench.pool.stats().free() == 2 && bench.pool.totals().created() == 4);
        assertThat(bench.server.sessions("momoko-test")).noneMatch(session -> session.pid() == process);
    }

    // ---- watching -------------------------------------------------------------------------------------------------

    @Test
    @Contract("1.6.3 leak detection")
    void leakDetectionNamesHoldersWithAgeAndStack() {
        PoolBench bench = bench(b -> b.size(2).leakDetection(Duration.ofMillis(30)));
        assertThat(bench.pool.holders()).isEmpty();
        Connection held = get(bench.pool.getconn());
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> body = bench.pool.withConnection(connection -> end);
        Await.until("both hold one", () -> bench.pool.holders().size() == 2);
        assertThat(bench.pool.holders().get(0).processId()).isEqualTo(held.processId());
        assertThat(bench.pool.holders().get(0).held()).isPositive();
        assertThat(bench.pool.holders())
                .allSatisfy(holder -> assertThat(holder.takenAt())
                        .anyMatch(frame -> frame.getMethodName().equals("leakDetectionNamesHoldersWithAgeAndStack")));
        end.complete(null);
        get(body);
        bench.pool.putconn(held);
        assertThat(bench.pool.holders()).isEmpty();
    }

    @Test
    @Contract("1.6.3 leak detection")
    void leakIsReportedOnceWithPoolAgeAndStack() {
        Logger logger = (Logger) LoggerFactory.getLogger("org.momoko.internal.client.Holders");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.addAppender(log);
        try {
            PoolBench bench = bench(b -> b.size(1).name("orders").leakDetection(Duration.ofMillis(20)));
            get(bench.pool.withConnection(connection -> connection.execute("SELECT 1")));
            Connection held = get(bench.pool.getconn());
            int process = held.processId();
            Await.until("reported", () -> !log.list.isEmpty());
            get(held.execute("SELECT pg_sleep(0.1)"));
            bench.pool.putconn(held);
            assertThat(log.list).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                assertThat(event.getFormattedMessage())
                        .contains("pool orders", "server process " + process)
                        .containsPattern("held for [0-9]+ ms");
                assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
                        .anyMatch(frame -> frame.getSTEAsString().contains("leakIsReportedOnce"));
            });
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    @Contract("1.6.3 leak detection")
    void subscriberThatNeitherAsksNorCancelsIsAHolder() {
        PoolBench bench = bench(b -> b.size(1).leakDetection(Duration.ofMillis(30)));
        Collected<Row> rows = new Collected<>(row -> row.getInt(0));
        // more than waits for a subscriber in memory
        bench.pool.stream(Query.of("SELECT i, repeat('x', 1000) FROM generate_series(1, 100000) i"))
                .subscribe(rows);

        Await.until(
                "it holds a connection for some time",
                () -> bench.pool.holders().stream()
                        .anyMatch(holder -> holder.held().toMillis() > 100));
        assertThat(bench.pool.holders())
                .singleElement()
                .satisfies(holder -> assertThat(holder.takenAt())
                        .anyMatch(
                                frame -> frame.getMethodName().equals("subscriberThatNeitherAsksNorCancelsIsAHolder")));

        rows.cancel();
        Await.until("it holds none", () -> bench.pool.stats().free() == 1);
        assertThat(bench.pool.holders()).isEmpty();
    }

    @Test
    void withoutLeakDetectionNobodyIsRecorded() {
        PoolBench bench = bench(b -> b.size(1));
        Connection held = get(bench.pool.getconn());
        assertThat(bench.pool.holders()).isEmpty();
        bench.pool.putconn(held);
    }

    @Test
    void listenerHearsOfConnectionsAndCallers() {
        List<String> heard = new CopyOnWriteArrayList<>();
        PoolListener listener = new PoolListener() {
            @Override
            public void connectionCreated(long nanos) {
                heard.add("created " + (nanos > 0));
            }

            @Override
            public void acquired(long waitNanos) {
                heard.add("acquired " + waitNanos);
            }

            @Override
            public void released(long usageNanos) {
                heard.add("released " + (usageNanos > 0));
            }

            @Override
            public void connectionClosed(CloseReason reason) {
                heard.add("closed " + reason);
            }
        };
        PoolBench bench = bench(b -> b.size(1).listener(listener));
        get(bench.pool.execute("SELECT 1"));
        bench.pool.close();
        Await.until("closed", () -> heard.size() == 4);
        assertThat(heard).containsExactly("created true", "acquired 0", "released true", "closed POOL_CLOSED");
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    @Test
    @Contract({"S27", "1.6.1", "1.2 close"})
    void closeEndsEveryFutureAndEverySession() {
        PoolBench bench = bench(b -> b.size(2));
        Pool pool = bench.pool;
        List<CompletableFuture<?>> open = new ArrayList<>();
        Connection held = get(pool.getconn());
        open.add(held.execute("SELECT pg_sleep(30)"));
        open.add(pool.execute("SELECT pg_sleep(30)"));
        open.add(pool.execute("SELECT 1"));
        open.add(pool.getconn());
        open.add(pool.inTransaction(t -> t.execute("SELECT 1")));
        pool.close();
        open.forEach(future -> assertThatThrownBy(() -> get(future)).isInstanceOf(MomokoException.class));
        assertThat(pool.closed()).isTrue();
        pool.putconn(held);
        assertThatThrownBy(pool::close).isInstanceOf(PoolClosedException.class);
        assertThatThrownBy(() -> get(pool.execute("SELECT 1"))).isInstanceOf(PoolClosedException.class);
        assertThatThrownBy(() -> get(pool.getconn())).isInstanceOf(PoolClosedException.class);
        bench.server.terminateBackends("momoko-test");
    }

    @Test
    @Contract({"S27", "1.6.1"})
    void closeWhileConnectingLeavesNoSession() {
        PoolBench bench = invariants.close(PoolBench.reachable(Transport.TCP, b -> b.size(4)));
        CompletableFuture<Pool> connecting = bench.pool.connect();
        CompletableFuture<Cursor<Row>> early = bench.pool.execute("SELECT 1");
        bench.pool.close();
        assertThatThrownBy(() -> get(early)).isInstanceOf(PoolClosedException.class);
        assertThat(connecting.handle((pool, error) -> true).join()).isTrue();
        Await.until("no session", () -> bench.server.sessions("momoko-test").isEmpty());
    }

    @Test
    @Contract({"1.6.1", "1.6.1 closeGracefully"})
    void gracefulCloseLetsRunningWorkEndAndServesNobodyNew() {
        Pool pool = bench(b -> b.size(1)).pool;
        CompletableFuture<Cursor<Row>> running = pool.execute("SELECT 3 FROM pg_sleep(0.3)");
        CompletableFuture<Cursor<Row>> waiting = pool.execute("SELECT 1");
        CompletableFuture<Integer> closed = pool.closeGracefully(Duration.ofSeconds(10));
        assertThatThrownBy(() -> get(waiting)).isInstanceOf(PoolClosedException.class);
        assertThatThrownBy(() -> get(pool.execute("SELECT 1"))).isInstanceOf(PoolClosedException.class);
        assertThat(running).isNotDone();
        assertThat(get(running).fetchOne().getInt(0)).isEqualTo(3);
        assertThat(get(closed)).isZero();
    }

    @Test
    @Contract({"1.6.1", "1.6.1 closeGracefully"})
    void gracefulCloseUsesForceAfterItsLimit() {
        PoolBench bench = bench(b -> b.size(1));
        CompletableFuture<Cursor<Row>> running = bench.pool.execute("SELECT pg_sleep(30)");
        assertThat(get(bench.pool.closeGracefully(Duration.ofMillis(50)))).isEqualTo(1);
        assertThatThrownBy(() -> get(running)).isInstanceOf(MomokoException.class);
        assertThat(get(bench.pool.closeGracefully(Duration.ofMillis(50)))).isZero();
        bench.server.terminateBackends("momoko-test");
    }

    @Test
    @Contract({"S28", "1.2 before connect"})
    void callsBeforeConnectReturnFailedFutures() {
        PoolBench bench = invariants.close(PoolBench.reachable(Transport.TCP, b -> b.size(1)));
        assertThatThrownBy(() -> get(bench.pool.execute("SELECT 1"))).hasMessageContaining("not connected");
        assertThatThrownBy(() -> get(bench.pool.getconn())).hasMessageContaining("not connected");
        assertThatThrownBy(() -> get(bench.pool.ping())).hasMessageContaining("not connected");
        assertThatThrownBy(() -> get(bench.pool.mogrify("SELECT 1"))).hasMessageContaining("not connected");
        assertThatThrownBy(() -> get(bench.pool.inTransaction(t -> t.execute("SELECT 1"))))
                .hasMessageContaining("not connected");
    }
}
