package org.momoko.internal.client;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.concurrent.OperationFuture;

/**
 * Who is inside a transaction, or a savepoint, and when its end comes.
 *
 * <p><b>Statements come and go.</b> Each is let in by {@link #enter} and counted until {@link #leave}. A savepoint counts
 * in what is around it from the moment it is asked for until it is over.
 *
 * <p><b>The end.</b> Whoever comes first, the body's stage or an abort, <i>claims</i> the end: from then on nothing is let
 * in. When the last of those inside has left, {@link #end} sends COMMIT or ROLLBACK, once. Until that moment an abort
 * turns a commit into a rollback; after it, the server's answer decides.
 */
abstract class TransactionGate<T extends @Nullable Object> extends OperationFuture<T> {
    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<TransactionGate> STATE =
            AtomicIntegerFieldUpdater.newUpdater(TransactionGate.class, "state");

    /** The lower bits of the state count what is inside. */
    private static final int CLAIMED = 1 << 27;

    /** What is to become of it is settled; the end comes when nothing is inside. */
    private static final int ARMED = 1 << 28;

    private static final int ABORTED = 1 << 29;

    /** {@link #end} has been called. */
    private static final int ENDING = 1 << 30;

    private static final int INSIDE = CLAIMED - 1;

    private volatile int state;

    /** Claims the end if it has come and nobody has noticed. */
    abstract void notice();

    /** Nothing is inside any more: commits, or rolls back. Called once, on any thread. */
    abstract void end(boolean aborted);

    /** Lets one in; false when the end is near. */
    final boolean enter() {
        notice();
        for (int now; ((now = state) & CLAIMED) == 0; ) {
            if (STATE.compareAndSet(this, now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    final void leave() {
        int now = STATE.decrementAndGet(this);
        if ((now & ARMED) != 0 && (now & INSIDE) == 0) {
            beginEnd();
        }
    }

    final boolean isEmpty() {
        return (state & INSIDE) == 0;
    }

    final boolean aborted() {
        return (state & ABORTED) != 0;
    }

    final boolean claimed() {
        notice();
        return (state & CLAIMED) != 0;
    }

    /** Whether the end is the caller's: then {@link #arm} has to follow. */
    final boolean claim() {
        for (int now; ((now = state) & CLAIMED) == 0; ) {
            if (STATE.compareAndSet(this, now, now | CLAIMED)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an abort would come in time, and be the first. */
    final boolean mayAbort() {
        return (state & (ABORTED | ENDING)) == 0;
    }

    /** Whether the abort comes in time: then {@link #arm} has to follow. */
    final boolean claimForAbort() {
        for (int now; ((now = state) & (ABORTED | ENDING)) == 0; ) {
            if (STATE.compareAndSet(this, now, now | CLAIMED | ABORTED)) {
                return true;
            }
        }
        return false;
    }

    /** What is to become of it is settled. */
    final void arm() {
        int before = STATE.getAndAccumulate(this, ARMED, (now, more) -> now | more);
        if ((before & ARMED) == 0 && (before & INSIDE) == 0) {
            beginEnd();
        }
    }

    private void beginEnd() {
        int before = STATE.getAndAccumulate(this, ENDING, (now, more) -> now | more);
        end((before & ABORTED) != 0);
    }
}
