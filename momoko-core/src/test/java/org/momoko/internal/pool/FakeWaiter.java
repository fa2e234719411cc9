package org.momoko.internal.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A caller that remembers what it was told. */
class FakeWaiter implements Waiter<FakeResource> {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final int number = NUMBERS.incrementAndGet();
    volatile @Nullable FakeResource resource;
    volatile @Nullable Throwable error;
    volatile int told;
    /** Whether it went away, as the test says; then it must be told nothing. */
    volatile boolean withdrawn;

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

    /** Those of whom it does not hold that they were told once, or nothing because they had withdrawn. */
    static List<FakeWaiter> wronglyTold(Collection<? extends FakeWaiter> callers) {
        return callers.stream()
                .<FakeWaiter>map(caller -> caller)
                .filter(caller -> caller.told != (caller.withdrawn ? 0 : 1))
                .toList();
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

    /** What a caller of this kind is called in messages. */
    String kind() {
        return "caller";
    }

    /** Who it is and what it knows: {@code caller 17 waiting}, {@code rider 3 withdrawn, granted r2, told 2 times}. */
    @Override
    public String toString() {
        List<String> known = new ArrayList<>();
        if (withdrawn) {
            known.add("withdrawn");
        } else if (waits()) {
            known.add("waiting");
        }
        if (resource != null) {
            known.add("granted " + resource);
        }
        if (error != null) {
            known.add("rejected with " + error.getClass().getSimpleName());
        }
        if (told > 1) {
            known.add("told " + told + " times");
        }
        return kind() + ' ' + number + ' ' + String.join(", ", known);
    }
}
