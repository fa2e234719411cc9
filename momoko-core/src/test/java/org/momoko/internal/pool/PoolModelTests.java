package org.momoko.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.momoko.config.PoolConfig;
import org.momoko.testing.Contract;

/**
 * Random operations and faults against the pool, and after each of them everything that must hold. A failure names its
 * seed and step, which reproduce it.
 */
class PoolModelTests {
    private static final int STEPS = 25_000;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @Contract({"S31", "S12", "S13", "S15", "1.4 invariants"})
    void invariantsHoldAfterEveryStep() {
        PoolModel.run(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), STEPS, Model::new);
    }

    /** A caller of the model. */
    private static class Caller extends FakeWaiter {
        /** Whether it was put into the queue; then it must be granted after all who stood there before. */
        boolean queued;
    }

    private static final class Model extends PoolModel {
        private final PoolConfig config;
        private final PoolWorld world;
        private final List<Caller> callers = new ArrayList<>();
        private final List<FakeResource> held = new ArrayList<>();
        private final Set<FakeResource> handedOut = new HashSet<>();
        /** Those who wait, oldest first, as the model sees it. */
        private final ArrayDeque<Caller> line = new ArrayDeque<>();

        Model(long seed) {
            super(seed);
            int size = 1 + random.nextInt(3);
            config = PoolConfig.builder()
                    .size(size)
                    .maxSize(size + random.nextInt(4))
                    .autoShrink(random.nextBoolean())
                    .shrinkDelay(Duration.ofSeconds(2))
                    .shrinkPeriod(Duration.ofSeconds(1))
                    .acquireTimeout(random.nextBoolean() ? Duration.ofSeconds(3) : Duration.ZERO)
                    .maxLifetime(random.nextBoolean() ? Duration.ofSeconds(20) : Duration.ZERO)
                    .idleValidation(random.nextBoolean() ? Duration.ofSeconds(1) : Duration.ZERO)
                    .maxWaiting(random.nextBoolean() ? 5 : 1000)
                    .build();
            world = new PoolWorld(builder -> config.toBuilder());
            world.core.open();
        }

        @Override
        PoolWorld world() {
            return world;
        }

        @Override
        String step() {
            return switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> acquire(false);
                case 4 -> acquire(true);
                case 5, 6, 7 -> release();
                case 8 -> releaseTwice();
                case 9 -> withdraw();
                case 10 -> connect();
                case 11 -> random.nextInt(3) == 0 ? refuse() : connect();
                case 12 -> random.nextInt(4) == 0 ? die() : answerPings();
                case 13 -> advance();
                case 14 -> random.nextInt(50) == 0 ? evict() : endLateCloses();
                default -> tryAcquire();
            };
        }

        private String acquire(boolean unthrottled) {
            Caller caller = new Caller() {
                @Override
                public void granted(FakeResource resource) {
                    super.granted(resource);
                    onGranted(this, resource);
                }

                @Override
                public void rejected(Throwable reason) {
                    super.rejected(reason);
                    onTold(this);
                }
            };
            callers.add(caller);
            int waitingBefore = world.core.counts().waiting();
            line.addLast(caller);
            if (unthrottled) {
                world.core.acquireUnthrottled(caller);
            } else {
                world.core.acquire(caller);
            }
            caller.queued = caller.waits();
            if (caller.resource != null
                    && waitingBefore > 0
                    && config.idleValidation().isZero()) {
                violations.add("a newcomer got a connection while " + waitingBefore + " were waiting");
            }
            return "acquire";
        }

        private void onGranted(Caller caller, FakeResource resource) {
            Caller oldest = line.peekFirst();
            if (oldest != caller && caller.queued) {
                violations.add("granted out of order");
            }
            if (!handedOut.add(resource)) {
                violations.add(resource + " was handed to two callers");
            }
            held.add(resource);
            onTold(caller);
        }

        private void onTold(Caller caller) {
            if (caller.told > 1) {
                violations.add("a caller was told " + caller.told + " times");
            }
            if (caller.withdrawn) {
                violations.add("a caller that had withdrawn was told");
            }
            line.remove(caller);
        }

        private String release() {
            if (!held.isEmpty()) {
                FakeResource resource = held.remove(random.nextInt(held.size()));
                handedOut.remove(resource);
                world.core.release(resource);
            }
            return "release";
        }

        private String releaseTwice() {
            if (held.isEmpty() || line.peekFirst() != null) {
                return "nothing";
            }
            FakeResource resource = held.remove(random.nextInt(held.size()));
            handedOut.remove(resource);
            world.core.release(resource);
            try {
                world.core.release(resource);
                violations.add("a second release was accepted");
            } catch (IllegalStateException expected) {
                // as it must be
            }
            return "release twice";
        }

        private String withdraw() {
            if (!line.isEmpty()) {
                List<Caller> waiting = List.copyOf(line);
                Caller caller = waiting.get(random.nextInt(waiting.size()));
                if (world.core.withdraw(caller)) {
                    caller.withdrawn = true;
                    line.remove(caller);
                } else {
                    violations.add("a waiting caller could not withdraw");
                }
            }
            return "withdraw";
        }

        private String connect() {
            if (!world.attempts.isEmpty()) {
                FakeResource resource = world.connectOne();
                resource.closesLate = random.nextInt(3) == 0;
            }
            return "connect";
        }

        private String refuse() {
            if (!world.attempts.isEmpty()) {
                world.refuseOne();
            }
            return "refuse";
        }

        private String advance() {
            world.advance(Duration.ofMillis(random.nextInt(1500)));
            return "advance";
        }

        private String tryAcquire() {
            FakeResource resource = world.core.tryAcquire();
            if (resource != null) {
                if (!handedOut.add(resource)) {
                    violations.add(resource + " was handed to two callers");
                }
                held.add(resource);
            }
            return "try to acquire";
        }

        @Override
        void check() {
            world.made.removeIf(r -> r.closed() && !handedOut.contains(r) && !r.pinged());
            PoolCounts counts = world.core.counts();
            assertThat(violations).isEmpty();
            assertThat(counts.total()).isLessThanOrEqualTo(config.maxSize());
            assertThat(counts.pending()).isEqualTo(world.attempts.size());
            assertThat(counts.waiting()).isEqualTo(line.size());
            assertThat(counts.busy()).isGreaterThanOrEqualTo(held.size());
            assertThat((long) counts.free() + counts.busy())
                    .as("open connections, and closed ones that their holders, or their pings, have not given back")
                    .isEqualTo(world.made.size());
            if (counts.waiting() > 0) {
                assertThat(counts.busy() + counts.pending())
                        .as("somebody waits, so something must be under way")
                        .isPositive();
            }
        }

        @Override
        void finish() {
            CompletableFuture<@Nullable Void> drained = world.core.close();
            held.forEach(world.core::release);
            answerPings();
            // those that were pinged are closed only now
            endLateCloses();
            while (!world.attempts.isEmpty()) {
                if (random.nextBoolean()) {
                    world.connectOne();
                } else {
                    world.refuseOne();
                }
            }
            assertThat(violations).isEmpty();
            assertThat(drained).isCompleted();
            assertThat(world.made).filteredOn(made -> !made.closed()).isEmpty();
            assertThat(FakeWaiter.wronglyTold(callers)).isEmpty();
            assertThat(world.clock.scheduledTasks()).isZero();
        }
    }
}
