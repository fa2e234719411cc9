package org.momoko.spring.boot.transaction;

import org.jspecify.annotations.Nullable;
import org.momoko.event.TransactionOutcome;

/** Is told of every transaction that is begun, savepoints apart. */
public interface TransactionObserver {

    /** Watches nothing. */
    TransactionObserver NONE = (definition, pool) -> (outcome, statements, error) -> {};

    /**
     * A transaction was asked for. Called on the caller's thread.
     *
     * @param pool the name of the pool whose connection it takes
     */
    Observed begun(AsyncTransactionDefinition definition, String pool);

    /** One transaction. */
    @FunctionalInterface
    interface Observed {
        /**
         * It has ended.
         *
         * @param statements how many it sent, BEGIN and COMMIT not counted
         * @param error why it did not commit; null when it did, or was rolled back as asked
         */
        void ended(TransactionOutcome outcome, int statements, @Nullable Throwable error);
    }
}
