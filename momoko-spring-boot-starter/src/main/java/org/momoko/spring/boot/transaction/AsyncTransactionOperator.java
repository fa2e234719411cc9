package org.momoko.spring.boot.transaction;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.Momoko;
import org.momoko.error.InterfaceException;

/**
 * Runs callbacks in transactions. The handle that the callback gets is the transaction; nothing else has to be known about
 * threads.
 *
 * <p>Every outcome arrives through the returned future; only a null argument is thrown at once. The future completes after
 * COMMIT was acknowledged, or the transaction rolled back, the connection given back, and the synchronizations told.
 * Cancelling it rolls back. Where spring-tx is present, errors of Momoko are translated to
 * {@code DataAccessException}s, the original being the cause.
 */
public final class AsyncTransactionOperator implements AutoCloseable {
    private final TransactionEngine engine;
    private final RetryTimer timer = new RetryTimer();
    private final boolean guardedCallbacks;

    AsyncTransactionOperator(TransactionEngine engine, boolean guardedCallbacks) {
        this.engine = engine;
        this.guardedCallbacks = guardedCallbacks;
    }

    /** As {@link #execute(AsyncTransactionDefinition, Function)}, with {@link AsyncTransactionDefinition#DEFAULT}. */
    public <T extends @Nullable Object> CompletableFuture<T> execute(
            Function<? super AsyncTransaction, ? extends CompletionStage<T>> body) {
        return execute(AsyncTransactionDefinition.DEFAULT, body);
    }

    /**
     * Runs the body, which gets the transaction that the definition says, and ends that when the body's stage completes.
     * Where a transaction is begun, the body is called on the thread that brings the connection: an event loop, unless the
     * pool has an executor, so it must not block.
     *
     * @return the body's result. It fails with the body's error, with {@link UnexpectedRollbackException} when something
     *     that joined had failed, with {@link TransactionScopeException} when the propagation does not allow the call or
     *     nobody can tell in which scope it is made, and with what made BEGIN or COMMIT fail
     */
    public <T extends @Nullable Object> CompletableFuture<T> execute(
            AsyncTransactionDefinition definition,
            Function<? super AsyncTransaction, ? extends CompletionStage<T>> body) {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(body, "body");
        Scope caller;
        try {
            caller = ThreadScope.current();
        } catch (TransactionScopeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return new Execution<T>(engine, timer, definition, caller, guardedCallbacks ? caller : null, body).start();
    }

    /** As {@link #call(AsyncTransactionDefinition, Function)}, with {@link AsyncTransactionDefinition#DEFAULT}. */
    public <T extends @Nullable Object> T call(Function<? super AsyncTransaction, ? extends T> body) {
        return call(AsyncTransactionDefinition.DEFAULT, body);
    }

    /**
     * Runs blocking code in the transaction that the definition says, on the calling thread, and waits for the end of the
     * transaction. Made for virtual threads; a platform thread is blocked meanwhile.
     *
     * @return the body's result
     * @throws InterfaceException at once when the calling thread is an event loop, which nothing may block
     */
    public <T extends @Nullable Object> T call(
            AsyncTransactionDefinition definition, Function<? super AsyncTransaction, ? extends T> body) {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(body, "body");
        return blocking(definition, body::apply);
    }

    /** As {@link #call}; what the body throws is thrown as it is. */
    <T extends @Nullable Object> T blocking(AsyncTransactionDefinition definition, BlockingBody<T> body) {
        if (Momoko.onEventLoop()) {
            throw new InterfaceException("A blocking transaction would block the event loop thread "
                    + Thread.currentThread().getName()
                    + ", which is needed to complete it. Return a CompletableFuture, or"
                    + " call from another thread.");
        }
        Scope caller = ThreadScope.current();
        int retries = TransactionEngine.retries(definition, caller);
        for (int attempt = 0; ; attempt++) {
            Participation participation = engine.participate(definition, caller);
            try {
                return BlockingCall.run(engine, participation, body);
            } catch (Throwable e) {
                if (attempt >= retries || !TransactionEngine.mayBeRepeated(participation, e)) {
                    throw e;
                }
            }
            LockSupport.parkNanos(RetryTimer.nanos(attempt));
        }
    }

    TransactionEngine engine() {
        return engine;
    }

    /** Ends the wait of transactions that were about to be tried again. */
    @Override
    public void close() {
        timer.close();
    }
}
