package org.momoko.spring.boot.transaction;

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.momoko.Momoko;
import org.momoko.api.Pool;
import org.momoko.error.OutcomeUnknownException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.NestedTransactionNotSupportedException;
import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.SmartTransactionObject;

/**
 * Spring's own transactions for blocking code on Momoko: imperative {@code @Transactional}, {@code TransactionTemplate},
 * {@code @TransactionalEventListener}, test-managed transactions. A {@link TransactionalClient} and
 * {@link AsyncTransaction#current()} join them on the thread of the transaction.
 *
 * <p>Methods that return a stage or a publisher need {@link AsyncTransactional} instead: this manager commits when the
 * method returns.
 */
public final class MomokoTransactionManager extends AbstractPlatformTransactionManager
        implements ResourceTransactionManager {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A name that is used twice in one transaction hides the older savepoint of that name. */
    private static final AtomicLong SAVEPOINTS = new AtomicLong();

    private final transient TransactionEngine engine;
    private final transient Pool pool;

    /** @param operator of the same application context as the pool, which must be the one that plain injection gives */
    public MomokoTransactionManager(AsyncTransactionOperator operator, Pool pool) {
        this.engine = operator.engine();
        this.pool = pool;
        setNestedTransactionAllowed(true);
    }

    @Override
    public Object getResourceFactory() {
        return pool;
    }

    /** A transaction as Spring handles it; one object for each time that it is asked for. */
    private static final class Handle implements SmartTransactionObject, SavepointManager {
        private ThreadScope.@Nullable Attached attached;
        private @Nullable Participation participation;

        @Override
        public boolean isRollbackOnly() {
            TransactionState state = scope().state();
            return state != null && state.rollbackOnly();
        }

        Scope scope() {
            ThreadScope.Attached open = attached;
            if (open == null) {
                throw new IllegalStateException("no transaction");
            }
            return open.scope();
        }

        private void run(String sql) {
            try {
                scope().client().execute(sql).join();
            } catch (CompletionException e) {
                throw new NestedTransactionNotSupportedException("Could not run " + sql, Errors.unwrapped(e));
            }
        }

        @Override
        public Object createSavepoint() {
            String name = "momoko_spring_" + SAVEPOINTS.incrementAndGet();
            run("SAVEPOINT " + name);
            return name;
        }

        @Override
        public void rollbackToSavepoint(Object savepoint) {
            run("ROLLBACK TO SAVEPOINT " + savepoint);
        }

        @Override
        public void releaseSavepoint(Object savepoint) {
            run("RELEASE SAVEPOINT " + savepoint);
        }
    }

    @Override
    protected Object doGetTransaction() {
        Handle handle = new Handle();
        ThreadScope.Attached current = ThreadScope.attached();
        if (current != null && current.scope().pool() == pool) {
            handle.attached = current;
        }
        return handle;
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return ((Handle) transaction).attached != null;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        if (Momoko.onEventLoop()) {
            throw new CannotCreateTransactionException("A blocking transaction would block the event loop thread "
                    + Thread.currentThread().getName() + ". Use @AsyncTransactional, or call from another thread.");
        }
        AsyncTransactionDefinition wanted = definition(definition);
        Participation participation = engine.participate(wanted, null);
        participation.start();
        try {
            participation.begun().join();
        } catch (CompletionException e) {
            throw new CannotCreateTransactionException("Could not begin a transaction", Errors.unwrapped(e));
        }
        Handle handle = (Handle) transaction;
        handle.participation = participation;
        handle.attached = ThreadScope.attach(participation.scope());
    }

    static AsyncTransactionDefinition definition(TransactionDefinition definition) {
        AsyncTransactionDefinition wanted = AsyncTransactionDefinition.DEFAULT
                .withPropagation(Propagation.REQUIRES_NEW)
                .withIsolation(
                        switch (definition.getIsolationLevel()) {
                            case TransactionDefinition.ISOLATION_DEFAULT -> Isolation.DEFAULT;
                            case TransactionDefinition.ISOLATION_READ_UNCOMMITTED -> Isolation.READ_UNCOMMITTED;
                            case TransactionDefinition.ISOLATION_READ_COMMITTED -> Isolation.READ_COMMITTED;
                            case TransactionDefinition.ISOLATION_REPEATABLE_READ -> Isolation.REPEATABLE_READ;
                            case TransactionDefinition.ISOLATION_SERIALIZABLE -> Isolation.SERIALIZABLE;
                            default ->
                                throw new InvalidIsolationLevelException(
                                        "Unknown isolation level " + definition.getIsolationLevel());
                        });
        if (definition.getName() != null) {
            wanted = wanted.withName(definition.getName());
        }
        if (definition.isReadOnly()) {
            wanted = wanted.asReadOnly();
        }
        return definition.getTimeout() == TransactionDefinition.TIMEOUT_DEFAULT
                ? wanted
                : wanted.withTimeout(Duration.ofSeconds(definition.getTimeout()));
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            participation(status).end(null).join();
        } catch (CompletionException e) {
            throw commitFailure(Errors.unwrapped(e));
        }
    }

    /** What Spring is told: whether the transaction was rolled back, or nobody knows. */
    static RuntimeException commitFailure(Throwable error) {
        if (error instanceof UnexpectedRollbackException) {
            return new org.springframework.transaction.UnexpectedRollbackException(
                    String.valueOf(error.getMessage()), error);
        }
        Throwable original = Errors.original(error);
        if ((original == null ? error : original) instanceof OutcomeUnknownException) {
            return new TransactionSystemException("The outcome of COMMIT is unknown", error);
        }
        return error instanceof RuntimeException runtime
                ? runtime
                : new TransactionSystemException("Could not commit", error);
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        SpringRollback asked = new SpringRollback();
        try {
            participation(status).end(asked).join();
        } catch (CompletionException e) {
            // whatever else ended the transaction has rolled it back as well
        }
    }

    private static Participation participation(DefaultTransactionStatus status) {
        Participation participation = ((Handle) status.getTransaction()).participation;
        if (participation == null) {
            throw new IllegalStateException("not the one that began the transaction");
        }
        return participation;
    }

    @Override
    protected void doSetRollbackOnly(DefaultTransactionStatus status) {
        TransactionState state = ((Handle) status.getTransaction()).scope().state();
        if (state != null) {
            state.setRollbackOnly();
        }
    }

    @Override
    protected Object doSuspend(Object transaction) {
        Handle handle = (Handle) transaction;
        ThreadScope.Attached suspended = handle.attached;
        handle.attached = null;
        ThreadScope.detach();
        return suspended == null ? this : suspended;
    }

    @Override
    protected void doResume(@Nullable Object transaction, Object suspendedResources) {
        if (suspendedResources instanceof ThreadScope.Attached attached) {
            ThreadScope.attachAgain(attached);
        }
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        ((Handle) transaction).attached = null;
        ThreadScope.detach();
    }
}
