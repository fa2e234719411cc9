package org.momoko.internal.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.error.InternalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.TransactionTimeoutException;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.session.Exchange;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.TransactionControl;

/** A transaction of its own on a session: its time limit, and its end. */
abstract class TopTransaction<T extends @Nullable Object> extends OpeningTransaction<T> {
    private static final TransactionControl.Text COMMIT = new TransactionControl.Text("COMMIT");
    private static final TransactionControl.Text ROLLBACK = new TransactionControl.Text("ROLLBACK");

    private final boolean autoRollback;
    private final @Nullable TransactionLimit limit;
    /** COMMIT; null before it is sent. */
    private volatile @Nullable Commit commit;

    TopTransaction(
            PgTransaction transaction,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        super(transaction, body);
        this.autoRollback = autoRollback;
        this.limit = TransactionLimit.of(transaction.options().timeout());
    }

    /**
     * The first statement could not be sent: the connection was lost before. True when the transaction takes care of it by
     * moving to another connection.
     */
    boolean moves(TransactionOpener first, Throwable notSent) {
        return false;
    }

    final long deadline() {
        return limit == null ? Exchange.NO_DEADLINE : limit.deadlineNanos();
    }

    @Override
    final TopTransaction<?> top() {
        return this;
    }

    // ---- the time limit -------------------------------------------------------------------------------------------

    /** It has its session: has the body called, and the time limit watched. */
    final void startOn(Session session) {
        TransactionLimit set = limit;
        if (set != null) {
            set.watch(session, () -> timedOut(set.passed()));
        }
        launch();
    }

    private void timedOut(TransactionTimeoutException cause) {
        if (abort(cause)) {
            // whoever set a limit does not want to wait for the rollback
            fail(cause);
        }
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    @Override
    void interrupt() {
        interrupt(this);
    }

    /** Cancels what runs of a part of this transaction. */
    final void interrupt(TransactionRun<?> part) {
        if (anythingSent()) {
            session().abandonAll(exchange -> isStatementOf(part, exchange), exchange -> mayBeHit(part, exchange));
        }
    }

    private static boolean isStatementOf(TransactionRun<?> run, Exchange<?> exchange) {
        if (!(exchange instanceof TransactionPart part)) {
            return false;
        }
        TransactionRun<?> owner = part.owner();
        return owner != null && owner.isWithin(run);
    }

    private boolean mayBeHit(TransactionRun<?> run, Exchange<?> exchange) {
        return isStatementOf(run, exchange)
                || exchange instanceof TransactionPart part && part.owner() == null && part.top() == this;
    }

    @Override
    final void end(boolean aborted) {
        Throwable cause = failure();
        boolean undo = cause != null || rollbackOnly();
        if (!begun()) {
            Throwable why = cause != null ? cause : beginError();
            if (why != null || undo) {
                rolledBack(why);
            } else {
                committed();
            }
        } else if (!undo) {
            commit();
        } else if (!aborted && !autoRollback && cause != null) {
            rolledBack(cause);
        } else {
            rollBack(cause);
        }
    }

    /** @param cause why; null when the body wants it */
    private void rollBack(@Nullable Throwable cause) {
        // what others have submitted on the connection meanwhile must not run in what is rolled back
        session().submitFirst(new Rollback(cause));
    }

    private void commit() {
        Commit command = new Commit();
        commit = command;
        session().submit(command);
        if (isEnded()) {
            // the caller may have gone just before, when there was nothing to give up
            command.cancel(false);
        }
    }

    @Override
    void abandonedWhileEnding() {
        Commit command = commit;
        if (command != null) {
            command.cancel(false);
        }
    }

    private final class Commit extends TransactionControl {
        Commit() {
            super(context(), COMMIT);
        }

        @Override
        protected long deadlineNanos() {
            return deadline();
        }

        @Override
        protected void over(@Nullable String tag, @Nullable Throwable error, boolean sent) {
            commitOver(tag, error, sent);
        }
    }

    private final class Rollback extends TransactionControl {
        /** Why it is rolled back; null when the body wants it. */
        private final @Nullable Throwable cause;

        Rollback(@Nullable Throwable cause) {
            super(context(), ROLLBACK);
            this.cause = cause;
        }

        @Override
        protected void over(@Nullable String tag, @Nullable Throwable error, boolean sent) {
            if (error != null && cause != null && cause != error) {
                cause.addSuppressed(error);
            }
            rolledBack(cause);
        }
    }

    private void commitOver(@Nullable String tag, @Nullable Throwable error, boolean sent) {
        if (!sent) {
            Throwable cause = error != null ? error : new CancellationException("The transaction was given up");
            if (session().isOpen()) {
                rollBack(cause);
            } else {
                rolledBack(cause);
            }
        } else if (error instanceof OutcomeUnknownException) {
            unknown(error);
        } else if (error != null) {
            rolledBack(error);
        } else if ("ROLLBACK".equals(tag)) {
            // the server answers so, without an error, when a statement had failed and nobody minded
            Throwable first = firstError();
            rolledBack(
                    first != null
                            ? first
                            : new InternalException("The transaction was rolled back instead of committed"));
        } else {
            committed();
        }
    }

    @Override
    void concluded(TransactionOutcome outcome) {
        if (limit != null) {
            limit.callOff();
        }
        outcome(outcome);
    }
}
