package org.momoko.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.pool.Waiter.WaitingState;

/**
 * The callers that wait, first come first served. Withdrawing marks a caller and leaves it in the queue until it comes
 * up or the marked ones are the larger half, so that it costs no search. Guarded by the pool's lock.
 */
final class WaiterQueue<R extends Pooled> {
    private static final int FEW = 64;

    private final ArrayDeque<Waiter<R>> queue = new ArrayDeque<>();
    private int waiting;

    /** Callers that really wait. */
    int size() {
        return waiting;
    }

    void add(Waiter<R> waiter) {
        waiter.waitingState(WaitingState.QUEUED);
        queue.addLast(waiter);
        waiting++;
    }

    /** Takes the caller that waits longest; null when none does. */
    @Nullable
    Waiter<R> poll() {
        for (Waiter<R> waiter; (waiter = queue.pollFirst()) != null; ) {
            if (waiter.waitingState() == WaitingState.QUEUED) {
                waiter.waitingState(WaitingState.ENDED);
                waiting--;
                return waiter;
            }
        }
        return null;
    }

    /** Marks a caller as gone; false when it does not wait any more. */
    boolean withdraw(Waiter<R> waiter) {
        if (waiter.waitingState() != WaitingState.QUEUED) {
            return false;
        }
        waiter.waitingState(WaitingState.ENDED);
        waiting--;
        if (queue.size() > FEW && queue.size() > 2 * waiting) {
            queue.removeIf(gone -> gone.waitingState() != WaitingState.QUEUED);
        }
        return true;
    }

    /** Takes out every caller whose deadline has come. */
    List<Waiter<R>> expired(long now) {
        List<Waiter<R>> expired = new ArrayList<>();
        for (Waiter<R> waiter : queue) {
            long deadline = waiter.waitDeadlineNanos();
            if (waiter.waitingState() == WaitingState.QUEUED && deadline != Waiter.NEVER && deadline - now <= 0) {
                expired.add(waiter);
            }
        }
        expired.forEach(this::withdraw);
        return expired;
    }

    /** Takes out everybody. */
    List<Waiter<R>> drain() {
        List<Waiter<R>> all = new ArrayList<>(waiting);
        for (Waiter<R> waiter; (waiter = poll()) != null; ) {
            all.add(waiter);
        }
        return all;
    }

    /** The earliest deadline of those who wait; {@link Waiter#NEVER} when nobody has one. */
    long earliestDeadline() {
        long least = Waiter.NEVER;
        for (Waiter<R> waiter : queue) {
            if (waiter.waitingState() == WaitingState.QUEUED) {
                least = earlier(least, waiter.waitDeadlineNanos());
            }
        }
        return least;
    }

    /** The earlier of two moments on a clock that may wrap round. */
    static long earlier(long a, long b) {
        if (a == Waiter.NEVER || b == Waiter.NEVER) {
            return a == Waiter.NEVER ? b : a;
        }
        return a - b < 0 ? a : b;
    }
}
