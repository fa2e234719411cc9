package org.momoko.internal.sql;

/**
 * What is learned of how long the server works on a text. A text whose executions are quick may be sent together with
 * others; one that is slow, or slow now and then, would keep them waiting. Nothing is assumed of a text that has not run.
 *
 * <p>Written by many threads without a lock: an observation that is lost, or counted twice, does not matter.
 */
public final class Pace {
    /** One slow execution in 500 is tolerated, and two that come close to each other are not. */
    private static final int DOUBT_FOR_A_SLOW_ONE = 500;

    private static final int TOO_MUCH_DOUBT = 1000;
    private static final int MOST_DOUBT = 4000;
    /** The mean is that of about the last 64 executions. */
    private static final int MEMORY_SHIFT = 6;

    private int doubt = TOO_MUCH_DOUBT;
    private int meanNanos = -1;

    /**
     * An execution took so long.
     *
     * @param slowNanos from when on that is too long
     */
    public void ran(long nanos, long slowNanos) {
        int took = (int) Math.min(Math.min(nanos, slowNanos), Integer.MAX_VALUE);
        int mean = meanNanos;
        meanNanos = mean < 0 ? took : mean + (took - mean >> MEMORY_SHIFT);
        doubt = nanos >= slowNanos ? Math.min(MOST_DOUBT, doubt + DOUBT_FOR_A_SLOW_ONE) : Math.max(0, doubt - 1);
    }

    /** Whether executions are quick enough to be sent together with others, at most so long on average. */
    public boolean quick(long mostNanos) {
        return doubt < TOO_MUCH_DOUBT && meanNanos <= mostNanos;
    }

    /** How long an execution takes on average, in nanoseconds; 0 before the first. */
    public int meanNanos() {
        return Math.max(0, meanNanos);
    }
}
