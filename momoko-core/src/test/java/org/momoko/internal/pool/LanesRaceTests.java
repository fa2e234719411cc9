package org.momoko.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.momoko.config.PoolConfig;
import org.momoko.error.OperationalException;
import org.momoko.testing.Fuzz;

/** Lanes used by several real threads at once, with a real clock: nobody is told twice or never, and no place is lost. */
class LanesRaceTests {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;
    private static final int DEPTH = 3;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everyRiderHasOnePlaceAndEveryLaneGoesBack() {
        Fuzz.rounds(21, seed -> new Race(seed).run());
    }

    private static final class Race {
        private final Random faults;
        private final long seed;
        private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
        private final Queue<FakeResource> made = new ConcurrentLinkedQueue<>();
        private final Map<FakeResource, AtomicInteger> riding = new ConcurrentHashMap<>();
        private final Queue<String> violations = new ConcurrentLinkedQueue<>();
        private final Queue<FakeWaiter> everybody = new ConcurrentLinkedQueue<>();
        private final AtomicInteger together = new AtomicInteger();
        private final PoolCore<FakeResource> core;
        private final Lanes<FakeResource> lanes;

        Race(long seed) {
            this.seed = seed;
            faults = new Random(seed);
            PoolClock clock = new RealClock(timers);
            PoolConfig config = PoolConfig.builder()
                    .size(1)
                    .maxSize(3)
                    .pipelining(DEPTH)
                    .reconnectInterval(Duration.ofMillis(1))
                    .maxLifetime(Duration.ofMillis(5))
                    .acquireTimeout(Duration.ofSeconds(10))
                    .build();
            core = new PoolCore<>(config, this::connect, clock, null);
            lanes = new Lanes<>(core, config, clock, core::release);
        }

        private CompletableFuture<FakeResource> connect() {
            CompletableFuture<FakeResource> attempt = new CompletableFuture<>();
            loop.execute(() -> {
                if (faults.nextInt(20) == 0) {
                    attempt.completeExceptionally(new OperationalException("refused"));
                } else {
                    FakeResource resource = new FakeResource(made.size(), ended -> core().lost(ended));
                    made.add(resource);
                    attempt.complete(resource);
                }
            });
            return attempt;
        }

        private PoolCore<FakeResource> core() {
            return core;
        }

        void run() throws Exception {
            try {
                core.open();
                Racers.run(THREADS, seed, Duration.ofSeconds(60), (thread, random) -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        use(random);
                    }
                });
                lanes.close();
                core.close().get(20, TimeUnit.SECONDS);

                assertThat(violations).isEmpty();
                assertThat(together.get()).as("riders beside others").isPositive();
                assertThat(riding.entrySet())
                        .filteredOn(lane -> lane.getValue().get() != 0)
                        .isEmpty();
                assertThat(made)
                        .filteredOn(lane -> !lane.closed() || lane.lane.riders != 0)
                        .isEmpty();
                assertThat(FakeWaiter.wronglyTold(everybody)).isEmpty();
                assertThat(core.counts()).isEqualTo(new PoolCounts(0, 0, 0, 0, 0));
            } finally {
                loop.shutdownNow();
                timers.shutdownNow();
            }
        }

        /** A few callers of one thread, most of whom share; the thread waits for the answers to all of them. */
        private void use(Random random) {
            List<Passenger> passengers = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(DEPTH + 1); i++) {
                Passenger passenger = new Passenger(random.nextInt(1_500_000));
                everybody.add(passenger);
                passengers.add(passenger);
                lanes.enter(passenger);
            }
            if (random.nextInt(8) == 0) {
                useAlone();
            }
            for (Passenger passenger : passengers) {
                if (random.nextInt(10) == 0 && core.withdraw(passenger)) {
                    passenger.withdrawn = true;
                    continue;
                }
                FakeResource lane = passenger.place.join();
                if (lane == null) {
                    continue;
                }
                if (random.nextInt(100) == 0) {
                    lane.die();
                }
                passenger.leaves(lane);
                lanes.leave(lane, passenger, System.nanoTime());
            }
        }

        private void useAlone() {
            CompletableFuture<FakeResource> answer = new CompletableFuture<>();
            FakeWaiter alone = new FakeWaiter() {
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
            };
            everybody.add(alone);
            // whoever holds places must not wait for a resource, or two of them wait for each other
            core.acquire(alone);
            answer.thenAccept(resource -> {
                if (resource != null) {
                    if (!resource.enter() || riders(resource).get() != 0) {
                        violations.add("somebody else uses what was handed out to one");
                    }
                    resource.leave();
                    core.release(resource);
                }
            });
        }

        private AtomicInteger riders(FakeResource lane) {
            return riding.computeIfAbsent(lane, key -> new AtomicInteger());
        }

        private final class Passenger extends FakeRider {
            final CompletableFuture<@Nullable FakeResource> place = new CompletableFuture<>();

            Passenger(int work) {
                super(lanes);
                this.work = work;
            }

            @Override
            public void boarded(FakeResource lane) {
                int riders = riders(lane).incrementAndGet();
                if (riders > DEPTH) {
                    violations.add(riders + " riders in a lane for " + DEPTH);
                }
                if (riders > 1) {
                    together.incrementAndGet();
                }
                super.boarded(lane);
                place.complete(lane);
            }

            void leaves(FakeResource lane) {
                riders(lane).decrementAndGet();
            }

            @Override
            public void rejected(Throwable reason) {
                super.rejected(reason);
                place.complete(null);
            }
        }
    }
}
