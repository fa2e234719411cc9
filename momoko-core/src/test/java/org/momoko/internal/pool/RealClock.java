package org.momoko.internal.pool;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The time of this machine, for tests with real threads. */
final class RealClock implements PoolClock {
    private final ScheduledExecutorService timers;

    RealClock(ScheduledExecutorService timers) {
        this.timers = timers;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        var scheduled = timers.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }
}
