package org.momoko.internal.client;

import org.momoko.internal.pool.Waiter;

/** A wait for a pool's session, with the notes that the pool keeps in it. */
abstract class Wait implements Waiter<PooledSession> {
    private WaitingState waitingState = WaitingState.NEW;
    private long waitingSinceNanos;

    @Override
    public long ownDeadlineNanos() {
        return NEVER;
    }

    @Override
    public final void waitingSinceNanos(long sinceNanos) {
        waitingSinceNanos = sinceNanos;
    }

    @Override
    public final long waitingSinceNanos() {
        return waitingSinceNanos;
    }

    @Override
    public final void waitingState(WaitingState state) {
        waitingState = state;
    }

    @Override
    public final WaitingState waitingState() {
        return waitingState;
    }
}
