package org.momoko.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.config.PoolConfig;
import org.momoko.error.OperationalException;
import org.momoko.testing.Contract;

/** The pool used by several real threads at once, with a real clock: nothing is handed out twice, nothing is lost. */
class PoolRaceTests {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicInteger shared = new AtomicInteger();
    private final Queue<FakeResource> made = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    @Contract("S31")
    void nothingIsHandedOutTwiceOrLost(long seed) throws Exception {
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
        try {
            PoolCore<FakeResource> core = pool(timers, loop, new Random(seed));
            core.open();
            List<Counting> callers = run(core, seed);
            CompletableFuture<?> drained = core.close();
            drained.get(20, TimeUnit.SECONDS);

            assertThat(shared).as("connections handed to two callers").hasValue(0);
            assertThat(mostOpen.get()).isLessThanOrEqualTo(3);
            assertThat(made).filteredOn(resource -> !resource.closed()).isEmpty();
            assertThat(FakeWaiter.wronglyTold(callers)).isEmpty();
            assertThat(core.counts()).isEqualTo(new PoolCounts(0, 0, 0, 0, 0));
        } finally {
            loop.shutdownNow();
            timers.shutdownNow();
        }
    }

    private PoolCore<FakeResource> pool(ScheduledExecutorService timers, ScheduledExecutorService loop, Random faults) {
        PoolClock clock = new RealClock(timers);
        PoolConfig config = PoolConfig.builder()
                .size(1)
                .maxSize(3)
                .reconnectInterval(Duration.ofMillis(1))
                .autoShrink(true)
                .shrinkDelay(Duration.ofMillis(1))
                .shrinkPeriod(Duration.ofMillis(2))
                .maxLifetime(Duration.ofMillis(5))
                .acquireTimeout(Duration.ofSeconds(10))
                .build();
        List<PoolCore<FakeResource>> self = new ArrayList<>();
        PoolCore<FakeResource> core = new PoolCore<>(
                config,
                () -> {
                    CompletableFuture<FakeResource> attempt = new CompletableFuture<>();
                    loop.execute(() -> connect(self.get(0), attempt, faults));
                    return attempt;
                },
                clock,
                null);
        self.add(core);
        return core;
    }

    private void connect(PoolCore<FakeResource> core, CompletableFuture<FakeResource> attempt, Random faults) {
        if (faults.nextInt(20) == 0) {
            attempt.completeExceptionally(new OperationalException("refused"));
            return;
        }
        FakeResource resource = new FakeResource(made.size(), ended -> {
            open.decrementAndGet();
            core.lost(ended);
        });
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        made.add(resource);
        attempt.complete(resource);
    }

    private List<Counting> run(PoolCore<FakeResource> core, long seed) throws Exception {
        List<Counting> callers = new ArrayList<>();
        for (int i = 0; i < THREADS * ROUNDS; i++) {
            callers.add(new Counting());
        }
        Racers.run(THREADS, seed, Duration.ofSeconds(40), (thread, random) -> {
            for (Counting caller : callers.subList(thread * ROUNDS, (thread + 1) * ROUNDS)) {
                use(core, caller, random);
            }
        });
        return callers;
    }

    private void use(PoolCore<FakeResource> core, Counting caller, Random random) {
        core.acquire(caller);
        if (random.nextInt(4) == 0 && core.withdraw(caller)) {
            caller.withdrawn = true;
            return;
        }
        FakeResource resource = caller.answer.join();
        if (resource == null) {
            return;
        }
        if (!resource.enter()) {
            shared.incrementAndGet();
        }
        if (random.nextInt(50) == 0) {
            resource.die();
        }
        resource.leave();
        core.release(resource);
    }

    /** A caller whose thread waits for the answer; null means rejected. */
    private static final class Counting extends FakeWaiter {
        final CompletableFuture<FakeResource> answer = new CompletableFuture<>();

        @Override
        public void granted(FakeResource granted) {
            super.granted(granted);
            answer.complete(granted);
        }

        @Override
        public void rejected(Throwable reason) {
            super.rejected(reason);
            answer.complete(null);
        }
    }
}
