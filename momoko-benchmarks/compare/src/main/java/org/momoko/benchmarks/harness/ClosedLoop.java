package org.momoko.benchmarks.harness;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One window: so many lanes run until the time is over, and each finishes the operation it is in. The window lasts from
 * the first start to the last end, so whatever is counted from before to after it belongs to its operations.
 */
final class ClosedLoop {
    /** How long an operation may hang before the window counts as failed. */
    private static final long PATIENCE_SECONDS = 60;

    private final Latencies latencies = new Latencies();
    private final Turns turns = new Turns();
    private final CountDownLatch running;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong lastEndNanos = new AtomicLong(Long.MIN_VALUE);
    private final Lane[] lanes;
    private final Peer peer;
    private volatile long deadlineNanos;

    ClosedLoop(Peer peer, Workload workload) {
        this.peer = peer;
        this.lanes = new Lane[workload.inFlight()];
        this.running = new CountDownLatch(lanes.length);
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane(this, i, peer, workload);
        }
    }

    /** Runs the window and returns how long it lasted, in nanoseconds. */
    long run(long windowNanos) throws Exception {
        long start = System.nanoTime();
        deadlineNanos = start + windowNanos;
        for (Lane lane : lanes) {
            peer.starter().execute(lane::go);
        }
        peer.starter().execute(turns::open);
        boolean ended = running.await(TimeUnit.NANOSECONDS.toSeconds(windowNanos) + PATIENCE_SECONDS, TimeUnit.SECONDS);
        Throwable error = failure.get();
        if (error != null) {
            throw new IllegalStateException("an operation failed: " + error, error);
        }
        if (!ended) {
            throw new IllegalStateException(running.getCount() + " operations did not end");
        }
        return lastEndNanos.get() - start;
    }

    long operations() {
        long sum = 0;
        for (Lane lane : lanes) {
            sum += lane.operations();
        }
        return sum;
    }

    Turns turns() {
        return turns;
    }

    Latencies latencies() {
        return latencies;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    @Nullable
    Throwable failure() {
        return failure.get();
    }

    void fail(Throwable error) {
        failure.compareAndSet(null, error);
    }

    void ended(long now) {
        lastEndNanos.accumulateAndGet(now, Math::max);
        running.countDown();
    }
}
