package org.momoko.internal.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DatabaseException;
import org.momoko.error.InterfaceException;
import org.momoko.error.InternalException;
import org.momoko.error.SqlState;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.concurrent.GuardedFuture;
import org.momoko.internal.session.SessionContext;

/**
 * One run of a body in a transaction, or in a savepoint, and the caller's future.
 *
 * <p><b>The body's stage.</b> Nearly always it depends on a statement of the transaction, which completes it. So it is not
 * waited for, which takes two objects, but asked whenever a statement's caller was told: while another one is inside there
 * will be another occasion, and only when none is it has to be waited for. The end could not have come earlier, as COMMIT
 * waits for all that is inside. With an executor for completions, on which what depends on a statement may block for long,
 * the stage is waited for at once.
 */
abstract class TransactionRun<T extends @Nullable Object> extends TransactionGate<T>
        implements Runnable, BiConsumer<T, @Nullable Throwable> {
    private final PgTransaction transaction;
    private final Function<? super PgTransaction, ? extends CompletionStage<T>> body;
    /** What the body gave, as long as it is asked whether it is complete; null before, and when it is waited for. */
    private volatile @Nullable GuardedFuture<T> asked;

    private @Nullable T value;
    /** Null as long as there is nothing to keep in it. */
    private volatile @Nullable TransactionExtras extras;

    TransactionRun(PgTransaction transaction, Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        this.transaction = transaction;
        this.body = body;
        transaction.run(this);
    }

    @Override
    protected @Nullable Executor completionExecutor() {
        return context().completionExecutor();
    }

    /** What the client on which it runs decides for all its statements. */
    abstract SessionContext context();

    final PgTransaction transaction() {
        return transaction;
    }

    /** The transaction of which this is the whole or a savepoint. */
    abstract TopTransaction<?> top();

    /** What this is a savepoint of; null when it is a transaction of its own. */
    @Nullable
    TransactionRun<?> outer() {
        return null;
    }

    /** One of this run's statements comes next: sends what has to go ahead of it. */
    void prepare() {}

    /** Whether this is, or is inside, another. */
    boolean isWithin(TransactionRun<?> other) {
        return this == other;
    }

    // ---- the body -------------------------------------------------------------------------------------------------

    /** Has the body called where the caller's futures complete: on the executor, or the event loop of the connection. */
    final void launch() {
        Executor configured = completionExecutor();
        if (configured == null) {
            if (!top().session().execute(this)) {
                abort(new InterfaceException("connection already closed"));
            }
            return;
        }
        try {
            configured.execute(this);
        } catch (Throwable rejected) { // as with a future: then this thread does it
            run();
        }
    }

    /** Calls the body. */
    @Override
    public final void run() {
        if (claimed()) {
            return;
        }
        transaction.begin();
        began();
        CompletionStage<T> stage;
        try {
            stage = body.apply(transaction);
            if (stage == null) {
                throw new NullPointerException("the body of the transaction returned null instead of a stage");
            }
        } catch (Throwable e) {
            bodyFailed(e);
            return;
        }
        if (stage instanceof GuardedFuture<T> future && completionExecutor() == null) {
            asked = future;
            ask();
        } else {
            stage.whenComplete(this);
        }
    }

    /** The body is about to be called. */
    void began() {}

    /** Something may have completed the body's stage. To be called whenever the caller of something inside was told its end. */
    final void ask() {
        notice();
        GuardedFuture<T> future = asked;
        if (future != null && isEmpty()) {
            future.whenComplete(this);
            asked = null;
        }
    }

    @Override
    final void notice() {
        GuardedFuture<T> future = asked;
        if (future != null && future.isDone()) {
            if (future.isCompletedExceptionally()) {
                future.whenComplete(this);
            } else {
                accept(future.join(), null);
            }
            asked = null;
        }
    }

    /** The body's stage has completed. */
    @Override
    public final void accept(T result, @Nullable Throwable error) {
        if (error != null) {
            bodyFailed(Unwrapped.cause(error));
        } else if (claim()) {
            value = result;
            arm();
        }
    }

    private void bodyFailed(Throwable error) {
        if (claim()) {
            extras().body = error;
            arm();
        }
    }

    // ---- ending it before its time --------------------------------------------------------------------------------

    /**
     * Ends the transaction before its time: what runs is cancelled, then all is rolled back, then the future fails, unless
     * COMMIT was sent already.
     *
     * @return whether it is certain now that nothing will be committed
     */
    final boolean abort(Throwable cause) {
        if (mayAbort()) {
            extras().abort = cause;
            if (claimForAbort()) {
                for (SavepointRun<?> savepoint : extras().savepoints()) {
                    savepoint.abort(cause);
                }
                interrupt();
                arm();
                return true;
            }
        }
        return aborted();
    }

    /** Cancels what runs. */
    void interrupt() {}

    /** The caller has gone after the end was begun. */
    void abandonedWhileEnding() {}

    @Override
    protected final void abandoned() {
        giveUp();
    }

    /** Nobody waits for the result any longer. */
    final void giveUp() {
        if (!abort(new CancellationException("The transaction was given up"))) {
            abandonedWhileEnding();
        }
    }

    // ---- errors ---------------------------------------------------------------------------------------------------

    /**
     * Something failed. The first failure is what made the server give the transaction up; those after it name it as their
     * cause.
     */
    final Throwable failed(Throwable error) {
        Throwable first = firstError();
        if (first == null) {
            extras().first = error;
            return error;
        }
        return error instanceof DatabaseException answer && SqlState.IN_FAILED_SQL_TRANSACTION.equals(answer.sqlState())
                ? new InternalException(String.valueOf(answer.getMessage()), first, answer.fields(), false)
                : error;
    }

    /** The server is in good spirits: what failed before was undone. */
    final void recovered() {
        TransactionExtras known = extras;
        if (known != null) {
            known.first = null;
        }
    }

    /** Where to keep what few runs have. */
    final synchronized TransactionExtras extras() {
        TransactionExtras known = extras;
        if (known == null) {
            known = new TransactionExtras();
            extras = known;
        }
        return known;
    }

    /** The error of the statement that failed first, and was not undone; null for none. */
    @Nullable
    Throwable firstError() {
        TransactionExtras known = extras;
        return known == null ? null : known.first;
    }

    /** Why the transaction was not begun; null when it is not known. */
    final @Nullable Throwable beginError() {
        TransactionExtras known = extras;
        return known == null ? null : known.begin;
    }

    /** Why the transaction has to be undone; null when it does not. */
    final @Nullable Throwable failure() {
        boolean aborted = aborted();
        TransactionExtras known = extras;
        return known == null ? null : aborted ? known.abort : known.body;
    }

    // ---- savepoints -----------------------------------------------------------------------------------------------

    /** Runs a body in a savepoint of this, when those asked for before are over. */
    final <S extends @Nullable Object> CompletableFuture<S> savepoint(
            boolean autoRollback, Function<? super PgTransaction, ? extends CompletionStage<S>> nested) {
        if (!enter()) {
            return CompletableFuture.failedFuture(transaction.refusal());
        }
        SavepointRun<S> run = new SavepointRun<>(this, autoRollback, nested);
        if (extras().add(run)) {
            run.launch();
        }
        Throwable cause = aborted() ? failure() : null;
        if (cause != null) {
            // aborted perhaps just before, when this was not in the list
            run.abort(cause);
        }
        return run;
    }

    /** A savepoint is over; it is the next one's turn. */
    final void savepointOver(SavepointRun<?> over) {
        SavepointRun<?> next = extras().remove(over);
        if (next != null) {
            next.launch();
        }
        leave();
    }

    // ---- the outcome ----------------------------------------------------------------------------------------------

    /** What became of it, before the future completes. */
    abstract void concluded(TransactionOutcome outcome);

    final void committed() {
        concluded(TransactionOutcome.COMMITTED);
        succeed(result());
    }

    final void rolledBack(@Nullable Throwable cause) {
        concluded(TransactionOutcome.ROLLED_BACK);
        if (cause == null) {
            succeed(result());
        } else {
            fail(cause);
        }
    }

    final void unknown(Throwable cause) {
        concluded(TransactionOutcome.UNKNOWN);
        fail(cause);
    }

    @SuppressWarnings("NullAway") // null only if T may be null
    private T result() {
        return value;
    }
}
