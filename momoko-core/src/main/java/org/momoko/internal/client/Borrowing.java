package org.momoko.internal.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.concurrent.OperationFuture;

/**
 * Takes a connection for one piece of work, and gives it back when the work is done and every statement on it has been
 * answered. Abandoning it gives up the waiting, or ends the work where that can be: a transaction, a single statement.
 */
final class Borrowing<T extends @Nullable Object> extends OperationFuture<T> {
    private final PgPool pool;
    private final Function<LeasedConnection, CompletionStage<T>> work;
    private volatile @Nullable Runnable giveUp;

    Borrowing(PgPool pool, Function<LeasedConnection, CompletionStage<T>> work) {
        super(pool.context().completionExecutor());
        this.pool = pool;
        this.work = work;
    }

    Borrowing<T> start() {
        CompletableFuture<LeasedConnection> lease = pool.lease(false, connection -> connection);
        giveUp = () -> lease.cancel(false);
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
            stage = Objects.requireNonNull(work.apply(connection), "the body returned null instead of a stage");
        } catch (Throwable e) {
            stage = CompletableFuture.failedFuture(e);
        }
        if (stage instanceof TransactionRun<?> transaction) {
            giveUp(transaction::abort);
        } else if (stage instanceof OperationFuture<?> operation) {
            giveUp(() -> operation.cancel(false));
        }
        stage.whenComplete((value, error) -> connection.whenIdle(() -> {
            if (connection.given()) {
                pool.putconn(connection);
            }
            if (error != null) {
                fail(Unwrapped.cause(error));
            } else {
                succeed(value);
            }
        }));
    }

    private void giveUp(Runnable way) {
        giveUp = way;
        if (isDone()) {
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
