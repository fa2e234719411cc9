package org.momoko.api;

/**
 * The counts of a pool at one moment.
 *
 * @param free connections that wait for a caller
 * @param busy connections in use, or being reset or closed
 * @param pending connections being opened
 * @param dead places whose connection was lost or could not be opened
 * @param waiting callers that wait for a connection
 * @param maxSize the most connections there may be
 */
public record PoolStats(int free, int busy, int pending, int dead, int waiting, int maxSize) {

    /** All places, whatever their state: never more than {@code maxSize}. */
    public int total() {
        return free + busy + pending + dead;
    }

    @Override
    public String toString() {
        return free + " free, " + busy + " busy, " + dead + " dead, " + pending + " pending, " + waiting + " waiting";
    }
}
