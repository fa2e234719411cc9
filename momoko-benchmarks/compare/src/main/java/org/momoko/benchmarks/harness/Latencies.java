package org.momoko.benchmarks.harness;

import java.util.concurrent.atomic.AtomicLongArray;

/** A histogram of durations: 32 buckets for each power of two, hence within about 3 %. Any number of threads. */
final class Latencies {
    private static final int BITS = 5;

    private final AtomicLongArray counts = new AtomicLongArray((Long.SIZE - BITS) << BITS);

    void record(long nanos) {
        counts.getAndIncrement(bucket(Math.max(0, nanos)));
    }

    private static int bucket(long nanos) {
        int shift = Math.max(0, Long.SIZE - BITS - 1 - Long.numberOfLeadingZeros(nanos));
        return (shift << BITS) + (int) (nanos >>> shift);
    }

    private static long upperEnd(int bucket) {
        int shift = Math.max(0, (bucket >>> BITS) - 1);
        long base = bucket - ((long) shift << BITS);
        return (base + 1 << shift) - 1;
    }

    /** The duration that this share of all, 0 to 1, did not exceed; in nanoseconds. */
    long percentile(double share) {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.get(i);
        }
        long rank = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= rank && seen > 0) {
                return upperEnd(i);
            }
        }
        return 0;
    }
}
