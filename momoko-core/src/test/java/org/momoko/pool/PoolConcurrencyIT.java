package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.pool.PoolBench.get;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Cursor;
import org.momoko.api.PoolStats;
import org.momoko.api.Row;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;

/** Many callers at once. */
class PoolConcurrencyIT {
    private static final int STATEMENTS = 10_000;

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyStatementGetsItsOwnAnswer(int size) {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(size)));
        List<CompletableFuture<Cursor<Row>>> answers = new ArrayList<>(STATEMENTS);
        for (int i = 0; i < STATEMENTS; i++) {
            answers.add(bench.pool.execute("SELECT %s", i));
        }
        for (int i = 0; i < STATEMENTS; i++) {
            assertThat(answers.get(i).join().fetchOne().getInt(0)).isEqualTo(i);
        }
        assertThat(bench.pool.stats()).isEqualTo(new PoolStats(size, 0, 0, 0, 0, size));
    }

    @Test
    @Contract("S31")
    void totalNeverExceedsMaxSizeUnderRandomCuts() {
        PoolBench bench =
                invariants.close(PoolBench.connected(b -> b.size(2).maxSize(6).reconnectInterval(Duration.ZERO)));
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<?>> all = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            all.add(bench.pool.execute("SELECT %s FROM pg_sleep(0.001)", i).whenComplete((cursor, error) -> {
                ended.incrementAndGet();
                most.accumulateAndGet(bench.pool.stats().total(), Math::max);
            }));
        }
        for (int cut = 0; cut < 10; cut++) {
            int reached = cut * 60 + random.nextInt(40);
            Await.until("some have ended", () -> ended.get() >= reached);
            bench.proxy.cutAll();
        }
        all.forEach(future -> future.handle((value, error) -> true).join());
        assertThat(ended).hasValue(1000);
        assertThat(most.get()).isBetween(3, 6);
        Await.until("nobody is busy", () -> bench.pool.stats().busy() == 0);
        assertThat(bench.pool.stats().waiting()).isZero();
        assertThat(get(bench.pool.execute("SELECT 1")).fetchOne().getInt(0)).isEqualTo(1);
    }

    @Test
    @Contract("S13")
    void callersWhoLeaveAtRandomMomentsDoNoHarm() {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(3)));
        for (int i = 0; i < 2000; i++) {
            CompletableFuture<?> future = switch (i % 3) {
                case 0 -> bench.pool.execute("SELECT %s", i);
                case 1 -> bench.pool.withConnection(connection -> connection.execute("SELECT 1"));
                default -> bench.pool.inTransaction(transaction -> transaction.execute("SELECT 1"));
            };
            if (ThreadLocalRandom.current().nextInt(3) > 0) {
                future.cancel(true);
            }
        }
        Await.until(
                "everything is back",
                () -> bench.pool.stats().waiting() == 0 && bench.pool.stats().free() == 3);
        for (int i = 0; i < 30; i++) {
            assertThat(get(bench.pool.execute("SELECT %s", i)).fetchOne().getInt(0))
                    .isEqualTo(i);
        }
    }
}
