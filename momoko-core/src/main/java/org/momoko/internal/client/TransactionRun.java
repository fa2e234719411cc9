package org.momoko.internal.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DatabaseException;
import org.momoko.error.InterfaceException;
import org.momoko.error.InternalException;
import org.momoko.error.SqlState;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.concurrent.OperationFuture;

/**
 * One run of a body in a transaction, or in a savepoint, and the caller's future.
 *
 * <p><b>Statements come and go.</b> Each is let in by {@link #enter} and counted until {@link #leave}. A savepoint counts
 * in what is around it from the moment it is asked for until it is over.
 *
 * <p><b>The end.</b> Whoever comes first, the body's stage or an abort, <i>claims</i> the end: from then on nothing is let
 * in. When the last of those inside has left, {@link #end} sends COMMIT or ROLLBACK, once. Until that moment an abort
 * turns a commit into a rollback; after it, the server's answer decides.
 */
abstract class TransactionRun<T extends @Nullable Object> extends OperationFuture<T>
        implements Runnable, BiConsumer<T, @Nullable Throwable> {
    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<TransactionRun> STATE =
            AtomicIntegerFieldUpdater.newUpdater(TransactionRun.class, "state");

    /** The lower bits of the state count what is inside. */
    private static final int CLAIMED = 1 << 27;

    /** What is to become of it is settled; the end comes when nothing is inside. */
    private static final int ARMED = 1 << 28;

    private static final int ABORTED = 1 << 29;

    /** {@link #end} has been called. */
    private static final int ENDING = 1 << 30;

    private static final int INSIDE = CLAIMED - 1;

    private final PgTransaction transaction;
    private final Function<? super PgTransaction, ? extends CompletionStage<T>> body;
    private volatile int state;
    private @Nullable T value;
    /** What has gone wrong; null for nothing. */
    private volatile @Nullable TransactionFaults faults;
    /** Those that were asked for and are not over, oldest first; guarded by this object's lock. */
    private @Nullable Queue<SavepointRun<?>> savepoints;

    TransactionRun(PgTransaction transaction, Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        this.transaction = transaction;
        this.body = body;
        transaction.run(this);
    }

    @Override
    protected @Nullable Executor completionExecutor() {
        return transaction.context().completionExecutor();
    }

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

    /** Nothing is inside any more: commits, or rolls back. Called once, on any thread. */
    abstract void end(boolean aborted);

    // ---- who is inside --------------------------------------------------------------------------------------------

    /** Lets one in; false when the end is near. */
    final boolean enter() {
        for (int now; ((now = state) & CLAIMED) == 0; ) {
            if (STATE.compareAndSet(this, now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    final void leave() {
        int now = STATE.decrementAndGet(this);
        if ((now & ARMED) != 0 && (now & INSIDE) == 0) {
            beginEnd();
        }
    }

    final boolean aborted() {
        return (state & ABORTED) != 0;
    }

    /** Whether this is, or is inside, another. */
    boolean isWithin(TransactionRun<?> other) {
        return this == other;
    }

    final boolean claimed() {
        return (state & CLAIMED) != 0;
    }

    private boolean claim() {
        for (int now; ((now = state) & CLAIMED) == 0; ) {
            if (STATE.compareAndSet(this, now, now | CLAIMED)) {
                return true;
            }
        }
        return false;
    }

    private void arm(int flags) {
        int before = STATE.getAndAccumulate(this, flags, (now, more) -> now | more);
        if ((before & ARMED) == 0 && (before & INSIDE) == 0) {
            beginEnd();
        }
    }

    private void beginEnd() {
        int before = STATE.getAndAccumulate(this, ENDING, (now, more) -> now | more);
        end((before & ABORTED) != 0);
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
        stage.whenComplete(this);
    }

    /** The body is about to be called. */
    void began() {}

    /** The body's stage has completed. */
    @Override
    public final void accept(T result, @Nullable Throwable error) {
        if (error != null) {
            bodyFailed(Unwrapped.cause(error));
        } else if (claim()) {
            value = result;
            arm(ARMED);
        }
    }

    private void bodyFailed(Throwable error) {
        if (claim()) {
            faults().body = error;
            arm(ARMED);
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
        for (int now; ((now = state) & (ABORTED | ENDING)) == 0; ) {
            faults().abort = cause;
            if (STATE.compareAndSet(this, now, now | CLAIMED | ABORTED)) {
                for (SavepointRun<?> savepoint : savepoints()) {
                    savepoint.abort(cause);
                }
                interrupt();
                arm(ARMED);
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
            faults().first = error;
            return error;
        }
        return error instanceof DatabaseException answer && SqlState.IN_FAILED_SQL_TRANSACTION.equals(answer.sqlState())
                ? new InternalException(String.valueOf(answer.getMessage()), first, answer.fields(), false)
                : error;
    }

    /** The server is in good spirits: what failed before was undone. */
    final void recovered() {
        TransactionFaults known = faults;
        if (known != null) {
            known.first = null;
        }
    }

    /** Where to note what goes wrong. */
    final synchronized TransactionFaults faults() {
        TransactionFaults known = faults;
        if (known == null) {
            known = new TransactionFaults();
            faults = known;
        }
        return known;
    }

    /** The error of the statement that failed first, and was not undone; null for none. */
    @Nullable
    Throwable firstError() {
        TransactionFaults known = faults;
        return known == null ? null : known.first;
    }

    /** Why the transaction was not begun; null when it is not known. */
    final @Nullable Throwable beginError() {
        TransactionFaults known = faults;
        return known == null ? null : known.begin;
    }

    /** Why the transaction has to be undone; null when it does not. */
    final @Nullable Throwable failure() {
        boolean aborted = aborted();
        TransactionFaults known = faults;
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
        boolean first;
        synchronized (this) {
            if (savepoints == null) {
                savepoints = new ArrayDeque<>(2);
            }
            first = savepoints.isEmpty();
            savepoints.add(run);
        }
        if (first) {
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
        SavepointRun<?> next = null;
        synchronized (this) {
            Queue<SavepointRun<?>> all = savepoints;
            if (all != null) {
                boolean wasFirst = all.peek() == over;
                all.remove(over);
                next = wasFirst ? all.peek() : null;
            }
        }
        if (next != null) {
            next.launch();
        }
        leave();
    }

    private synchronized SavepointRun<?>[] savepoints() {
        return savepoints == null ? new SavepointRun<?>[0] : savepoints.toArray(new SavepointRun<?>[0]);
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
