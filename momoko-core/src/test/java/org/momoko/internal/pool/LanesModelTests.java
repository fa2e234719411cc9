package org.momoko.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.momoko.config.PoolConfig;

/**
 * Random riders, other callers and faults, and after each step everything that must hold of the lanes. A failure names its
 * seed and step, which reproduce it.
 */
class LanesModelTests {
    private static final int STEPS = 20_000;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void invariantsHoldAfterEveryStep() {
        PoolModel.run(List.of(11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L), STEPS, Model::new);
    }

    private static final class Model extends PoolModel {
        private final PoolConfig config;
        private final PoolWorld world;
        /** Those who have a place, by the connection. */
        private final Map<FakeResource, List<FakeRider>> riding = new LinkedHashMap<>();

        private final List<FakeRider> waitingRiders = new ArrayList<>();
        private final List<FakeWaiter> waitingOthers = new ArrayList<>();
        private final List<FakeResource> held = new ArrayList<>();
        private final List<FakeWaiter> everybody = new ArrayList<>();

        Model(long seed) {
            super(seed);
            int size = 1 + random.nextInt(3);
            config = PoolConfig.builder()
                    .size(size)
                    .maxSize(size + random.nextInt(3))
                    .pipelining(2 + random.nextInt(4))
                    .acquireTimeout(random.nextBoolean() ? Duration.ofSeconds(3) : Duration.ZERO)
                    .maxLifetime(random.nextBoolean() ? Duration.ofSeconds(20) : Duration.ZERO)
                    .idleValidation(random.nextBoolean() ? Duration.ofSeconds(1) : Duration.ZERO)
                    .maxWaiting(random.nextBoolean() ? 5 : 1000)
                    .build();
            world = new PoolWorld(builder -> config.toBuilder());
            world.core.open();
            world.connectAll();
        }

        @Override
        PoolWorld world() {
            return world;
        }

        @Override
        String step() {
            return switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4 -> enter();
                case 5, 6, 7, 8 -> answer();
                case 9 -> acquire();
                case 10 -> release();
                case 11 -> withdraw();
                case 12 -> connect();
                case 13 -> random.nextInt(8) == 0 ? die() : answerPings();
                case 14 -> random.nextInt(60) == 0 ? evict() : endLateCloses();
                default -> advance();
            };
        }

        private String enter() {
            FakeRider rider = new FakeRider(world.lanes) {
                @Override
                public void boarded(FakeResource lane) {
                    super.boarded(lane);
                    onBoarded(this, lane);
                }

                @Override
                public void rejected(Throwable reason) {
                    super.rejected(reason);
                    waitingRiders.remove(this);
                }
            };
            rider.work = random.nextInt(1_500_000);
            everybody.add(rider);
            waitingRiders.add(rider);
            world.lanes.enter(rider);
            return "enter";
        }

        private void onBoarded(FakeRider rider, FakeResource lane) {
            if (waitingRiders.get(0) != rider) {
                violations.add("a rider was overtaken");
            }
            waitingRiders.remove(rider);
            riding.computeIfAbsent(lane, key -> new ArrayList<>()).add(rider);
        }

        private String answer() {
            if (!riding.isEmpty()) {
                List<FakeResource> lanes = List.copyOf(riding.keySet());
                answerOldest(lanes.get(random.nextInt(lanes.size())));
            }
            return "answer";
        }

        /** As the server does; and as a lost connection does, one after the other. */
        private void answerOldest(FakeResource lane) {
            List<FakeRider> riders = riding.get(lane);
            FakeRider rider = riders.remove(0);
            if (riders.isEmpty()) {
                riding.remove(lane);
            }
            world.leave(rider);
        }

        private String acquire() {
            FakeWaiter other = new FakeWaiter() {
                @Override
                public void granted(FakeResource resource) {
                    super.granted(resource);
                    if (waitingOthers.get(0) != this && config.idleValidation().isZero()) {
                        violations.add("somebody who wants a connection was overtaken");
                    }
                    waitingOthers.remove(this);
                    held.add(resource);
                }

                @Override
                public void rejected(Throwable reason) {
                    super.rejected(reason);
                    waitingOthers.remove(this);
                }
            };
            everybody.add(other);
            waitingOthers.add(other);
            world.core.acquire(other);
            return "acquire";
        }

        private String release() {
            if (!held.isEmpty()) {
                world.core.release(held.remove(random.nextInt(held.size())));
            }
            return "release";
        }

        private String withdraw() {
            List<? extends FakeWaiter> from = random.nextBoolean() ? waitingRiders : waitingOthers;
            if (!from.isEmpty()) {
                FakeWaiter gone = from.get(random.nextInt(from.size()));
                if (!world.core.withdraw(gone)) {
                    violations.add("a waiting caller could not withdraw");
                }
                from.remove(gone);
                gone.withdrawn = true;
            }
            return "withdraw";
        }

        private String connect() {
            if (!world.attempts.isEmpty()) {
                if (random.nextInt(4) == 0) {
                    world.refuseOne();
                } else {
                    world.connectOne().closesLate = random.nextInt(3) == 0;
                }
            }
            return "connect";
        }

        private String advance() {
            world.advance(random.nextInt(10) == 0 ? Duration.ofMillis(random.nextInt(1500)) : Duration.ofMillis(1));
            return "advance";
        }

        @Override
        void check() {
            PoolCounts counts = world.core.counts();
            assertThat(violations).isEmpty();
            assertThat(counts.total()).isLessThanOrEqualTo(config.maxSize());
            assertThat(counts.waiting()).isEqualTo(waitingRiders.size() + waitingOthers.size());
            assertThat(world.core.ridersWaiting()).isEqualTo(waitingRiders.size());
            assertThat(world.core.othersWaiting()).isEqualTo(waitingOthers.size());
            assertThat(counts.busy()).isGreaterThanOrEqualTo(held.size() + riding.size());
            assertThat(held).noneMatch(riding::containsKey);
            riding.forEach((lane, riders) -> {
                assertThat(riders).hasSizeLessThanOrEqualTo(config.pipelining());
                assertThat(lane.lane.riders).isEqualTo(riders.size());
            });
            if (counts.waiting() > 0) {
                assertThat(counts.busy() + counts.pending())
                        .as("somebody waits, so something must be under way")
                        .isPositive();
            }
        }

        @Override
        void finish() {
            while (!riding.isEmpty() || !held.isEmpty() || world.undecided()) {
                answer();
                release();
                world.connectAll();
                answerPings();
                endLateCloses();
            }
            check();
            assertThat(waitingRiders).as("riders that nobody called").isEmpty();
            assertThat(waitingOthers).isEmpty();
            assertThat(world.core.counts().busy()).isZero();
            assertThat(FakeWaiter.wronglyTold(everybody)).isEmpty();
        }
    }
}
