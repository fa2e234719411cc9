package org.momoko.internal.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.OpenTransaction;
import org.momoko.api.Row;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.error.InterfaceException;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.session.ManyRows;
import org.momoko.internal.session.StatementGroup;

/** The statements of one transaction, or of one savepoint in it, while it lasts. */
final class PgTransaction extends ClientBase implements Transaction, TransactionHost {
    private final ClientBase client;
    private final TransactionOptions options;
    private final int processId;
    private volatile boolean completed;
    private volatile boolean rollbackOnly;
    private volatile @Nullable TransactionOutcome outcome;
    private volatile Instant began = Instant.now();
    private volatile long beganNanos = System.nanoTime();
    private volatile int statements;
    private volatile @Nullable String lastStatement;
    private volatile @Nullable Throwable firstError;
    private volatile @Nullable CompletableFuture<?> running;
    private CompletableFuture<?> lastNested = CompletableFuture.completedFuture(null);

    PgTransaction(ClientBase client, int processId, TransactionOptions options) {
        super(client.context());
        this.client = client;
        this.processId = processId;
        this.options = options;
    }

    /** The body is about to be called. */
    void begin() {
        began = Instant.now();
        beganNanos = System.nanoTime();
    }

    /** The transaction has ended, and what became of it is known. */
    void end(TransactionOutcome known) {
        outcome = known;
    }

    @Override
    public @Nullable TransactionOutcome outcome() {
        return outcome;
    }

    @Override
    public void setRollbackOnly() {
        rollbackOnly = true;
    }

    @Override
    public boolean rollbackOnly() {
        return rollbackOnly;
    }

    @Override
    public int processId() {
        return processId;
    }

    @Override
    public Instant began() {
        return began;
    }

    /** How long ago the body was called. */
    long ageNanos() {
        return System.nanoTime() - beganNanos;
    }

    @Override
    public int statements() {
        return statements;
    }

    @Override
    public @Nullable String lastStatement() {
        return lastStatement;
    }

    /** What an onlooker may know. */
    OpenTransaction snapshot() {
        return new OpenTransaction(processId, Duration.ofNanos(ageNanos()), statements, lastStatement, options);
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

    /** Sends something while nobody can end the transaction; null when it has ended. */
    private synchronized <T> @Nullable CompletableFuture<T> send(
            int count, String lastText, Supplier<CompletableFuture<T>> run) {
        if (completed) {
            return null;
        }
        statements += count;
        lastStatement = lastText;
        CompletableFuture<T> result = run.get();
        running = result;
        return result;
    }

    private static InterfaceException isComplete() {
        return new InterfaceException("The transaction is complete; the statement was not sent");
    }

    private <T> CompletableFuture<T> watched(CompletableFuture<T> result) {
        result.whenComplete((cursor, error) -> {
            if (error != null && firstError == null) {
                firstError = error;
            }
        });
        return result;
    }

    @Override
    CompletableFuture<List<Cursor<Row>>> run(StatementGroup group) {
        CompletableFuture<List<Cursor<Row>>> result = send(group.size(), group.lastText(), () -> client.run(group));
        if (result == null) {
            group.fails(isComplete());
            return CompletableFuture.failedFuture(isComplete());
        }
        return watched(result);
    }

    /** The error of the statement that failed first, which made the server give the transaction up; null for none. */
    @Nullable
    Throwable firstError() {
        return firstError;
    }

    @Override
    <T> CompletableFuture<Cursor<T>> run(BoundStatement statement, CursorFactory<T> cursorFactory) {
        CompletableFuture<Cursor<T>> result =
                send(1, statement.sql().sql(), () -> client.run(statement, cursorFactory));
        return result == null ? CompletableFuture.failedFuture(isComplete()) : watched(result);
    }

    @Override
    CompletableFuture<Long> run(ManyRows rows) {
        CompletableFuture<Long> result = send(1, rows.sql().sql(), () -> client.run(rows));
        return result == null ? CompletableFuture.failedFuture(isComplete()) : watched(result);
    }

    @Override
    boolean isInTransaction() {
        return true;
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
