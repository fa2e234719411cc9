package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.pool.PoolBench.get;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.PoolHealth;
import org.momoko.api.Row;
import org.momoko.pool.PoolBench.Transport;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** What a health check finds, and how long it takes at most. */
class PoolHealthIT {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static PoolHealth health(PoolBench bench, Duration timeout) {
        long start = System.nanoTime();
        PoolHealth health = get(bench.pool.health(timeout));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(timeout.plusMillis(300));
        return health;
    }

    @Test
    void freeConnectionIsPinged() {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(2)));
        PoolHealth health = health(bench, SECOND);
        assertThat(health.up()).isTrue();
        assertThat(health.saturated()).isFalse();
        assertThat(health.pingTime()).isPositive();
        assertThat(health.cause()).isNull();
        assertThat(bench.pool.stats().free()).isEqualTo(2);
        assertThat(bench.proxy.connections()).isEqualTo(2);
    }

    @Test
    void saturatedPoolIsUpWhileBytesArriveAndNobodyIsHeldUp() {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(1)));
        Connection held = get(bench.pool.getconn());
        PoolHealth health = health(bench, SECOND);
        assertThat(health.up()).isTrue();
        assertThat(health.saturated()).isTrue();
        assertThat(bench.proxy.connections()).as("no extra connection").isEqualTo(1);
        bench.pool.putconn(held);
    }

    @Test
    void silentSaturatedPoolIsUpWhenAnExtraConnectionAnswers() {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(1).silenceLimit(Duration.ofMillis(1))));
        CompletableFuture<Cursor<Row>> running = bench.pool.execute("SELECT pg_sleep(0.5)");
        // the last byte of the login is then longer ago than the limit
        Await.until(
                "it runs",
                () -> bench.server.sessions("momoko-test").stream()
                        .anyMatch(session -> session.query().contains("pg_sleep")));
        PoolHealth health = health(bench, SECOND);
        assertThat(health.up()).isTrue();
        assertThat(health.saturated()).isTrue();
        assertThat(bench.proxy.connections()).isEqualTo(2);
        Await.until("the extra connection is closed", () -> bench.proxy.live() == 1);
        get(running);
        assertThat(bench.pool.stats().total()).isEqualTo(1);
    }

    @Test
    void frozenServerIsDownWithinTheTimeLimitWhenAllAreBusy() {
        PostgresServer server = PostgresServer.shared();
        PoolBench bench = invariants.close(PoolBench.connected(
                Transport.TCP, b -> b.size(1).silenceLimit(Duration.ofMillis(200)), "connect_timeout=1"));
        CompletableFuture<Cursor<Row>> running = bench.pool.execute("SELECT pg_sleep(0.1)");
        server.freeze();
        try {
            Await.until(
                    "silent",
                    Duration.ofSeconds(2),
                    () -> !get(bench.pool.health(Duration.ofMillis(300))).up());
            assertThat(health(bench, Duration.ofMillis(300)).cause()).hasMessageContaining("300 ms");
        } finally {
            server.thaw();
        }
        get(running);
        Await.until("up again", () -> health(bench, SECOND).up());
    }

    @Test
    void frozenServerIsDownWhenAConnectionIsFree() {
        PostgresServer server = PostgresServer.shared();
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(1)));
        server.freeze();
        try {
            assertThat(health(bench, Duration.ofMillis(200)).up()).isFalse();
        } finally {
            server.thaw();
        }
        Await.until("up again", () -> health(bench, SECOND).up());
    }

    @Test
    void allDeadMeansOneAttemptSharedWithWaitersAndNotThrottled() {
        PoolBench bench = invariants.close(PoolBench.idle(
                Transport.TCP, b -> b.size(1).raiseConnectErrors(false).reconnectInterval(Duration.ofMinutes(1))));
        get(bench.pool.connect());
        assertThat(health(bench, SECOND).up()).isFalse();
        assertThat(health(bench, SECOND).cause()).hasMessageContaining("connection to server at");
        bench.proxy.pause();
        bench.proxy.start();
        CompletableFuture<PoolHealth> health = bench.pool.health(Duration.ofSeconds(5));
        CompletableFuture<Cursor<Row>> waiting = bench.pool.execute("SELECT 1");
        Await.until("tried", () -> bench.proxy.connections() == 1);
        bench.proxy.resume();
        assertThat(get(health).up()).isTrue();
        get(waiting);
        assertThat(bench.proxy.connections()).isEqualTo(1);
    }

    @Test
    void serverWithoutRoomHasAnswered() {
        PostgresServer server = PostgresServer.shared();
        server.admin("ALTER ROLE trustuser CONNECTION LIMIT 1");
        try {
            PoolBench bench = invariants.close(PoolBench.connected(
                    Transport.TCP, b -> b.size(1).silenceLimit(Duration.ofMillis(1)), "user=trustuser"));
            PoolBench other = invariants.close(
                    PoolBench.reachable(Transport.TCP, b -> b.size(1).raiseConnectErrors(false), "user=trustuser"));
            CompletableFuture<Cursor<Row>> running = bench.pool.execute("SELECT pg_sleep(1)");
            PoolHealth saturated = health(bench, SECOND);
            assertThat(saturated.up()).isTrue();
            assertThat(saturated.saturated()).isTrue();
            get(other.pool.connect());
            PoolHealth full = health(other, SECOND);
            assertThat(full.up()).isTrue();
            assertThat(full.saturated()).isTrue();
            get(running);
        } finally {
            server.admin("ALTER ROLE trustuser CONNECTION LIMIT -1");
        }
    }

    @Test
    void closedPoolIsDown() {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(1)));
        bench.pool.close();
        assertThat(health(bench, SECOND).up()).isFalse();
    }
}
