package org.momoko.internal.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.internal.concurrent.OperationFuture;

/**
 * Takes a connection for one piece of work and gives it back when the work's stage has completed; then completes itself.
 * Abandoning it abandons the waiting, or the work if that can be.
 */
abstract class Borrowing<T extends @Nullable Object> extends OperationFuture<T> {
    private final PgPool pool;
    private final @Nullable Throwable takenHere;
    private volatile @Nullable CompletableFuture<?> current;

    /** @param takenHere where the caller asks, see {@link Holders#here()} */
    Borrowing(PgPool pool, @Nullable Throwable takenHere) {
        super(pool.context().completionExecutor());
        this.pool = pool;
        this.takenHere = takenHere;
    }

    /** The work. */
    abstract CompletionStage<T> use(Connection connection);

    /** The work failed. True when nothing has come of it and it shall begin anew on another connection. */
    boolean shallBeginAnew(Connection failedOn) {
        return false;
    }

    final Borrowing<T> start() {
        Lease lease = pool.lease(false, takenHere);
        current = lease;
        lease.whenComplete((connection, error) -> {
            if (error != null) {
                fail(Unwrapped.cause(error));
            } else {
                work(connection);
            }
        });
        if (isDone()) {
            lease.cancel(false);
        }
        return this;
    }

    private void work(Connection connection) {
        CompletionStage<T> stage;
        try {
            stage = Objects.requireNonNull(use(connection), "the body returned null instead of a stage");
        } catch (Throwable e) {
            stage = CompletableFuture.failedFuture(e);
        }
        if (stage instanceof OperationFuture<?> operation) {
            current = operation;
            if (isDone()) {
                operation.cancel(false);
            }
        }
        stage.whenComplete((value, error) -> {
            boolean anew = error != null && !isDone() && shallBeginAnew(connection);
            pool.giveBack(connection);
            if (anew) {
                start();
            } else if (error != null) {
                fail(Unwrapped.cause(error));
            } else {
                succeed(value);
            }
        });
    }

    @Override
    protected void abandoned() {
        CompletableFuture<?> operation = current;
        if (operation != null) {
            operation.cancel(false);
        }
    }
}
