package org.momoko.internal.pool;

import org.jspecify.annotations.Nullable;

/** A caller that remembers what it was told. */
class FakeWaiter implements Waiter<FakeResource> {
    volatile @Nullable FakeResource resource;
    volatile @Nullable Throwable error;
    volatile int told;
    long ownDeadline = NEVER;
    private long since;
    private WaitingState state = WaitingState.NEW;

    @Override
    public void granted(FakeResource granted) {
        resource = granted;
        told++;
    }

    @Override
    public void rejected(Throwable reason) {
        error = reason;
        told++;
    }

    boolean waits() {
        return told == 0;
    }

    @Override
    public long ownDeadlineNanos() {
        return ownDeadline;
    }

    @Override
    public void waitingSinceNanos(long sinceNanos) {
        since = sinceNanos;
    }

    @Override
    public long waitingSinceNanos() {
        return since;
    }

    @Override
    public void waitingState(WaitingState next) {
        state = next;
    }

    @Override
    public WaitingState waitingState() {
        return state;
    }
}
