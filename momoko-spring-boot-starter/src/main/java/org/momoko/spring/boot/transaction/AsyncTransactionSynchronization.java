package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.event.TransactionOutcome;

/**
 * Is told of the end of a transaction, see {@link AsyncTransaction#register}. Those of a savepoint that was kept are told
 * with the transaction around it; those of one that was undone are told so at once.
 */
public interface AsyncTransactionSynchronization {

    /**
     * Before COMMIT, in the scope of the transaction: statements may still be run. They take turns in the order of their
     * registration.
     *
     * @return COMMIT waits for it; when it fails, the transaction is rolled back and fails with its error
     */
    default CompletionStage<@Nullable Void> beforeCommit(AsyncTransaction transaction) {
        return CompletableFuture.completedFuture(null);
    }

    /** Before COMMIT or ROLLBACK is sent, or after the connection was lost. What it throws is logged. */
    default void beforeCompletion() {}

    /** After COMMIT was acknowledged and the connection given back, outside the scope. What it throws is logged. */
    default void afterCommit() {}

    /** After the end, outside the scope, before the caller's future completes. What it throws is logged. */
    default void afterCompletion(TransactionOutcome outcome) {}
}
