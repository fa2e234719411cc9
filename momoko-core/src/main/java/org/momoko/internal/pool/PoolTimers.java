package org.momoko.internal.pool;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.momoko.config.PoolConfig;

/** The timers of a pool. Guarded by the pool's lock; what they run takes the lock itself. */
final class PoolTimers {
    /** A connection lives up to this part less than it may, so that those opened together do not end together. */
    private static final int LIFETIME_SPREAD = 10;

    private final PoolConfig config;
    private final PoolClock clock;
    private final Runnable expireWaiters;
    private final Runnable shrink;
    private final Runnable heal;
    private final long lifetimeNanos;
    private long armedDeadline = Waiter.NEVER;
    private PoolClock.@Nullable Timer waiterTimer;
    private PoolClock.@Nullable Timer shrinkTimer;
    private PoolClock.@Nullable Timer healTimer;

    PoolTimers(PoolConfig config, PoolClock clock, Runnable expireWaiters, Runnable shrink, Runnable heal) {
        this.config = config;
        this.clock = clock;
        this.expireWaiters = expireWaiters;
        this.shrink = shrink;
        this.heal = heal;
        this.lifetimeNanos = nanos(config.maxLifetime());
    }

    /** Nanoseconds, at most about 146 years, so that sums with moments do not wrap round. */
    static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) > 0 ? Long.MAX_VALUE / 2 : duration.toNanos();
    }

    static void cancel(PoolClock.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** One timer serves all waiters: it is set for the earliest deadline, and again each time it has fired. */
    void expireWaitersAt(long deadline) {
        if (deadline == Waiter.NEVER || armedDeadline != Waiter.NEVER && deadline - armedDeadline >= 0) {
            return;
        }
        cancel(waiterTimer);
        armedDeadline = deadline;
        waiterTimer = clock.schedule(Math.max(0, deadline - clock.nanoTime()), expireWaiters);
    }

    /** The waiters' timer has fired. */
    void waitersExpired() {
        armedDeadline = Waiter.NEVER;
    }

    void shrinkAfter(Duration delay) {
        if (config.autoShrink()) {
            shrinkTimer = clock.schedule(nanos(delay), shrink);
        }
    }

    /** Does nothing while it is set already. */
    void healAfter(long nanos) {
        if (healTimer == null) {
            healTimer = clock.schedule(nanos, heal);
        }
    }

    /** The timer for healing has fired. */
    void healed() {
        healTimer = null;
    }

    /** Runs when the life of a connection that begins now is over; null when it may live for ever. */
    PoolClock.@Nullable Timer lifetime(Runnable over) {
        if (lifetimeNanos == 0) {
            return null;
        }
        long less = ThreadLocalRandom.current().nextLong(lifetimeNanos / LIFETIME_SPREAD + 1);
        return clock.schedule(lifetimeNanos - less, over);
    }

    void cancelAll() {
        cancel(waiterTimer);
        cancel(shrinkTimer);
        cancel(healTimer);
    }
}
