package org.momoko.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.momoko.config.PoolConfig;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolTimeoutException;

class LanesTests {
    private static final int DEPTH = 4;

    private static PoolWorld world(int size) {
        return PoolWorld.open(builder -> builder.size(size).pipelining(DEPTH));
    }

    private static List<FakeRider> enter(PoolWorld world, int count) {
        List<FakeRider> riders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            riders.add(world.enter());
        }
        return riders;
    }

    @Test
    void theNextConnectionIsUsedWhenOneIsFull() {
        PoolWorld world = world(3);

        List<FakeRider> riders = enter(world, DEPTH + 1);

        assertThat(riders.subList(0, DEPTH))
                .extracting(FakeRider::lane)
                .containsOnly(riders.get(0).lane());
        assertThat(riders.get(DEPTH).lane()).isNotSameAs(riders.get(0).lane());
        assertThat(world.counts()).isEqualTo("1 free, 2 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    void theNextConnectionIsUsedWhenThereIsEnoughWorkOnOne() {
        PoolWorld world = world(2);
        FakeRider long1 = new FakeRider(world.lanes);
        long1.work = Math.toIntExact(world.lanes.mostWorkNanos());
        world.lanes.enter(long1);

        assertThat(world.enter().lane()).isNotSameAs(long1.lane());
    }

    @Test
    void aLaneThatNobodyUsesIsFree() {
        PoolWorld world = world(2);
        List<FakeRider> riders = enter(world, 2);

        riders.forEach(world::leave);

        assertThat(world.counts()).isEqualTo("2 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    void whoeverFindsNoPlaceWaitsAndIsCalledWhenOneIsLeft() {
        PoolWorld world = world(1);
        List<FakeRider> riders = enter(world, DEPTH + 2);
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 0 pending, 2 waiting");

        world.leave(riders.get(0));

        assertThat(riders.get(DEPTH).waits()).isFalse();
        assertThat(riders.get(DEPTH + 1).waits()).isTrue();
    }

    @Test
    void nobodyOvertakesAWaitingRider() {
        PoolWorld world = world(1);
        List<FakeRider> riders = enter(world, DEPTH);
        FakeWaiter other = world.acquire();
        FakeRider waiting = world.enter();
        world.leave(riders.get(0));
        world.core.withdraw(other);

        FakeRider late = world.enter();

        assertThat(waiting.waits()).isTrue();
        assertThat(late.waits()).isTrue();
        world.leave(riders.get(1));
        assertThat(waiting.waits()).isFalse();
        assertThat(late.waits()).isFalse();
    }

    @Test
    void aLaneThatDoesNotAnswerGetsNobody() {
        PoolWorld world = world(2);
        FakeRider slow = world.enter();
        world.advance(Duration.ofMillis(5));

        FakeRider next = world.enter();

        assertThat(next.lane()).isNotSameAs(slow.lane());
        world.leave(slow);
        assertThat(world.enter().lane()).isSameAs(next.lane());
    }

    @Test
    void aLaneThatAnswersLateBecauseTheServerIsFarAwayGetsMore() {
        PoolWorld world = world(2);
        world.lanes.ranAlone(Duration.ofMillis(20).toNanos());
        FakeRider first = world.enter();
        world.advance(Duration.ofMillis(25));

        assertThat(world.enter().lane()).isSameAs(first.lane());
    }

    @Test
    void aLaneYieldsToWhoWantsAConnectionForItself() {
        PoolWorld world = world(2);
        List<FakeRider> riders = enter(world, 2 * DEPTH);
        FakeWaiter alone = world.acquire();
        FakeRider waiting = world.enter();

        // the younger lane empties, the older one goes on
        riders.subList(DEPTH, 2 * DEPTH).forEach(world::leave);

        assertThat(alone.resource).isSameAs(riders.get(DEPTH).resource);
        assertThat(waiting.waits()).isTrue();
        world.leave(riders.get(0));
        assertThat(waiting.resource).isSameAs(riders.get(1).resource);
    }

    @Test
    void whoWantsAConnectionForItselfWaitsForNoMoreThanWhatIsInFlight() {
        PoolWorld world = world(1);
        List<FakeRider> inFlight = enter(world, DEPTH);
        FakeWaiter alone = world.acquire();
        List<FakeRider> later = enter(world, 100);

        inFlight.forEach(world::leave);

        assertThat(alone.waits()).isFalse();
        assertThat(later).allMatch(FakeWaiter::waits);
    }

    @Test
    void ridersAreNotStarvedByThoseWhoWantAConnectionForThemselves() {
        PoolWorld world = world(1);
        FakeResource taken = world.take();
        List<FakeRider> riders = enter(world, DEPTH + 1);
        FakeWaiter alone = world.acquire();

        world.core.release(taken);

        assertThat(riders.subList(0, DEPTH)).noneMatch(FakeWaiter::waits);
        riders.subList(0, DEPTH).forEach(world::leave);
        // it was the rider's turn, and takes no more than that
        assertThat(riders.get(DEPTH).waits()).isFalse();
        assertThat(alone.waits()).isTrue();
        world.leave(riders.get(DEPTH));
        assertThat(alone.waits()).isFalse();
    }

    @Test
    void aLaneThatWentBackAtOnceIsNotFilled() {
        PoolWorld world = world(1);
        FakeResource taken = world.take();
        world.lanes.enter(new FakeRider(world.lanes) {
            @Override
            public void boarded(FakeResource lane) {
                super.boarded(lane);
                world.leave(this);
            }
        });
        FakeWaiter alone = world.acquire();
        FakeRider waiting = world.enter();

        world.core.release(taken);

        assertThat(alone.resource).isSameAs(taken);
        assertThat(waiting.waits()).isTrue();
        world.core.release(taken);
        assertThat(waiting.lane()).isSameAs(taken);
    }

    @Test
    void aPoolGrowsByWhatItsRidersNeed() {
        PoolWorld world = PoolWorld.open(builder -> builder.size(1).maxSize(10).pipelining(DEPTH));
        FakeResource taken = world.take();

        List<FakeRider> riders = enter(world, 2 * DEPTH);

        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 2 pending, 8 waiting");
        world.connectAll();
        assertThat(riders).noneMatch(FakeWaiter::waits);
        world.core.release(taken);
    }

    @Test
    void aLostLaneTakesNobody() {
        PoolWorld world = world(2);
        FakeRider first = world.enter();
        first.lane().die();

        FakeRider second = world.enter();

        assertThat(second.lane()).isNotSameAs(first.lane());
        world.leave(first);
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 1 dead, 0 pending, 0 waiting");
    }

    @Test
    void anEvictedLaneTakesNobodyAndIsReplacedWhenItIsEmpty() {
        PoolWorld world = world(1);
        List<FakeRider> riders = enter(world, 2);
        world.core.evict();
        FakeRider next = world.enter();
        assertThat(next.waits()).isTrue();

        riders.forEach(world::leave);
        world.connectAll();

        assertThat(riders.get(0).lane().closed()).isTrue();
        assertThat(next.lane()).isNotSameAs(riders.get(0).lane());
    }

    @Test
    void waitingEndsAsForAnybodyElse() {
        PoolWorld world = PoolWorld.open(
                builder -> builder.size(1).pipelining(DEPTH).maxWaiting(1).acquireTimeout(Duration.ofSeconds(1)));
        enter(world, DEPTH);
        FakeRider waiting = world.enter();
        FakeRider tooMany = world.enter();

        world.advance(Duration.ofSeconds(1));

        assertThat(tooMany.error).isInstanceOf(PoolTimeoutException.class);
        assertThat(waiting.error).isInstanceOf(PoolTimeoutException.class);
    }

    @Test
    void aClosedPoolTakesNobody() {
        PoolWorld world = world(1);
        FakeRider riding = world.enter();
        world.lanes.close();
        var drained = world.core.close();

        assertThat(world.enter().error).isInstanceOf(PoolClosedException.class);
        assertThat(drained).isNotDone();
        world.leave(riding);
        assertThat(drained).isCompleted();
    }

    @Test
    void aStrictPoolSharesWhereItIsAskedTo() {
        assertThat(Lanes.depth(PoolConfig.builder().build())).isEqualTo(16);
        assertThat(Lanes.depth(PoolConfig.builder().pipelining(3).build())).isEqualTo(3);
    }
}
