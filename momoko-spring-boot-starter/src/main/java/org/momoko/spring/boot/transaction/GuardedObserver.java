package org.momoko.spring.boot.transaction;

import org.momoko.spring.boot.transaction.TransactionObserver.Observed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An observer on whose errors no transaction depends. */
final class GuardedObserver implements TransactionObserver {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedObserver.class);

    private final TransactionObserver observer;

    GuardedObserver(TransactionObserver observer) {
        this.observer = observer;
    }

    @Override
    public Observed begun(AsyncTransactionDefinition definition, String pool) {
        try {
            Observed observed = observer.begun(definition, pool);
            return (outcome, statements, error) -> {
                try {
                    observed.ended(outcome, statements, error);
                } catch (RuntimeException e) {
                    failed(e);
                }
            };
        } catch (RuntimeException e) {
            failed(e);
            return TransactionObserver.NONE.begun(definition, pool);
        }
    }

    private static void failed(RuntimeException e) {
        LOG.warn("The observer of transactions failed; the transaction is not affected", e);
    }
}
