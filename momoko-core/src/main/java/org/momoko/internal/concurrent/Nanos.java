package org.momoko.internal.concurrent;

import java.time.Duration;

/** Time limits as clocks count them. */
public final class Nanos {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Nanos() {}

    /** Nanoseconds, at most about 146 years, so that no duration is too long and sums with moments do not wrap round. */
    public static long of(Duration limit) {
        return limit.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : limit.toNanos();
    }
}
