package org.momoko.internal.pool;

import org.jspecify.annotations.Nullable;

/**
 * A caller that waits for a resource. Exactly one of {@link #granted} and {@link #rejected} is called, at most once, and
 * never under the pool's lock; neither is called after {@link PoolCore#withdraw} returned true.
 *
 * <p>The waiter keeps two notes of the pool, guarded by the pool's lock, so that the queue needs no node of its own.
 *
 * @param <R> the resource
 */
public interface Waiter<R extends Pooled> {
    /** As a deadline: never. */
    long NEVER = Long.MAX_VALUE;

    /** Hands the resource over; the caller must give it back with {@link PoolCore#release}. */
    void granted(R resource);

    /** There will be no resource. */
    void rejected(Throwable error);

    /** The moment, by the pool's clock, at which the caller's own patience ends; {@link #NEVER} if it has no end. */
    long ownDeadlineNanos();

    /** Keeps the moment at which the waiting began. */
    void waitingSinceNanos(long sinceNanos);

    /** What {@link #waitingSinceNanos(long)} kept last. */
    long waitingSinceNanos();

    /** Keeps where the waiter stands. */
    void waitingState(WaitingState state);

    /** What {@link #waitingState(WaitingState)} kept last; {@link WaitingState#NEW} at first. */
    WaitingState waitingState();

    /** This waiter if it would also take a place beside others, see {@link Lanes}; else null. The same while it waits. */
    default @Nullable Rider<R> asRider() {
        return null;
    }

    /** Where a waiter stands. */
    enum WaitingState {
        /** Not yet seen by the pool. Goes to QUEUED or ENDED. */
        NEW,
        /** In the queue. Goes to ENDED. */
        QUEUED,
        /** Granted, rejected or withdrawn. */
        ENDED
    }
}
