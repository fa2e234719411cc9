package org.momoko.internal.pool;

/**
 * A caller that may take a place beside others on one resource, see {@link Lanes}. While it waits it is a waiter like any
 * other; what it is granted then becomes a lane, which it opens with {@link Lanes#open}.
 *
 * @param <R> the resource
 */
public interface Rider<R extends Pooled> extends Waiter<R> {
    /** Takes its place; it must be left with {@link Lanes#leave}. Never called under a lock. */
    void boarded(R lane);

    /** How long it will probably keep those behind it, in nanoseconds; the same from entering to leaving. */
    int workNanos();
}
