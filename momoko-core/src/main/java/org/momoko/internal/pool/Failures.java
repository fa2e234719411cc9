package org.momoko.internal.pool;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DatabaseNotAvailableException;

/**
 * What is known of failed attempts to connect, and how long to leave the server alone after one. Guarded by the pool's
 * lock.
 */
final class Failures {
    /** Without an interval configured, a server that is down is still not asked in a tight loop. */
    private static final long LEAST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * The delay doubles up to this. With what is added at random, and the time that connecting takes, a pool is back at its
     * size within a second of the server's return.
     */
    private static final long DOUBLING_LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(750);

    private final long intervalNanos;
    private @Nullable Throwable last;
    private long lastNanos;
    private int inARow;

    /** @param intervalNanos how long after a failure nobody else shall try */
    Failures(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    void failed(Throwable error, long now) {
        last = error;
        lastNanos = now;
        inARow++;
    }

    void succeeded() {
        last = null;
        inARow = 0;
    }

    /** Why the last attempt failed; null when it did not. */
    @Nullable
    Throwable last() {
        return last;
    }

    /** Whether the last attempt failed less than the interval ago. */
    boolean recent(long now) {
        return last != null && now - lastNanos < intervalNanos;
    }

    /**
     * How long to wait before the pool tries again of its own accord: the interval, doubled after each failure up to
     * three quarters of a second, and up to a tenth more at random, so that the clients of one server do not all come at once.
     */
    long delayNanos() {
        long base = Math.max(intervalNanos, LEAST_DELAY_NANOS);
        long longest = Math.max(base, DOUBLING_LIMIT_NANOS);
        long delay = inARow > 20 ? longest : Math.min(longest, base << Math.max(0, inARow - 1));
        return delay < base ? longest : delay + ThreadLocalRandom.current().nextLong(delay / 10 + 1);
    }

    /** What callers get while no connection can be had. */
    DatabaseNotAvailableException notAvailable() {
        Throwable cause = last;
        String reason = cause == null ? "" : ": " + cause.getMessage();
        return new DatabaseNotAvailableException("No database connection available" + reason, cause, null, true);
    }
}
