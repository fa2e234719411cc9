package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.momoko.error.InterfaceException;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.session.Session;

/** A connection, or what stands for one, on which transactions run that it has not taken for that purpose alone. */
interface TransactionHost {

    /** A transaction begins to use the connection; null, and nothing has begun, when it is closed. */
    @Nullable
    Session enter();

    /** A transaction that has entered is over. */
    void leave();

    /** A transaction with a body is to begin; false, and it must not, while another one is open that this one's end would end. */
    default boolean admits(CompletableFuture<?> transaction) {
        return true;
    }

    /** Whether a transaction with a body is open. */
    default boolean occupied() {
        return false;
    }

    /** Why nothing else may begin while one is open. */
    static InterfaceException occupiedBy() {
        return new InterfaceException(
                "A transaction is open on this connection, and a second one would end it. Begin it after"
                        + " the end of the first, or as a savepoint on its handle. Nothing was sent");
    }

    /** A transaction is about to call its body, or to be sent. */
    default void transactionBegan(OngoingTransaction transaction) {}

    /** What became of a transaction that began. */
    default void transactionEnded(OngoingTransaction transaction, TransactionOutcome outcome) {}
}
