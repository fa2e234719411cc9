package org.momoko.internal.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.momoko.config.PoolConfig;
import org.momoko.error.OperationalException;
import org.momoko.event.PoolListener;
import org.momoko.testing.FakeClock;

/** A pool core with a manual clock and connections that a test opens or refuses by hand. */
final class PoolWorld {
    final FakeClock clock = new FakeClock();
    final PoolCore<FakeResource> core;
    final Lanes<FakeResource> lanes;
    final List<FakeResource> made = new ArrayList<>();
    final Deque<CompletableFuture<FakeResource>> attempts = new ArrayDeque<>();
    int connects;
    private int numbers;

    PoolWorld(UnaryOperator<PoolConfig.Builder> configure) {
        this(configure, null);
    }

    PoolWorld(UnaryOperator<PoolConfig.Builder> configure, @Nullable PoolListener listener) {
        PoolConfig config = configure
                .apply(PoolConfig.builder().acquireTimeout(Duration.ZERO))
                .build();
        PoolClock poolClock = new PoolClock() {
            @Override
            public long nanoTime() {
                return clock.nanoTime();
            }

            @Override
            public Timer schedule(long delayNanos, Runnable task) {
                return clock.schedule(delayNanos, task)::cancel;
            }
        };
        core = new PoolCore<>(config, this::connect, poolClock, listener);
        lanes = new Lanes<>(core, config, poolClock, core::release);
    }

    /** A pool whose first connections are open. */
    static PoolWorld open(UnaryOperator<PoolConfig.Builder> configure) {
        PoolWorld world = new PoolWorld(configure);
        world.core.open();
        world.connectAll();
        return world;
    }

    private CompletionStage<FakeResource> connect() {
        connects++;
        CompletableFuture<FakeResource> attempt = new CompletableFuture<>();
        attempts.addLast(attempt);
        return attempt;
    }

    /** The oldest attempt succeeds. */
    FakeResource connectOne() {
        FakeResource resource = new FakeResource(++numbers, ended -> core.lost(ended));
        made.add(resource);
        attempts.removeFirst().complete(resource);
        return resource;
    }

    void connectAll() {
        while (!attempts.isEmpty()) {
            connectOne();
        }
    }

    /** The oldest attempt fails. */
    void refuseOne() {
        attempts.removeFirst().completeExceptionally(new OperationalException("refused"));
    }

    void refuseAll() {
        for (int waiting = attempts.size(); waiting > 0; waiting--) {
            refuseOne();
        }
    }

    /** One of the open connections, if there are any, ends of its own accord. */
    void oneDies(Random random) {
        List<FakeResource> open = made.stream().filter(r -> !r.closed()).toList();
        if (!open.isEmpty()) {
            open.get(random.nextInt(open.size())).die();
        }
    }

    /** Every ping is answered, or one in three fails. */
    void answerPings(Random random) {
        for (FakeResource resource : List.copyOf(made)) {
            if (resource.pinged()) {
                if (random.nextInt(3) == 0) {
                    resource.failPing();
                } else {
                    resource.answerPing();
                }
            }
        }
    }

    /** Whatever was asked to close has closed. */
    void endLateCloses() {
        List.copyOf(made).stream().filter(r -> r.closeAsked() && !r.closed()).forEach(FakeResource::endClose);
    }

    /** Whether a connection is being opened, pinged or closed. */
    boolean undecided() {
        return !attempts.isEmpty() || made.stream().anyMatch(r -> r.pinged() || r.closeAsked() && !r.closed());
    }

    FakeWaiter acquire() {
        FakeWaiter waiter = new FakeWaiter();
        core.acquire(waiter);
        return waiter;
    }

    /** Somebody who shares takes a place, or waits for one. */
    FakeRider enter() {
        FakeRider rider = new FakeRider(lanes);
        lanes.enter(rider);
        return rider;
    }

    /** Somebody who shares has an answer, now. */
    void leave(FakeRider rider) {
        lanes.leave(rider.lane(), rider, clock.nanoTime());
    }

    /** Takes a connection that is there. */
    FakeResource take() {
        FakeResource taken = acquire().resource;
        if (taken == null) {
            throw new AssertionError("nothing was free: " + core.counts());
        }
        return taken;
    }

    void advance(Duration by) {
        clock.advance(by);
    }

    /** The counts in words: {@code 1 free, 0 busy, 0 dead, 0 pending, 0 waiting}. */
    String counts() {
        return core.counts().toString();
    }
}
