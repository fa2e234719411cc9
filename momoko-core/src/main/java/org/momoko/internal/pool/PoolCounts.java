package org.momoko.internal.pool;

/** The counts of a pool at one moment: connections by state, and callers that wait. */
public record PoolCounts(int free, int busy, int pending, int dead, int waiting) {

    /** All places, whatever their state. */
    public int total() {
        return free + busy + pending + dead;
    }

    @Override
    public String toString() {
        return free + " free, " + busy + " busy, " + dead + " dead, " + pending + " pending, " + waiting + " waiting";
    }
}
