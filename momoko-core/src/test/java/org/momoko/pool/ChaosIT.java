package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.pool.PoolBench.get;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.Momoko;
import org.momoko.api.Pool;
import org.momoko.error.DatabaseException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TcpProxy;

/** A server that goes away and comes back, again and again, under load. */
class ChaosIT {
    private static final int RESTARTS = 20;
    private static final int CALLERS = 64;
    private static final int SIZE = 8;
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private final AtomicInteger ids = new AtomicInteger();
    private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> notSent = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> unknown = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> others = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    @Contract({"4 restart under load", "S18", "S31"})
    void noInsertIsLostOrRunTwiceWhileTheServerRestarts() {
        PostgresServer server = invariants.close(PostgresServer.start(options -> {}));
        server.admin("CREATE TABLE chaos (id int); GRANT ALL ON chaos TO app");
        // answers that are on their way when the cut comes: those statements have run, and their callers cannot know
        TcpProxy proxy = invariants.close(TcpProxy.onTcp(server.tcpAddress()).start());
        proxy.delayResponses(Duration.ofMillis(2));
        Pool pool = invariants.close(Momoko.pool(server.dsn(proxy.dsn(), "sslmode=disable", "application_name=chaos"))
                .size(SIZE)
                .reconnectInterval(INTERVAL)
                .build());
        get(pool.connect());

        List<Duration> timesBack = new ArrayList<>();
        CompletableFuture<?>[] callers = new CompletableFuture<?>[CALLERS];
        for (int i = 0; i < CALLERS; i++) {
            callers[i] = call(pool);
        }
        for (int restart = 0; restart < RESTARTS; restart++) {
            awaitProgress();
            // with the server up, whatever is wrongly sent again arrives
            proxy.cutAll();
            awaitProgress();
            proxy.cutAll();
            server.stop();
            server.start();
            timesBack.add(untilBackAtSize(pool));
        }
        over = true;
        // the machine may be busy at times, so most of the restarts count; the pauses are tested with a clock by hand
        Collections.sort(timesBack);
        assertThat(timesBack.get(RESTARTS / 2)).isLessThan(INTERVAL.plusSeconds(1));
        get(CompletableFuture.allOf(callers));

        assertThat(others).isEmpty();
        Map<Integer, Integer> rows = new HashMap<>();
        server.adminRows("SELECT id, count(*)::int FROM chaos GROUP BY id")
                .forEach(row -> rows.put((Integer) row.get(0), (Integer) row.get(1)));
        assertThat(acknowledged).allSatisfy(id -> assertThat(rows).containsEntry(id, 1));
        assertThat(notSent).allSatisfy(id -> assertThat(rows).doesNotContainKey(id));
        assertThat(unknown)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(rows.getOrDefault(id, 0)).isLessThanOrEqualTo(1));
        assertThat(acknowledged.size() + notSent.size() + unknown.size()).isEqualTo(ids.get());
        assertThat(pool.stats().free()).isEqualTo(SIZE);
    }

    private static Duration untilBackAtSize(Pool pool) {
        long begin = System.nanoTime();
        Await.until(
                "the pool is back at its size",
                INTERVAL.plusSeconds(5),
                () -> pool.stats().total() == SIZE
                        && pool.stats().dead() + pool.stats().pending() == 0);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void awaitProgress() {
        int progress = acknowledged.size() + 50;
        Await.until("inserts succeed", () -> acknowledged.size() >= progress);
    }

    /** One caller: inserts until it is over. */
    private CompletableFuture<@Nullable Void> call(Pool pool) {
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        insert(pool, end);
        return end;
    }

    private void insert(Pool pool, CompletableFuture<@Nullable Void> end) {
        if (over) {
            end.complete(null);
            return;
        }
        int id = ids.incrementAndGet();
        pool.execute("INSERT INTO chaos VALUES (%s)", id).whenComplete((cursor, error) -> {
            note(id, error);
            // a caller that was refused comes back a little later, as callers do
            Executor pause = CompletableFuture.delayedExecutor(error == null ? 0 : 5, TimeUnit.MILLISECONDS);
            pause.execute(() -> insert(pool, end));
        });
    }

    private void note(int id, @Nullable Throwable error) {
        if (error == null) {
            acknowledged.add(id);
        } else if (error instanceof OutcomeUnknownException) {
            unknown.add(id);
        } else if (error instanceof DatabaseException refused && refused.nothingSent()) {
            notSent.add(id);
        } else {
            others.add(error);
        }
    }
}
