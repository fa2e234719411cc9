package org.momoko.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.event.CloseReason;
import org.momoko.event.PoolListener;
import org.momoko.testing.Contract;

/** What the pool does of its own accord: shrinking, lifetime, validation, healing, eviction; and what it tells. */
class PoolUpkeepTests {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    // ---- shrinking ------------------------------------------------------------------------------------------------

    private static PoolWorld stretched(Duration delay, Duration period) {
        PoolWorld world = PoolWorld.open(
                c -> c.size(2).maxSize(5).autoShrink(true).shrinkDelay(delay).shrinkPeriod(period));
        List<FakeResource> taken = new ArrayList<>();
        taken.add(world.take());
        taken.add(world.take());
        for (int i = 0; i < 3; i++) {
            world.acquire();
        }
        world.connectAll();
        taken.addAll(world.made.subList(2, 5));
        taken.forEach(world.core::release);
        return world;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.5S", "PT1S", "P1D"})
    @Contract({"S30", "1.1 shrink_delay", "1.4 shrink sweep"})
    void surplusIsClosedAfterExactlyTheDelay(String text) {
        Duration delay = Duration.parse(text);
        PoolWorld world = stretched(delay, delay.dividedBy(10));
        assertThat(world.core.counts().total()).isEqualTo(5);
        world.advance(delay.minusNanos(1));
        assertThat(world.core.counts().total()).isEqualTo(5);
        world.advance(delay.dividedBy(10));
        assertThat(world.counts()).isEqualTo("2 free, 0 busy, 0 dead, 0 pending, 0 waiting");
        assertThat(world.core.totals().closed()).containsEntry(CloseReason.SHRUNK, 3L);
    }

    @Test
    @Contract({"S30", "2 Shrink.test_pool_shrinking_with_shrink_delay"})
    void connectionsUsedMostRecentlySurvive() {
        PoolWorld world = stretched(Duration.ofSeconds(1), Duration.ofMillis(500));
        world.advance(Duration.ofMillis(700));
        List<FakeResource> hot = List.of(world.take(), world.take(), world.take());
        hot.forEach(world.core::release);
        world.advance(Duration.ofMillis(800));
        assertThat(world.core.counts().total()).isEqualTo(3);
        assertThat(hot).noneMatch(FakeResource::closed);
    }

    @Test
    @Contract("S30")
    void busyConnectionsAreNeverClosedAndFreeOnesOnlyBeyondSize() {
        PoolWorld world = stretched(Duration.ofSeconds(1), Duration.ofSeconds(1));
        FakeResource busy = world.take();
        world.advance(Duration.ofMinutes(1));
        assertThat(busy.closed()).isFalse();
        assertThat(world.counts()).isEqualTo("2 free, 1 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    @Contract("1.1 auto_shrink")
    void withoutAutoShrinkNothingIsClosed() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(2));
        FakeResource first = world.take();
        world.acquire();
        world.connectAll();
        world.core.release(first);
        world.core.release(world.made.get(1));
        world.advance(Duration.ofDays(10));
        assertThat(world.core.counts().free()).isEqualTo(2);
    }

    // ---- lifetime and eviction ------------------------------------------------------------------------------------

    @Test
    void freeConnectionIsReplacedBetweenNineTenthsOfItsLifetimeAndAllOfIt() {
        PoolWorld world = PoolWorld.open(c -> c.size(20).maxLifetime(Duration.ofMinutes(10)));
        world.advance(Duration.ofMinutes(9).minusNanos(1));
        assertThat(world.connects).isEqualTo(20);
        world.advance(Duration.ofSeconds(30));
        // with twenty of them, ending all in the same half of the range would be a one in a million chance
        assertThat(world.connects).isBetween(21, 39);
        world.advance(Duration.ofSeconds(30).plusNanos(1));
        assertThat(world.connects).isEqualTo(40);
        world.connectAll();
        assertThat(world.counts()).isEqualTo("20 free, 0 busy, 0 dead, 0 pending, 0 waiting");
        assertThat(world.core.totals().closed()).containsEntry(CloseReason.LIFETIME, 20L);
    }

    @Test
    void busyConnectionIsRetiredWhenItComesBack() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxLifetime(Duration.ofMinutes(10)));
        FakeResource old = world.take();
        world.advance(Duration.ofMinutes(20));
        assertThat(old.closed()).isFalse();
        FakeWaiter waiter = world.acquire();
        world.core.release(old);
        assertThat(old.closed()).isTrue();
        assertThat(waiter.waits()).isTrue();
        world.connectAll();
        assertThat(waiter.resource).isSameAs(world.made.get(1));
    }

    @Test
    void retiredConnectionBeyondSizeIsNotReplaced() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(2));
        FakeResource first = world.take();
        world.acquire();
        world.connectAll();
        world.core.release(first);
        world.core.evict();
        world.core.release(world.made.get(1));
        world.connectAll();
        assertThat(world.counts()).isEqualTo("1 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    void evictReplacesFreeOnesNowAndBusyOnesAtRelease() {
        PoolWorld world = PoolWorld.open(c -> c.size(2));
        FakeResource busy = world.take();
        FakeResource free = world.made.get(0);
        world.core.evict();
        assertThat(free.closed()).isTrue();
        assertThat(busy.closed()).isFalse();
        world.core.release(busy);
        assertThat(busy.closed()).isTrue();
        world.connectAll();
        assertThat(world.counts()).isEqualTo("2 free, 0 busy, 0 dead, 0 pending, 0 waiting");
        assertThat(world.core.totals().closed()).containsEntry(CloseReason.EVICTED, 2L);
        assertThat(world.core.totals().created()).isEqualTo(4);
    }

    // ---- idle validation ------------------------------------------------------------------------------------------

    private static PoolWorld validating(int size) {
        return PoolWorld.open(c -> c.size(size).idleValidation(Duration.ofSeconds(30)));
    }

    @Test
    void connectionIdleForLongIsPingedBeforeItIsHandedOut() {
        PoolWorld world = validating(1);
        FakeResource only = world.made.get(0);
        world.advance(Duration.ofSeconds(30));
        assertThat(world.take()).as("not idle for longer than that").isSameAs(only);
        world.core.release(only);
        world.advance(Duration.ofSeconds(30).plusNanos(1));

        FakeWaiter waiter = world.acquire();
        assertThat(waiter.waits()).isTrue();
        assertThat(only.pinged()).isTrue();
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 0 pending, 1 waiting");
        only.answerPing();
        assertThat(waiter.resource).isSameAs(only);
        world.core.release(only);
        assertThat(world.take()).as("fresh again").isSameAs(only);
    }

    @Test
    void failedPingLeadsToTheNextConnectionUnseenByTheCaller() {
        PoolWorld world = validating(2);
        world.advance(Duration.ofMinutes(1));
        FakeWaiter waiter = world.acquire();
        world.made.get(1).failPing();
        assertThat(world.made.get(1).closed()).isTrue();
        assertThat(waiter.waits()).isTrue();
        world.made.get(0).answerPing();
        assertThat(waiter.resource).isSameAs(world.made.get(0));
        assertThat(world.core.totals().closed()).containsEntry(CloseReason.VALIDATION, 1L);
    }

    @Test
    void whenAllPingsFailTheCallerGetsANewConnection() {
        PoolWorld world = validating(2);
        world.advance(Duration.ofMinutes(1));
        FakeWaiter waiter = world.acquire();
        world.made.get(1).failPing();
        world.made.get(0).failPing();
        assertThat(waiter.waits()).isTrue();
        world.connectAll();
        assertThat(waiter.resource).isNotNull();
        assertThat(waiter.told).isEqualTo(1);
    }

    @Test
    void callerWhoLeavesDuringThePingLeavesTheConnectionFree() {
        PoolWorld world = validating(1);
        world.advance(Duration.ofMinutes(1));
        FakeWaiter waiter = world.acquire();
        assertThat(world.core.withdraw(waiter)).isTrue();
        world.made.get(0).answerPing();
        assertThat(waiter.told).isZero();
        assertThat(world.counts()).isEqualTo("1 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    void poolClosedDuringThePingDrains() {
        PoolWorld world = validating(1);
        world.advance(Duration.ofMinutes(1));
        FakeWaiter waiter = world.acquire();
        CompletableFuture<?> drained = world.core.close();
        assertThat(waiter.error).isNotNull();
        world.made.get(0).answerPing();
        assertThat(drained).isCompleted();
        assertThat(waiter.told).isEqualTo(1);
    }

    // ---- healing --------------------------------------------------------------------------------------------------

    @Test
    void idlePoolHealsWithoutBeingAsked() {
        PoolWorld world = PoolWorld.open(c -> c.size(3).reconnectInterval(INTERVAL));
        world.made.forEach(FakeResource::die);
        assertThat(world.connects).isEqualTo(3);
        world.advance(INTERVAL.minusNanos(1));
        assertThat(world.connects).isEqualTo(3);
        world.advance(INTERVAL.dividedBy(10).plusNanos(1));
        assertThat(world.connects).as("one goes ahead").isEqualTo(4);
        world.connectOne();
        assertThat(world.connects).as("the others follow").isEqualTo(6);
        world.connectAll();
        assertThat(world.counts()).isEqualTo("3 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    void healingSlowsDownToLessThanASecond() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).reconnectInterval(INTERVAL));
        world.made.get(0).die();
        int before = world.connects;
        for (int i = 0; i < 600; i++) {
            world.advance(Duration.ofMillis(100));
            world.refuseAll();
        }
        assertThat(world.connects - before).isBetween(62, 80);
        world.advance(Duration.ofMillis(900));
        world.connectAll();
        assertThat(world.counts()).isEqualTo("1 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    @Contract("1.4 dead")
    void deadPlacesBeyondSizeAreForgotten() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(3).reconnectInterval(INTERVAL));
        FakeResource busy = world.take();
        FakeWaiter waiter = world.acquire();
        world.refuseAll();
        assertThat(world.core.counts().dead()).isEqualTo(1);
        world.core.release(busy);
        assertThat(waiter.resource).isSameAs(busy);
        world.advance(Duration.ofSeconds(1));
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    void healingServesThoseWhoWait() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(2).reconnectInterval(INTERVAL));
        world.take();
        FakeWaiter waiter = world.acquire();
        world.refuseAll();
        world.advance(Duration.ofSeconds(1));
        world.connectAll();
        assertThat(waiter.resource).isNotNull();
    }

    @Test
    @Contract("1.6.1")
    void healingStopsAtClose() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        world.made.get(0).die();
        world.core.close();
        world.advance(Duration.ofMinutes(1));
        assertThat(world.connects).isEqualTo(1);
        assertThat(world.clock.scheduledTasks()).isZero();
    }

    // ---- events ---------------------------------------------------------------------------------------------------

    private static final class Recorder implements PoolListener {
        final List<String> heard = new ArrayList<>();

        @Override
        public void connectionCreated(long nanos) {
            heard.add("created " + nanos);
        }

        @Override
        public void connectionFailed(long nanos, Throwable cause) {
            heard.add("failed " + nanos + " " + cause.getMessage());
        }

        @Override
        public void connectionClosed(CloseReason reason) {
            heard.add("closed " + reason);
        }

        @Override
        public void acquired(long waitNanos) {
            heard.add("acquired " + waitNanos);
        }

        @Override
        public void acquireTimedOut(long waitNanos) {
            heard.add("timed out " + waitNanos);
        }

        @Override
        public void released(long usageNanos) {
            heard.add("released " + usageNanos);
        }
    }

    @Test
    void listenerHearsTimesAndReasons() {
        Recorder recorder = new Recorder();
        PoolWorld world = new PoolWorld(c -> c.size(1).acquireTimeout(Duration.ofNanos(500)), recorder);
        world.core.open();
        world.advance(Duration.ofNanos(7));
        world.connectAll();
        FakeResource only = world.take();
        FakeWaiter served = world.acquire();
        world.advance(Duration.ofNanos(20));
        world.core.release(only);
        assertThat(served.resource).isSameAs(only);
        world.acquire();
        world.advance(Duration.ofNanos(500));
        only.die();
        world.core.release(only);
        world.acquire();
        world.advance(Duration.ofNanos(3));
        world.refuseAll();
        assertThat(recorder.heard)
                .containsExactly(
                        "created 7",
                        "acquired 0",
                        "released 20",
                        "acquired 20",
                        "timed out 500",
                        "closed LOST",
                        "released 500",
                        "failed 3 refused");
    }

    @Test
    void throwingListenerDoesNoHarm() {
        PoolWorld world = new PoolWorld(c -> c.size(1), new PoolListener() {
            @Override
            public void acquired(long waitNanos) {
                throw new IllegalStateException("listener of a test");
            }
        });
        world.core.open();
        world.connectAll();
        world.core.release(world.take());
        world.core.release(world.take());
        assertThat(world.counts()).isEqualTo("1 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }
}
