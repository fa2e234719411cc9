package org.momoko.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.PoolClosedException;
import org.momoko.error.PoolException;
import org.momoko.error.PoolTimeoutException;
import org.momoko.testing.Contract;

/** Callers and connections: the rules of sections 1.4 to 1.6 of the contract, one by one. */
class PoolCoreTests {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    // ---- opening --------------------------------------------------------------------------------------------------

    @Test
    @Contract({"1.2 connect", "1.1 size"})
    void openMakesSizeConnectionsAtOnceAndEndsWhenAllAttemptsHave() {
        PoolWorld world = new PoolWorld(c -> c.size(3).maxSize(5));
        CompletableFuture<List<Throwable>> opened = world.core.open();

        assertThat(world.counts()).isEqualTo("0 free, 0 busy, 0 dead, 3 pending, 0 waiting");
        world.connectOne();
        world.refuseOne();
        assertThat(opened).isNotDone();
        world.connectOne();

        assertThat(opened.join()).singleElement().satisfies(e -> assertThat(e).hasMessage("refused"));
        assertThat(world.counts()).isEqualTo("2 free, 0 busy, 1 dead, 0 pending, 0 waiting");
        assertThat(world.core.open()).isSameAs(opened);
        assertThat(world.connects).isEqualTo(3);
    }

    @Test
    @Contract({"S28", "1.2 before connect"})
    void callersBeforeOpenAreRefused() {
        PoolWorld world = new PoolWorld(c -> c);
        assertThat(world.acquire().error)
                .isExactlyInstanceOf(PoolException.class)
                .hasMessageContaining("not connected");
        assertThat(world.core.tryAcquire()).isNull();
        assertThat(world.counts()).isEqualTo("0 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    @Contract({"S29", "1.2 execute"})
    void callersDuringOpenWaitForTheFirstConnection() {
        PoolWorld world = new PoolWorld(c -> c.size(2));
        world.core.open();
        FakeWaiter waiter = world.acquire();
        assertThat(waiter.waits()).isTrue();
        FakeResource first = world.connectOne();
        assertThat(waiter.resource).isSameAs(first);
    }

    @Test
    @Contract("S29")
    void callersDuringOpenFailWhenNothingCanBeOpened() {
        PoolWorld world = new PoolWorld(c -> c.size(2));
        world.core.open();
        FakeWaiter waiter = world.acquire();
        world.refuseOne();
        assertThat(waiter.waits()).isTrue();
        world.refuseOne();
        assertThat(waiter.error)
                .isInstanceOf(DatabaseNotAvailableException.class)
                .hasRootCauseMessage("refused");
        assertThat(world.counts()).isEqualTo("0 free, 0 busy, 2 dead, 0 pending, 0 waiting");
    }

    // ---- serving --------------------------------------------------------------------------------------------------

    @Test
    @Contract({"1.4 acquire", "S12"})
    void freeConnectionsAreReusedLastInFirstOut() {
        PoolWorld world = PoolWorld.open(c -> c.size(3));
        FakeResource a = world.take();
        FakeResource b = world.take();
        world.core.release(a);
        world.core.release(b);
        assertThat(world.take()).isSameAs(b);
        assertThat(world.take()).isSameAs(a);
    }

    @Test
    @Contract({"1.4 waiters", "S12"})
    void waitersAreServedFirstComeFirstServed() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource only = world.take();
        FakeWaiter first = world.acquire();
        FakeWaiter second = world.acquire();
        world.core.release(only);
        assertThat(first.resource).isSameAs(only);
        assertThat(second.waits()).isTrue();
        world.core.release(only);
        assertThat(second.resource).isSameAs(only);
    }

    @Test
    @Contract("1.4 waiters")
    void releasedConnectionGoesToTheWaiterAndNeverThroughFree() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource only = world.take();
        FakeWaiter waiter = world.acquire();
        world.core.release(only);
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 0 pending, 0 waiting");
        assertThat(waiter.told).isEqualTo(1);
    }

    @Test
    @Contract({"1.4 stretch", "2 Stretch.test_dont_stretch"})
    void sequentialCallersDoNotMakeThePoolGrow() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(5));
        for (int i = 0; i < 3; i++) {
            world.core.release(world.take());
        }
        assertThat(world.core.counts().total()).isEqualTo(1);
        assertThat(world.connects).isEqualTo(1);
    }

    @Test
    @Contract({"1.4 stretch", "2 Stretch.test_parallel_queries", "1.4 burst"})
    void burstGrowsThePoolByWhatWaits() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(5));
        world.take();
        FakeWaiter b = world.acquire();
        FakeWaiter c = world.acquire();
        FakeWaiter d = world.acquire();
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 3 pending, 3 waiting");
        world.connectAll();
        assertThat(List.of(b.told, c.told, d.told)).containsExactly(1, 1, 1);
        assertThat(world.core.counts().total()).isEqualTo(4);
    }

    @Test
    @Contract({"1.4 stretch", "1.1 max_size"})
    void poolNeverGrowsBeyondMaxSize() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(5));
        for (int i = 0; i < 20; i++) {
            world.acquire();
        }
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 4 pending, 19 waiting");
        world.connectAll();
        assertThat(world.counts()).isEqualTo("0 free, 5 busy, 0 dead, 0 pending, 15 waiting");
    }

    @Test
    @Contract("1.4 stretch")
    void burstDuringOpenStretchesOnlyWhenMoreWaitThanArePending() {
        PoolWorld world = new PoolWorld(c -> c.size(2).maxSize(4));
        world.core.open();
        world.acquire();
        world.acquire();
        assertThat(world.connects).isEqualTo(2);
        world.acquire();
        assertThat(world.connects).isEqualTo(3);
    }

    // ---- dead places ----------------------------------------------------------------------------------------------

    @Test
    @Contract("S41")
    void freeConnectionThatDiesIsDeadAtOnce() {
        PoolWorld world = PoolWorld.open(c -> c.size(2));
        world.made.get(0).die();
        assertThat(world.counts()).isEqualTo("1 free, 0 busy, 1 dead, 0 pending, 0 waiting");
    }

    @Test
    @Contract("1.2 putconn")
    void busyConnectionThatDiesIsDeadWhenItComesBack() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource only = world.take();
        only.die();
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 0 pending, 0 waiting");
        world.core.release(only);
        assertThat(world.counts()).isEqualTo("0 free, 0 busy, 1 dead, 0 pending, 0 waiting");
        assertThat(world.connects).isEqualTo(1);
    }

    @Test
    @Contract("1.4 acquire")
    void deadConnectionOfWhichNobodyWasToldIsNeverHandedOut() {
        PoolWorld world = PoolWorld.open(c -> c.size(2));
        world.made.get(1).dieSilently();
        assertThat(world.take()).isSameAs(world.made.get(0));
    }

    @Test
    @Contract({"1.4 bulk reanimate", "S24"})
    void parallelCallersShareOneAttemptForEachDeadPlace() {
        PoolWorld world = PoolWorld.open(c -> c.size(3));
        world.made.forEach(FakeResource::die);
        List<FakeWaiter> waiters = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            waiters.add(world.acquire());
        }
        assertThat(world.connects).isEqualTo(6);
        world.connectAll();
        assertThat(waiters.stream().filter(w -> w.resource != null)).hasSize(3);
        assertThat(world.counts()).isEqualTo("0 free, 3 busy, 0 dead, 0 pending, 4 waiting");
    }

    @Test
    @Contract({"1.4 bulk reanimate", "S24", "1.1 reconnect_interval"})
    void withinTheIntervalOfAFailureCallersFailAtOnceAndNothingIsTried() {
        PoolWorld world = PoolWorld.open(c -> c.size(2).reconnectInterval(INTERVAL));
        world.made.forEach(FakeResource::die);
        world.acquire();
        world.refuseAll();
        assertThat(world.connects).isEqualTo(4);

        FakeWaiter early = world.acquire();
        assertThat(early.error)
                .isInstanceOf(DatabaseNotAvailableException.class)
                .hasMessage("No database connection available: refused")
                .hasRootCauseMessage("refused");
        world.advance(INTERVAL.minusNanos(1));
        assertThat(world.acquire().error).isNotNull().isNotSameAs(early.error);
        assertThat(world.connects).isEqualTo(4);

        world.advance(Duration.ofNanos(1));
        FakeWaiter late = world.acquire();
        assertThat(late.waits()).isTrue();
        world.connectAll();
        assertThat(late.resource).isNotNull();
    }

    @Test
    @Contract("1.1 reconnect_interval")
    void successfulAttemptDoesNotThrottle() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).reconnectInterval(INTERVAL));
        world.made.get(0).die();
        FakeWaiter waiter = world.acquire();
        assertThat(waiter.waits()).isTrue();
        assertThat(world.connects).isEqualTo(2);
    }

    @Test
    @Contract("1.2 getconn")
    void unthrottledCallerTriesEvenWithinTheInterval() {
        PoolWorld world = new PoolWorld(c -> c.size(1).reconnectInterval(INTERVAL));
        world.core.open();
        world.refuseAll();
        FakeWaiter waiter = new FakeWaiter();
        world.core.acquireUnthrottled(waiter);
        assertThat(world.connects).isEqualTo(2);
        world.connectAll();
        assertThat(waiter.resource).isNotNull();
    }

    @Test
    @Contract("1.4 acquire")
    void callerThatGetsAConnectionHasTheDeadOnesRevivedInTheBackground() {
        PoolWorld world = PoolWorld.open(c -> c.size(3).maxSize(5));
        world.made.get(0).die();
        world.made.get(1).die();
        assertThat(world.take()).isSameAs(world.made.get(2));
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 2 pending, 0 waiting");
    }

    @Test
    @Contract("1.4 acquire")
    void deadPlacesAreRevivedBeforeThePoolGrows() {
        PoolWorld world = PoolWorld.open(c -> c.size(2).maxSize(5));
        FakeResource busy = world.take();
        world.made.get(0).die();
        assertThat(busy).isSameAs(world.made.get(1));
        world.acquire();
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 1 pending, 1 waiting");
    }

    @Test
    @Contract({"1.6.5", "S25", "1.4 failed connect"})
    void refusedStretchDoesNotFailWaitersWhileAnotherIsBusy() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(3));
        FakeResource busy = world.take();
        FakeWaiter waiter = world.acquire();
        world.refuseAll();
        assertThat(waiter.waits()).isTrue();
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 1 dead, 0 pending, 1 waiting");
        world.core.release(busy);
        assertThat(waiter.resource).isSameAs(busy);
    }

    @Test
    @Contract({"1.6.4", "S26"})
    void lastConnectionDiesInUseAndTheWaitersGetANewOne() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource only = world.take();
        FakeWaiter waiter = world.acquire();
        only.die();
        world.core.release(only);
        assertThat(waiter.waits()).isTrue();
        world.connectAll();
        assertThat(waiter.resource).isSameAs(world.made.get(1));
    }

    @Test
    @Contract({"1.6.4", "1.6.5", "2 Volatile.test_abort_waiting_queue"})
    void lastConnectionDiesInUseAndTheWaitersFailWhenNoOtherCanBeOpened() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource only = world.take();
        FakeWaiter first = world.acquire();
        FakeWaiter second = world.acquire();
        only.die();
        world.core.release(only);
        world.refuseAll();
        assertThat(first.error).isInstanceOf(DatabaseNotAvailableException.class);
        assertThat(second.error).isInstanceOf(DatabaseNotAvailableException.class);
        assertThat(world.counts()).isEqualTo("0 free, 0 busy, 1 dead, 0 pending, 0 waiting");
    }

    @Test
    @Contract("1.6.4")
    void waitersAreServedByAReconnectEvenWithinTheIntervalOfAnotherFailure() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(2).reconnectInterval(INTERVAL));
        FakeResource only = world.take();
        FakeWaiter waiter = world.acquire();
        world.refuseAll();
        only.die();
        world.core.release(only);
        assertThat(world.attempts).hasSize(2);
        world.connectOne();
        assertThat(waiter.resource).isNotNull();
    }

    @Test
    void connectionThatIsLostAsSoonAsItIsOpenCountsAsAFailedAttempt() {
        PoolWorld world = new PoolWorld(c -> c.size(1));
        world.core.open();
        FakeWaiter waiter = world.acquire();
        FakeResource dead = new FakeResource(1, world.core::lost);
        dead.die();
        world.attempts.removeFirst().complete(dead);
        assertThat(waiter.error).isInstanceOf(DatabaseNotAvailableException.class);
        assertThat(dead.closeAsked()).isTrue();
        assertThat(world.counts()).isEqualTo("0 free, 0 busy, 1 dead, 0 pending, 0 waiting");
    }

    // ---- giving back ----------------------------------------------------------------------------------------------

    @Test
    @Contract({"S15", "1.2 putconn"})
    void releasingTwiceOrWhatIsNotOfThePoolFailsAndChangesNothing() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource only = world.take();
        world.core.release(only);
        FakeResource foreign = new FakeResource(99, ended -> {});
        assertThatThrownBy(() -> world.core.release(only)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> world.core.release(foreign)).isInstanceOf(IllegalStateException.class);
        assertThat(world.counts()).isEqualTo("1 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    void closingCountsAsBusyUntilTheSocketIsClosed() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource only = world.take();
        only.closesLate = true;
        world.core.evict();
        world.core.release(only);
        assertThat(world.counts()).isEqualTo("0 free, 1 busy, 0 dead, 0 pending, 0 waiting");
        only.endClose();
        assertThat(world.counts()).isEqualTo("0 free, 0 busy, 0 dead, 1 pending, 0 waiting");
    }

    // ---- patience -------------------------------------------------------------------------------------------------

    @Test
    @Contract({"1.6.3", "S13"})
    void withdrawnWaiterHearsNothingAndTheNextIsServed() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource only = world.take();
        FakeWaiter gone = world.acquire();
        FakeWaiter next = world.acquire();
        assertThat(world.core.withdraw(gone)).isTrue();
        assertThat(world.core.withdraw(gone)).isFalse();
        assertThat(world.core.counts().waiting()).isEqualTo(1);
        world.core.release(only);
        assertThat(gone.told).isZero();
        assertThat(next.resource).isSameAs(only);
        assertThat(world.core.withdraw(next)).isFalse();
    }

    @Test
    void manyWithdrawnWaitersLeaveTheOthersInOrder() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource only = world.take();
        List<FakeWaiter> waiters = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            waiters.add(world.acquire());
        }
        for (int i = 0; i < 300; i++) {
            if (i % 10 != 0) {
                world.core.withdraw(waiters.get(i));
            }
        }
        assertThat(world.core.counts().waiting()).isEqualTo(30);
        for (int i = 0; i < 300; i += 10) {
            world.core.release(only);
            assertThat(waiters.get(i).resource).isSameAs(only);
        }
        assertThat(world.core.counts().waiting()).isZero();
    }

    @Test
    @Contract({"1.6.3", "1.6.3 acquire timeout"})
    void acquireTimeoutEndsTheWaitingOfEachInItsTurnWithOneTimer() {
        PoolWorld world = new PoolWorld(c -> c.size(1).name("orders").acquireTimeout(Duration.ofSeconds(30)));
        world.core.open();
        world.connectAll();
        FakeResource only = world.take();
        FakeWaiter first = world.acquire();
        world.advance(Duration.ofSeconds(10));
        FakeWaiter second = world.acquire();
        assertThat(world.clock.scheduledTasks()).isEqualTo(1);

        world.advance(Duration.ofSeconds(20).minusNanos(1));
        assertThat(first.waits()).isTrue();
        world.advance(Duration.ofNanos(1));
        assertThat(first.error)
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessage("The pool orders had no free connection in time"
                        + " (0 free, 1 busy, 0 dead, 0 pending, 1 waiting, at most 1)");
        assertThat(second.waits()).isTrue();
        world.advance(Duration.ofSeconds(10));
        assertThat(second.error).isInstanceOf(PoolTimeoutException.class);
        assertThat(world.core.totals().acquireTimeouts()).isEqualTo(2);

        world.core.release(only);
        assertThat(world.counts()).isEqualTo("1 free, 0 busy, 0 dead, 0 pending, 0 waiting");
        assertThat(world.clock.scheduledTasks()).isZero();
    }

    @Test
    void waitersOwnDeadlineCountsWhenItIsEarlier() {
        PoolWorld world = new PoolWorld(c -> c.size(1).acquireTimeout(Duration.ofSeconds(30)));
        world.core.open();
        world.connectAll();
        world.take();
        FakeWaiter patient = world.acquire();
        FakeWaiter hasty = new FakeWaiter();
        hasty.ownDeadline = world.clock.nanoTime() + Duration.ofSeconds(1).toNanos();
        world.core.acquire(hasty);
        world.advance(Duration.ofSeconds(1));
        assertThat(hasty.error).isInstanceOf(PoolTimeoutException.class);
        assertThat(patient.waits()).isTrue();
    }

    @Test
    @Contract("1.6.3 acquire timeout")
    void maxWaitingRefusesTheNextOneAtOnce() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxWaiting(2));
        world.take();
        world.acquire();
        world.acquire();
        assertThat(world.acquire().error)
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("has 2 callers waiting already");
        assertThat(world.core.counts().waiting()).isEqualTo(2);
    }

    @Test
    void nobodyMayWaitWhenMaxWaitingIsZero() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxWaiting(0));
        world.take();
        assertThat(world.acquire().error).isInstanceOf(PoolTimeoutException.class);
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    @Test
    @Contract({"1.6.1", "S27", "1.2 close"})
    void closeRejectsWaitersClosesFreeAndWaitsForBusyAndPending() {
        PoolWorld world = PoolWorld.open(c -> c.size(1).maxSize(2).autoShrink(true));
        FakeResource busy = world.take();
        FakeWaiter waiter = world.acquire();
        CompletableFuture<?> drained = world.core.close();

        assertThat(waiter.error).isInstanceOf(PoolClosedException.class);
        assertThat(world.core.closed()).isTrue();
        assertThat(drained).isNotDone();
        FakeResource late = world.connectOne();
        assertThat(late.closed()).isTrue();
        assertThat(drained).isNotDone();
        world.core.release(busy);
        assertThat(busy.closed()).isTrue();
        assertThat(drained).isCompleted();
        assertThat(world.clock.scheduledTasks()).isZero();
        assertThat(world.counts()).isEqualTo("0 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    @Contract({"1.6.1", "S27", "S28"})
    void closedPoolRefusesEverythingAndIsNotReopened() {
        PoolWorld world = PoolWorld.open(c -> c.size(2));
        world.made.get(0).die();
        world.core.close();
        assertThatThrownBy(() -> world.core.close())
                .isInstanceOf(PoolClosedException.class)
                .hasMessage("The pool momoko is already closed");
        assertThat(world.acquire().error)
                .isInstanceOf(PoolClosedException.class)
                .hasMessage("The pool momoko is closed");
        world.core.evict();
        world.advance(Duration.ofDays(1));
        assertThat(world.connects).isEqualTo(2);
        assertThat(world.made).allMatch(FakeResource::closed);
    }

    @Test
    @Contract("1.6.1")
    void busyConnectionsCanBeClosedUnderTheirHoldersHandsAndComeBackQuietly() {
        PoolWorld world = PoolWorld.open(c -> c.size(1));
        FakeResource busy = world.take();
        CompletableFuture<?> drained = world.core.close();
        world.core.closeBusy();
        assertThat(drained).isCompleted();
        world.core.release(busy);
        world.core.release(busy);
        assertThat(world.counts()).isEqualTo("0 free, 0 busy, 0 dead, 0 pending, 0 waiting");
    }

    @Test
    @Contract("S27")
    void closeWhileOpeningFailsTheOpening() {
        PoolWorld world = new PoolWorld(c -> c.size(1));
        CompletableFuture<?> opened = world.core.open();
        CompletableFuture<?> drained = world.core.close();
        assertThatThrownBy(opened::join).hasCauseInstanceOf(PoolClosedException.class);
        world.refuseAll();
        assertThat(drained).isCompleted();
    }

    @Test
    void neverOpenedPoolCanBeClosed() {
        PoolWorld world = new PoolWorld(c -> c);
        assertThat(world.core.close()).isCompleted();
        assertThatThrownBy(() -> world.core.open().join()).hasCauseInstanceOf(PoolClosedException.class);
        assertThat(world.connects).isZero();
    }
}
