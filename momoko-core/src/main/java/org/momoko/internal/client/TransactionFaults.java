package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;

/** What went wrong in a run, kept apart from it, so that one in which nothing does needs no room for it. */
final class TransactionFaults {
    /** What the body failed with. */
    volatile @Nullable Throwable body;

    /** Why it was ended before its time. */
    volatile @Nullable Throwable abort;

    /** The error of the statement that failed first, and was not undone. */
    volatile @Nullable Throwable first;

    /** Why the transaction was not begun. */
    volatile @Nullable Throwable begin;
}
