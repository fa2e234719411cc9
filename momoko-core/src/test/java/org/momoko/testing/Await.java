package org.momoko.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for something that happens in another thread or process. The only place in the tests that sleeps: a test states what it waits
 * for and goes on as soon as that holds.
 */
public final class Await {

    /** Generous, because a slow machine must not turn a correct test red; a correct test never waits this long. */
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);

    private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param what what is waited for, for the message
     * @throws AssertionError if it does not hold within 10 seconds
     */
    public static void until(String what, BooleanSupplier condition) {
        until(what, DEFAULT_LIMIT, condition);
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @param what what is waited for, for the message
     * @throws AssertionError if it does not hold within the limit
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        if (!holdsWithin(limit, condition)) {
            throw new AssertionError("waited " + limit.toMillis() + " ms in vain: " + what);
        }
    }

    /** Says whether the condition came to hold within the limit; it is asked at least once, and once more at the very end. */
    public static boolean holdsWithin(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
