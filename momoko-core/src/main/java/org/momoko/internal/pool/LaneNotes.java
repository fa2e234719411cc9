package org.momoko.internal.pool;

/** What {@link Lanes} notes about a resource, under its lock. */
final class LaneNotes {
    /** Who has a place. */
    int riders;

    /** How long their work will probably take, together. */
    long workNanos;

    /** When the last rider to leave was answered, or else when the lane was opened. */
    long answeredNanos;

    void open(long now) {
        riders = 0;
        workNanos = 0;
        answeredNanos = now;
    }

    void add(int work) {
        riders++;
        workNanos += work;
    }

    void remove(int work) {
        riders--;
        workNanos -= work;
    }
}
