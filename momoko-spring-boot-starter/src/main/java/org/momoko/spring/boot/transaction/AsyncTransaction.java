package org.momoko.spring.boot.transaction;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.api.SqlClient;

/**
 * A transaction as the body sees it that runs in it. Statements run through this handle belong to the transaction wherever
 * they are called, also in callbacks, other threads and after {@code allOf}; statements after its end fail.
 *
 * <p>In a scope without a transaction ({@link Propagation#SUPPORTS}, {@link Propagation#NOT_SUPPORTED},
 * {@link Propagation#NEVER}) statements run each for itself.
 */
public interface AsyncTransaction extends SqlClient {

    /**
     * The transaction of the method or callback that is running, for the extent of its call only: read it at the top and
     * use the handle in the callbacks.
     *
     * @throws TransactionScopeException where there is none, and in a callback of somebody else's that happens to run
     *     inside the extent
     */
    static AsyncTransaction current() {
        Scope scope = ThreadScope.current(ScopeGuard.NEAR);
        if (scope == null) {
            throw new TransactionScopeException(Messages.NO_SCOPE);
        }
        return scope.handle();
    }

    /** Whether there is a transaction, as opposed to a scope without one. */
    boolean active();

    /** How the transaction was begun; for a scope without one, how the scope was. */
    AsyncTransactionDefinition definition();

    /** Whether it can only be rolled back. */
    boolean rollbackOnly();

    /**
     * Has the transaction rolled back at its end. The method that began it then succeeds with its result all the same; when
     * it is one that joined which asks, the transaction ends with {@link UnexpectedRollbackException}.
     *
     * @throws TransactionScopeException when there is no transaction
     */
    void setRollbackOnly();

    /**
     * Has the synchronization told of the end.
     *
     * @throws TransactionScopeException when there is no transaction, or it is ending
     */
    void register(AsyncTransactionSynchronization synchronization);

    /**
     * Calls something in the scope of this transaction, for the extent of the call: {@link #current()}, transactional
     * clients and methods with {@link AsyncTransactional} join it. To be used in callbacks.
     */
    <T extends @Nullable Object> T call(Supplier<T> call);
}
