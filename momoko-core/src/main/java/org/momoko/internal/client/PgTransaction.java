package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.error.InterfaceException;

/** The statements of one transaction, or of one savepoint in it, while it lasts. */
final class PgTransaction extends ClientBase implements Transaction {
    private final ClientBase client;
    private final TransactionOptions options;
    private volatile boolean completed;
    private volatile @Nullable Throwable firstError;
    private volatile @Nullable CompletableFuture<?> running;
    private CompletableFuture<?> lastNested = CompletableFuture.completedFuture(null);

    PgTransaction(ClientBase client, TransactionOptions options) {
        super(client.context());
        this.client = client;
        this.options = options;
    }

    @Override
    public TransactionOptions options() {
        return options;
    }

    @Override
    public boolean completed() {
        return completed;
    }

    /** From now on statements are refused; those let in before have been sent. */
    synchronized void complete() {
        completed = true;
    }

    /** Sends a statement while nobody can end the transaction; null when it has ended. */
    private synchronized <T> @Nullable CompletableFuture<Cursor<T>> send(
            BoundStatement statement, CursorFactory<T> cursorFactory) {
        if (completed) {
            return null;
        }
        CompletableFuture<Cursor<T>> result = client.run(statement, cursorFactory);
        running = result;
        return result;
    }

    /** The error of the statement that failed first, which made the server give the transaction up; null for none. */
    @Nullable
    Throwable firstError() {
        return firstError;
    }

    @Override
    <T> CompletableFuture<Cursor<T>> run(BoundStatement statement, CursorFactory<T> cursorFactory) {
        CompletableFuture<Cursor<T>> result = send(statement, cursorFactory);
        if (result == null) {
            return CompletableFuture.failedFuture(
                    new InterfaceException("The transaction is complete; the statement was not sent"));
        }
        result.whenComplete((cursor, error) -> {
            if (error != null && firstError == null) {
                firstError = error;
            }
        });
        return result;
    }

    /** Abandons the statement that was sent last, so that the transaction need not wait for it. */
    void cancelRunning() {
        CompletableFuture<?> last = running;
        if (last != null) {
            last.cancel(false);
        }
    }

    /** A savepoint: what the body did is undone alone when the body fails. Several in one transaction take turns. */
    @Override
    <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions nestedOptions,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        if (!nestedOptions.equals(TransactionOptions.DEFAULT)) {
            return CompletableFuture.failedFuture(new InterfaceException(
                    "A nested transaction takes the characteristics of the one around it; they cannot be set"));
        }
        CompletableFuture<?> before;
        CompletableFuture<?> turnOver = new CompletableFuture<>();
        synchronized (this) {
            before = lastNested;
            lastNested = turnOver;
        }
        CompletableFuture<T> result = before.handle((done, error) -> null)
                .thenCompose(turn -> TransactionRun.nested(this, autoRollback, body));
        result.whenComplete((done, error) -> turnOver.complete(null));
        return result;
    }
}
