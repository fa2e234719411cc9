package org.momoko.internal.client;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.TransactionOptions;

/**
 * Runs a transaction on a connection of the pool. When the connection is lost before BEGIN was answered, the transaction
 * moves to another one: the body has not run, and a BEGIN that may have reached the server has no effect.
 */
final class TransactionBorrowing<T extends @Nullable Object> extends Borrowing<T> {
    /** A server that takes connections and drops them at once shall not be tried for ever. */
    private static final int MAX_ATTEMPTS = 5;

    private final TransactionOptions options;
    private final boolean autoRollback;
    private final Function<? super PgTransaction, ? extends CompletionStage<T>> body;
    private final boolean mayRetry;
    private volatile boolean begun;
    private int attempts;

    TransactionBorrowing(
            PgPool pool,
            @Nullable Throwable takenHere,
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body,
            boolean mayRetry) {
        super(pool, takenHere);
        this.options = options;
        this.autoRollback = autoRollback;
        this.body = body;
        this.mayRetry = mayRetry;
    }

    @Override
    CompletionStage<T> use(LeasedConnection connection) {
        attempts++;
        return connection.inTransaction(options, autoRollback, transaction -> {
            begun = true;
            return body.apply(transaction);
        });
    }

    @Override
    boolean shallBeginAnew(LeasedConnection failedOn) {
        return mayRetry && !begun && failedOn.closed() && attempts < MAX_ATTEMPTS;
    }
}
