package org.momoko.internal.pool;

/**
 * What a pool hands out. Holds the pool's own notes about it, which only the pool touches, under its lock.
 */
public abstract class Pooled {
    /** Where the resource stands with its pool. */
    enum Place {
        /** Given to nobody. Reached from BUSY, or after connecting. Goes to BUSY or GONE. */
        FREE,
        /** Given to a caller. Goes to FREE, to BUSY for the next caller, or to GONE. */
        BUSY,
        /** No longer, or not yet, of the pool. */
        GONE
    }

    Place place = Place.GONE;
    long freeSinceNanos;

    /** Whether the resource can be used; false for good once it was closed or has died. Any thread. */
    protected abstract boolean isOpen();

    /** Closes the resource without waiting; closing twice has no effect. Never called under the pool's lock. */
    protected abstract void close();
}
