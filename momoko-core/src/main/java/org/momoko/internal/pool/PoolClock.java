package org.momoko.internal.pool;

/** Time and timers of a pool; replaced by a manual one in tests. */
public interface PoolClock {

    /** Nanoseconds on a clock that never goes back, see {@link System#nanoTime()}. */
    long nanoTime();

    /** Runs a task once after a delay, on a thread of the clock's choice. */
    Timer schedule(long delayNanos, Runnable task);

    /** A task that may still be called off. */
    @FunctionalInterface
    interface Timer {
        /** Calls the task off if it has not started. */
        void cancel();
    }
}
