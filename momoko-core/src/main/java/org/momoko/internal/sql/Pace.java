package org.momoko.internal.sql;

import java.util.concurrent.TimeUnit;

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
    /** So many times the mean is slow. Relative, since on a busy machine everything takes long now and then. */
    private static final int SLOW_FACTOR = 16;
    /** The mean is that of about so many executions. */
    private static final int MEMORY = 256;
    /**
     * Slow executions that end so soon after one another count as one: when a machine pauses, all that was in flight is slow
     * at once, and that says nothing about the text.
     */
    private static final long SAME_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private int doubt;
    /** When the last slow execution ended that counted; says nothing while there is no doubt. */
    private long slowNanos;

    private int runs;
    private int meanNanos;

    /**
     * An execution took so long.
     *
     * @param graceNanos what is never slow
     * @param endedNanos when it ended, on the clock of all others
     */
    public void ran(long nanos, long graceNanos, long endedNanos) {
        if (runs > 0) {
            // the first execution is not like the others: the server parses, plans and reads its catalogues
            if (!isSlow(nanos, graceNanos)) {
                doubt = Math.max(0, doubt - 1);
            } else if (doubt == 0 || endedNanos - slowNanos >= SAME_PAUSE_NANOS) {
                doubt = Math.min(MOST_DOUBT, doubt + DOUBT_FOR_A_SLOW_ONE);
                slowNanos = endedNanos;
            } else {
                return;
            }
            int mean = meanNanos;
            meanNanos = mean + ((int) Math.min(nanos, Integer.MAX_VALUE) - mean) / runs;
        }
        if (runs < MEMORY) {
            runs++;
        }
    }

    /** Whether an execution that takes so long is slow for this text. */
    public boolean isSlow(long nanos, long graceNanos) {
        return nanos > graceNanos + (long) SLOW_FACTOR * meanNanos;
    }

    /** Whether executions are quick enough to be sent together with others, at most so long on average. */
    public boolean quick(long mostNanos) {
        return doubt < TOO_MUCH_DOUBT && runs > 1 && meanNanos <= mostNanos;
    }

    /** How long an execution takes on average, in nanoseconds. */
    public int meanNanos() {
        return meanNanos;
    }
}
