package org.momoko.spring.boot.transaction;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.event.TransactionOutcome;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Publishes events for {@code @TransactionalEventListener}. Events that are published in another way reach such listeners
 * only where they allow {@code fallbackExecution}, since Spring looks for a transaction of the thread.
 *
 * <p>Listeners are blocking code: they run at the end of the transaction, on the thread that learns of it, which is an event
 * loop unless the pool has an executor. What one throws before COMMIT rolls back.
 */
public final class AsyncTransactionEvents {
    private final ApplicationEventPublisher publisher;

    /** @param publisher where the events go */
    public AsyncTransactionEvents(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * As {@link #publish(AsyncTransaction, Object)}, in the transaction of the running method.
     *
     * @throws TransactionScopeException where there is none
     */
    public void publish(Object event) {
        publish(AsyncTransaction.current(), event);
    }

    /**
     * Publishes the event: ordinary listeners hear of it now, transactional ones at the end of this transaction.
     *
     * @throws TransactionScopeException when the handle is one without a transaction, or the transaction is ending
     */
    public void publish(AsyncTransaction transaction, Object event) {
        Objects.requireNonNull(event, "event");
        for (TransactionSynchronization synchronization : publishAndCollect(transaction, event)) {
            transaction.register(
                    new OfSpring(synchronization, transaction.definition().readOnly()));
        }
    }

    /** Spring's listeners register with the thread's transaction; for the moment of the publication there is one. */
    private List<TransactionSynchronization> publishAndCollect(AsyncTransaction transaction, Object event) {
        List<TransactionSynchronization> before = TransactionSynchronizationManager.isSynchronizationActive()
                ? TransactionSynchronizationManager.getSynchronizations()
                : null;
        boolean activeBefore = TransactionSynchronizationManager.isActualTransactionActive();
        if (before != null) {
            TransactionSynchronizationManager.clearSynchronization();
        }
        TransactionSynchronizationManager.initSynchronization();
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            transaction.call(() -> {
                publisher.publishEvent(event);
                return null;
            });
            return TransactionSynchronizationManager.getSynchronizations();
        } finally {
            TransactionSynchronizationManager.clearSynchronization();
            TransactionSynchronizationManager.setActualTransactionActive(activeBefore);
            if (before != null) {
                TransactionSynchronizationManager.initSynchronization();
                before.forEach(TransactionSynchronizationManager::registerSynchronization);
            }
        }
    }

    /** What Spring registered, told by us. */
    private record OfSpring(TransactionSynchronization synchronization, boolean readOnly)
            implements AsyncTransactionSynchronization {

        @Override
        public CompletionStage<@Nullable Void> beforeCommit(AsyncTransaction transaction) {
            synchronization.beforeCommit(readOnly);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void beforeCompletion() {
            synchronization.beforeCompletion();
        }

        @Override
        public void afterCommit() {
            synchronization.afterCommit();
        }

        @Override
        public void afterCompletion(TransactionOutcome outcome) {
            synchronization.afterCompletion(
                    switch (outcome) {
                        case COMMITTED -> TransactionSynchronization.STATUS_COMMITTED;
                        case ROLLED_BACK -> TransactionSynchronization.STATUS_ROLLED_BACK;
                        case UNKNOWN -> TransactionSynchronization.STATUS_UNKNOWN;
                    });
        }
    }
}
