package org.momoko.spring.boot.transaction;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/**
 * Spring's own transactions for reactive code on Momoko: {@code @Transactional} and {@code TransactionalOperator} for
 * {@code Mono} and {@code Flux}. {@link ReactiveTransactions#current()} is the transaction.
 *
 * <p>Methods that return a stage need {@link AsyncTransactional} instead: their body would not join, and be rolled back or
 * committed on its own.
 */
public final class MomokoReactiveTransactionManager extends AbstractReactiveTransactionManager {
    private static final long serialVersionUID = 1L;

    /** What a transaction's scope is bound to; one key, so that it can be found without knowing the pool. */
    private static final Object RESOURCE = MomokoReactiveTransactionManager.class;

    private final transient TransactionEngine engine;
    private final transient Pool pool;

    /** @param operator of the same application context as the pool, which must be the one that plain injection gives */
    public MomokoReactiveTransactionManager(AsyncTransactionOperator operator, Pool pool) {
        this.engine = operator.engine();
        this.pool = pool;
    }

    /** A transaction as Spring handles it. */
    private static final class Handle {
        private @Nullable Participation participation;

        Participation participation() {
            return Objects.requireNonNull(participation, "no transaction");
        }
    }

    /** The scope of the transaction of the chain that subscribes; empty for none. */
    static Mono<Scope> currentScope() {
        return TransactionSynchronizationManager.forCurrentTransaction()
                .flatMap(manager -> Mono.justOrEmpty((Participation) manager.getResource(RESOURCE)))
                .map(Participation::scope)
                .onErrorResume(NoTransactionException.class, none -> Mono.empty());
    }

    @Override
    protected Object doGetTransaction(TransactionSynchronizationManager manager) {
        Handle handle = new Handle();
        Participation current = (Participation) manager.getResource(RESOURCE);
        if (current != null && current.scope().pool() == pool) {
            handle.participation = current;
        }
        return handle;
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return ((Handle) transaction).participation != null;
    }

    @Override
    protected Mono<Void> doBegin(
            TransactionSynchronizationManager manager, Object transaction, TransactionDefinition definition) {
        return Mono.defer(() -> {
            Participation participation = engine.participate(MomokoTransactionManager.definition(definition), null);
            participation.start();
            return Mono.fromFuture(participation.begun(), true)
                    .onErrorMap(error -> new CannotCreateTransactionException(
                            "Could not begin a transaction", Errors.unwrapped(error)))
                    .doOnCancel(participation::cancel)
                    .then(Mono.fromRunnable(() -> {
                        ((Handle) transaction).participation = participation;
                        manager.bindResource(RESOURCE, participation);
                    }));
        });
    }

    @Override
    protected Mono<Object> doSuspend(TransactionSynchronizationManager manager, Object transaction) {
        return Mono.fromSupplier(() -> {
            ((Handle) transaction).participation = null;
            return Objects.requireNonNull(manager.unbindResource(RESOURCE));
        });
    }

    @Override
    protected Mono<Void> doResume(
            TransactionSynchronizationManager manager, @Nullable Object transaction, Object suspendedResources) {
        return Mono.fromRunnable(() -> manager.bindResource(RESOURCE, suspendedResources));
    }

    @Override
    protected Mono<Void> doCommit(TransactionSynchronizationManager manager, GenericReactiveTransaction status) {
        return Mono.fromFuture(() -> participation(status).end(null), true)
                .onErrorMap(error -> MomokoTransactionManager.commitFailure(Errors.unwrapped(error)))
                .then();
    }

    @Override
    protected Mono<Void> doRollback(TransactionSynchronizationManager manager, GenericReactiveTransaction status) {
        // whatever else ended the transaction has rolled it back as well
        return Mono.fromFuture(() -> participation(status).end(new SpringRollback()), true)
                .onErrorComplete()
                .then();
    }

    @Override
    protected Mono<Void> doSetRollbackOnly(
            TransactionSynchronizationManager manager, GenericReactiveTransaction status) {
        return Mono.fromRunnable(() -> {
            TransactionState state = participation(status).scope().state();
            if (state != null) {
                state.joinedFailed(null);
            }
        });
    }

    private static Participation participation(GenericReactiveTransaction status) {
        return ((Handle) status.getTransaction()).participation();
    }

    @Override
    protected Mono<Void> doCleanupAfterCompletion(TransactionSynchronizationManager manager, Object transaction) {
        return Mono.fromRunnable(() -> {
            ((Handle) transaction).participation = null;
            manager.unbindResourceIfPossible(RESOURCE);
        });
    }
}
