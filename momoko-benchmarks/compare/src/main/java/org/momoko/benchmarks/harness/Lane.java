package org.momoko.benchmarks.harness;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One operation in flight at a time: when it ends, the next one is started, until the measurement is over. A lane's own
 * fields need no lock, since an operation begins after the one before it has ended.
 */
public final class Lane {
    private static final int ONE_OF_SO_MANY_IS_SLOW = 100;

    private final ClosedLoop loop;
    private final Step step;
    /** Turns a peer that answers before it returns into a loop instead of a recursion. */
    private final AtomicInteger turns = new AtomicInteger();

    private long random;
    private boolean slow;
    private long expected;
    private long startedNanos;
    private long operations;

    Lane(ClosedLoop loop, int number, Peer peer, Workload workload) {
        this.loop = loop;
        this.random = 0x9E3779B97F4A7C15L * (number + 1);
        this.step = workload.kind().step(peer, this);
    }

    /** A number from 1 to the limit, each lane with its own sequence, the same in every run. */
    public int draw(int limit) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return 1 + (int) ((random >>> 1) % limit);
    }

    /** Whether the operation that is being started shall be one of the few slow ones, whose durations do not count. */
    public boolean drawSlow() {
        slow = draw(ONE_OF_SO_MANY_IS_SLOW) == 1;
        return slow;
    }

    /** Adds to what the operation that is being started must give. */
    public void expect(long sum) {
        expected += sum;
    }

    /** The operation has ended and gave this sum. */
    public void done(long sum) {
        long now = System.nanoTime();
        if (sum != expected) {
            failed(new IllegalStateException("wrong result: expected the sum " + expected + ", found " + sum));
            return;
        }
        expected = 0;
        operations++;
        if (!slow) {
            loop.latencies().record(now - startedNanos);
        }
        if (now >= loop.deadlineNanos() || loop.failure() != null) {
            loop.ended(now);
        } else {
            go();
        }
    }

    /** The operation has failed, and the measurement with it. */
    public void failed(Throwable error) {
        loop.fail(error);
        loop.ended(System.nanoTime());
    }

    /**
     * Runs a part of the operation after the calls that are under way have returned. The workload whose lanes hand
     * connections to one another needs it.
     *
     * @param task made once for the lane
     */
    public void later(Runnable task) {
        loop.turns().later(task);
    }

    long operations() {
        return operations;
    }

    void go() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        do {
            startedNanos = System.nanoTime();
            try {
                step.start();
            } catch (Exception | LinkageError e) {
                failed(e);
            }
        } while (turns.decrementAndGet() != 0);
    }
}
