package org.momoko.internal.client;

import org.momoko.event.TransactionOutcome;

/** Where a transaction runs. */
interface TransactionHost {

    /** The server's process. */
    int processId();

    /** The body of a transaction is about to be called. */
    default void transactionBegan(PgTransaction transaction) {}

    /** A transaction that has begun is over. */
    default void transactionEnded(PgTransaction transaction, TransactionOutcome outcome) {}
}
