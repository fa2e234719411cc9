package org.momoko.internal.client;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.concurrent.OperationFuture;

/**
 * Who is inside a transaction, or a savepoint, when its end comes, and what became of it.
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
    private static final int CLAIMED = 1 << 23;

    /** What is to become of it is settled; the end comes when nothing is inside. */
    private static final int ARMED = 1 << 24;

    private static final int ABORTED = 1 << 25;

    /** {@link #end} has been called. */
    private static final int ENDING = 1 << 26;

    private static final int ROLLBACK_ONLY = 1 << 27;

    /** One of these is set once the outcome is known. */
    private static final int COMMITTED = 1 << 28;

    private static final int ROLLED_BACK = 1 << 29;
    private static final int UNKNOWN = 1 << 30;

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
        int before = set(ARMED);
        if ((before & ARMED) == 0 && (before & INSIDE) == 0) {
            beginEnd();
        }
    }

    private void beginEnd() {
        end((set(ENDING) & ABORTED) != 0);
    }

    /** What became of it is known. */
    final void outcome(TransactionOutcome known) {
        set(
                switch (known) {
                    case COMMITTED -> COMMITTED;
                    case ROLLED_BACK -> ROLLED_BACK;
                    case UNKNOWN -> UNKNOWN;
                });
    }

    /** Null as long as it is not known. */
    final @Nullable TransactionOutcome outcome() {
        int now = state;
        if ((now & COMMITTED) != 0) {
            return TransactionOutcome.COMMITTED;
        }
        if ((now & ROLLED_BACK) != 0) {
            return TransactionOutcome.ROLLED_BACK;
        }
        return (now & UNKNOWN) != 0 ? TransactionOutcome.UNKNOWN : null;
    }

    /** It is to be undone, which is no failure. */
    final void setRollbackOnly() {
        set(ROLLBACK_ONLY);
    }

    final boolean rollbackOnly() {
        return (state & ROLLBACK_ONLY) != 0;
    }

    /** The state before. */
    private int set(int flags) {
        return STATE.getAndAccumulate(this, flags, (now, more) -> now | more);
    }
}
