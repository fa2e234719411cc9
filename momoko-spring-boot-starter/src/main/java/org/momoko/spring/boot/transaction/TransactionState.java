package org.momoko.spring.boot.transaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;

/** What all that joined a transaction, or one savepoint, share: how it was begun, whether it may commit, whom to tell. */
final class TransactionState {
    private final AsyncTransactionDefinition definition;
    private final Pool connections;
    private final @Nullable TransactionState parent;
    private final List<AsyncTransactionSynchronization> synchronizations = new ArrayList<>();
    private boolean ending;
    private boolean rollbackOnly;
    private boolean joinedFailed;
    private @Nullable Throwable joinedError;

    /**
     * @param connections the pool whose connection it holds
     * @param parent the transaction that this is a savepoint of
     */
    TransactionState(AsyncTransactionDefinition definition, Pool connections, @Nullable TransactionState parent) {
        this.definition = definition;
        this.connections = connections;
        this.parent = parent;
    }

    AsyncTransactionDefinition definition() {
        return definition;
    }

    /** The transaction around all savepoints. */
    TransactionState root() {
        return parent == null ? this : parent.root();
    }

    @Nullable
    TransactionState parent() {
        return parent;
    }

    Pool connections() {
        return connections;
    }

    synchronized boolean rollbackOnly() {
        return rollbackOnly;
    }

    synchronized void setRollbackOnly() {
        rollbackOnly = true;
    }

    /** Something that had joined failed, or asked for the rollback; the first error is kept. */
    synchronized void joinedFailed(@Nullable Throwable error) {
        rollbackOnly = true;
        joinedFailed = true;
        if (joinedError == null) {
            joinedError = error;
        }
    }

    /** The error with which a body that succeeded must fail; null for none. */
    synchronized @Nullable UnexpectedRollbackException unexpectedRollback() {
        return joinedFailed ? new UnexpectedRollbackException(joinedError) : null;
    }

    synchronized void register(AsyncTransactionSynchronization synchronization) {
        if (ending) {
            throw new TransactionScopeException("The transaction is ending; it is too late to register for that");
        }
        synchronizations.add(synchronization);
    }

    /** The one that was registered so many after the first; null when there are not as many. */
    synchronized @Nullable AsyncTransactionSynchronization synchronization(int index) {
        return index < synchronizations.size() ? synchronizations.get(index) : null;
    }

    /** Whether the transaction has ended. */
    synchronized boolean ended() {
        return ending;
    }

    /** Those registered so far. */
    synchronized List<AsyncTransactionSynchronization> synchronizations() {
        return List.copyOf(synchronizations);
    }

    /** From now on nobody registers. */
    synchronized List<AsyncTransactionSynchronization> end() {
        ending = true;
        return List.copyOf(synchronizations);
    }

    /** Those of a savepoint that was kept are the parent's business from now on. */
    synchronized void adopt(List<AsyncTransactionSynchronization> fromSavepoint) {
        synchronizations.addAll(fromSavepoint);
    }
}
