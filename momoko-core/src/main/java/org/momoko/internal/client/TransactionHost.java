package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.session.Session;

/** A connection, or what stands for one, on which transactions run that it has not taken for that purpose alone. */
interface TransactionHost {

    /** A transaction begins to use the connection; null, and nothing has begun, when it is closed. */
    @Nullable
    Session enter();

    /** A transaction that has entered is over. */
    void leave();

    /** A transaction is about to call its body, or to be sent. */
    default void transactionBegan(OngoingTransaction transaction) {}

    /** What became of a transaction that began. */
    default void transactionEnded(OngoingTransaction transaction, TransactionOutcome outcome) {}
}
