package org.momoko.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.pool.Waiter.WaitingState;

/**
 * The callers that wait, first come first served. Withdrawing marks a caller and leaves it in the queue until it comes
 * up or the marked ones are the larger half, so that it costs no search. Guarded by the pool's lock.
 */
final class WaiterQueue<R extends Pooled> {
    private static final int FEW = 64;

    /** 0 for as long as a caller likes. */
    private final long limitNanos;

    private final ArrayDeque<Waiter<R>> queue = new ArrayDeque<>();
    /** Those of the queue that would share, in the same order. */
    private final ArrayDeque<Rider<R>> riders = new ArrayDeque<>();

    private int waiting;
    /** How many of them would share: read by the lanes without the lock, which a moment's delay does not harm. */
    private final AtomicInteger sharing = new AtomicInteger();

    private final AtomicInteger alone = new AtomicInteger();

    /** @param limitNanos how long anybody waits; 0 for as long as it likes */
    WaiterQueue(long limitNanos) {
        this.limitNanos = limitNanos;
    }

    /** Callers that really wait. */
    int size() {
        return waiting;
    }

    /** Of these, those who would share a resource. Any thread. */
    int riders() {
        return sharing.getAcquire();
    }

    /** Of these, those who want a resource for themselves. Any thread. */
    int others() {
        return alone.getAcquire();
    }

    /** How many resources all of them want when a lane takes so many. */
    int resourcesWanted(int depth) {
        return others() + (riders() + depth - 1) / depth;
    }

    /** Adds a caller; returns the moment at which its waiting ends, {@link Waiter#NEVER} if it does not. */
    long add(Waiter<R> waiter) {
        waiter.waitingState(WaitingState.QUEUED);
        queue.addLast(waiter);
        Rider<R> rider = waiter.asRider();
        if (rider != null) {
            riders.addLast(rider);
        }
        count(waiter, 1);
        return deadline(waiter);
    }

    /** A caller's own, or what the limit leaves it: nothing to be kept, since it follows from what is kept. */
    private long deadline(Waiter<R> waiter) {
        long own = waiter.ownDeadlineNanos();
        return limitNanos == 0 ? own : earlier(own, waiter.waitingSinceNanos() + limitNanos);
    }

    private void count(Waiter<R> waiter, int change) {
        waiting += change;
        AtomicInteger sort = waiter.asRider() == null ? alone : sharing;
        sort.setRelease(sort.getPlain() + change);
    }

    private void ended(Waiter<R> waiter) {
        waiter.waitingState(WaitingState.ENDED);
        count(waiter, -1);
    }

    /** Takes the caller that waits longest; null when none does. */
    @Nullable
    Waiter<R> poll() {
        Waiter<R> oldest = pollFirst(queue);
        tidy(riders, riders());
        return oldest;
    }

    /** Takes the one that waits longest of those who would share; null when none does. */
    @Nullable
    Rider<R> pollRider() {
        Rider<R> oldest = pollFirst(riders);
        tidy(queue, waiting);
        return oldest;
    }

    private <W extends Waiter<R>> @Nullable W pollFirst(ArrayDeque<W> from) {
        for (W waiter; (waiter = from.pollFirst()) != null; ) {
            if (waiter.waitingState() == WaitingState.QUEUED) {
                ended(waiter);
                return waiter;
            }
        }
        return null;
    }

    /** Drops those who have gone, from the front and where they are the larger half. */
    private static <W extends Waiter<?>> void tidy(ArrayDeque<W> deque, int waiting) {
        for (W first; (first = deque.peekFirst()) != null && first.waitingState() != WaitingState.QUEUED; ) {
            deque.pollFirst();
        }
        if (deque.size() > FEW && deque.size() > 2 * waiting) {
            deque.removeIf(gone -> gone.waitingState() != WaitingState.QUEUED);
        }
    }

    /** Marks a caller as gone; false when it does not wait any more. */
    boolean withdraw(Waiter<R> waiter) {
        if (waiter.waitingState() != WaitingState.QUEUED) {
            return false;
        }
        ended(waiter);
        tidy(queue, waiting);
        tidy(riders, riders());
        return true;
    }

    /** Takes out every caller whose deadline has come. */
    List<Waiter<R>> expired(long now) {
        List<Waiter<R>> expired = new ArrayList<>();
        for (Waiter<R> waiter : queue) {
            long deadline = deadline(waiter);
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
                least = earlier(least, deadline(waiter));
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
