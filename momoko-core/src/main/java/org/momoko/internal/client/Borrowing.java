package org.momoko.internal.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.concurrent.OperationFuture;

/**
 * Takes a connection for one piece of work, and gives it back when the work's stage has completed and every statement on
 * it has been answered; then completes itself. Abandoning it gives up the waiting, or ends the work where that can be: a
 * transaction, a single statement.
 */
abstract class Borrowing<T extends @Nullable Object> extends OperationFuture<T> {
    private final PgPool pool;
    private final @Nullable Throwable takenHere;
    private volatile @Nullable Runnable giveUp;

    /** @param takenHere where the caller asks, see {@link Holders#here()} */
    Borrowing(PgPool pool, @Nullable Throwable takenHere) {
        this.pool = pool;
        this.takenHere = takenHere;
    }

    @Override
    protected @Nullable Executor completionExecutor() {
        return pool.context().completionExecutor();
    }

    /** The work. */
    abstract CompletionStage<T> use(LeasedConnection connection);

    /** The work failed. True when nothing has come of it and it shall begin anew on another connection. */
    boolean shallBeginAnew(LeasedConnection failedOn) {
        return false;
    }

    final Borrowing<T> start() {
        CompletableFuture<LeasedConnection> lease = pool.lease(false, takenHere, connection -> connection);
        giveUp(() -> lease.cancel(false));
        lease.whenComplete((connection, error) -> {
            if (error != null) {
                fail(Unwrapped.cause(error));
            } else {
                work(connection);
            }
        });
        return this;
    }

    private void work(LeasedConnection connection) {
        CompletionStage<T> stage;
        try {
            stage = Objects.requireNonNull(use(connection), "the body returned null instead of a stage");
        } catch (Throwable e) {
            stage = CompletableFuture.failedFuture(e);
        }
        if (stage instanceof TransactionRun<?> transaction) {
            giveUp(transaction::giveUp);
        } else if (stage instanceof OperationFuture<?> operation) {
            giveUp(() -> operation.cancel(false));
        }
        stage.whenComplete((value, error) -> connection.whenIdle(() -> {
            boolean anew = error != null && !isEnded() && shallBeginAnew(connection);
            if (connection.given()) {
                pool.putconn(connection);
            }
            if (anew) {
                start();
            } else if (error != null) {
                fail(Unwrapped.cause(error));
            } else {
                succeed(value);
            }
        }));
    }

    private void giveUp(Runnable way) {
        giveUp = way;
        if (isEnded()) {
            way.run();
        }
    }

    @Override
    protected void abandoned() {
        Runnable way = giveUp;
        if (way != null) {
            way.run();
        }
    }
}
