package org.momoko.internal.pool;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.event.CloseReason;

/**
 * What a pool hands out. Holds the pool's own notes about it, which only the pool touches, under its lock or
 * that of its lanes.
 *
 * <p>Whoever makes the resource tells {@link PoolCore#lost} of its end, once, whether it was closed or died.
 */
public abstract class Pooled {
    /** Where the resource stands with its pool. */
    enum Place {
        /** Not yet of the pool, or no longer. Goes to FREE, BUSY or CLOSING once connected. */
        GONE,
        /** Given to nobody. Goes to BUSY, to CLOSING, or to GONE when it dies. */
        FREE,
        /** Given to a caller, or being validated. Goes to FREE, to BUSY for the next caller, or to CLOSING. */
        BUSY,
        /** Told to close, and counted as busy until it has. Goes to GONE. */
        CLOSING
    }

    final LaneNotes lane = new LaneNotes();
    Place place = Place.GONE;
    /** Its end has been told. */
    boolean ended;
    /** Why it is to be closed as soon as its holder gives it back, or is being closed. */
    volatile @Nullable CloseReason closeReason;

    long freeSinceNanos;
    long grantedNanos;
    PoolClock.@Nullable Timer lifetimeTimer;

    /** Whether the resource can be used; false for good once it was told to close or has died. Any thread. */
    protected abstract boolean isOpen();

    /** Whether what is given to the resource now is not held up there; the lanes ask. Any thread. */
    protected boolean takesMore() {
        return isOpen();
    }

    /** Whether the calling thread drives the resource, so that handing work over costs nothing. Any thread. */
    protected boolean near() {
        return true;
    }

    /** Closes the resource without waiting; closing twice has no effect. Never called under the pool's lock. */
    protected abstract void close();

    /**
     * Finds out whether the resource still works, within a time limit of its own. Never called under the pool's lock.
     *
     * @return fails when it does not work; then the pool closes it
     */
    protected abstract CompletionStage<?> validate();
}
