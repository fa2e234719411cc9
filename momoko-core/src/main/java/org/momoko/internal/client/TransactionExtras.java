package org.momoko.internal.client;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What few runs have, kept apart so that the others need no room for it: something that went wrong, savepoints. */
final class TransactionExtras {
    /** What the body failed with. */
    volatile @Nullable Throwable body;

    /** Why it was ended before its time. */
    volatile @Nullable Throwable abort;

    /** The error of the statement that failed first, and was not undone. */
    volatile @Nullable Throwable first;

    /** Why the transaction was not begun. */
    volatile @Nullable Throwable begin;

    /** Savepoints that were asked for and are not over, oldest first; guarded by this object's lock. */
    private final ArrayDeque<SavepointRun<?>> savepoints = new ArrayDeque<>(2);

    /** Whether it is the first in the queue, and so may begin. */
    synchronized boolean add(SavepointRun<?> savepoint) {
        savepoints.add(savepoint);
        return savepoints.peek() == savepoint;
    }

    /** Takes one out that is over; the one whose turn it is now, null for none. */
    synchronized @Nullable SavepointRun<?> remove(SavepointRun<?> over) {
        boolean wasFirst = savepoints.peek() == over;
        savepoints.remove(over);
        return wasFirst ? savepoints.peek() : null;
    }

    synchronized SavepointRun<?>[] savepoints() {
        return savepoints.toArray(new SavepointRun<?>[0]);
    }
}
