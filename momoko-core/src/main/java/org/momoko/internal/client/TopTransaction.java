package org.momoko.internal.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.error.InterfaceException;
import org.momoko.error.InternalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.TransactionTimeoutException;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.concurrent.Nanos;
import org.momoko.internal.session.Exchange;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.TransactionControl;
import org.momoko.internal.session.TransactionQuery;

/**
 * A transaction of its own on a session.
 *
 * <p>The first statement takes BEGIN along; until it is answered the statements behind it wait here, so that none can run
 * outside the transaction. A body without statements sends nothing at all.
 */
abstract class TopTransaction<T extends @Nullable Object> extends TransactionRun<T> {
    private static final String PLAIN_BEGIN = "BEGIN";
    private static final byte[] PLAIN_BEGIN_AHEAD = TransactionQuery.ahead(PLAIN_BEGIN);
    private static final TransactionControl.Text COMMIT = new TransactionControl.Text("COMMIT");
    private static final TransactionControl.Text ROLLBACK = new TransactionControl.Text("ROLLBACK");

    private enum Begin {
        /** Goes to SENT. */
        NOT_SENT,
        /** Its answer, or that of the statement with which it travels, is not there. Goes to any other. */
        SENT,
        /** The server is in the transaction. */
        DONE,
        /** There is no transaction. */
        FAILED
    }

    private final boolean autoRollback;
    private final @Nullable Limit limit;
    private volatile Begin begin = Begin.NOT_SENT;
    /** What is sent once BEGIN is done, oldest first; guarded by this object's lock. */
    private @Nullable ArrayDeque<TransactionPart> waiting;

    /** COMMIT; null before it is sent. */
    private volatile @Nullable Commit commit;

    /** How long it may take. */
    private static final class Limit {
        private final long deadlineNanos;
        /** Calls the alarm off; null while it is not set. */
        private volatile @Nullable Runnable timer;

        Limit(Duration limit) {
            deadlineNanos = System.nanoTime() + Nanos.of(limit);
        }
    }

    TopTransaction(
            PgTransaction transaction,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        super(transaction, body);
        this.autoRollback = autoRollback;
        Duration timeout = transaction.options().timeout();
        this.limit = timeout == null ? null : new Limit(timeout);
    }

    /** The session on which it runs; asked for only once it has one. */
    abstract Session session();

    /**
     * The first statement could not be sent: the connection was lost before. True when the transaction takes care of it by
     * moving to another connection.
     */
    boolean moves(TransactionOpener first, Throwable notSent) {
        return false;
    }

    final long deadline() {
        return limit == null ? Exchange.NO_DEADLINE : limit.deadlineNanos;
    }

    @Override
    final TopTransaction<?> top() {
        return this;
    }

    // ---- the time limit -------------------------------------------------------------------------------------------

    /** It has its session: has the body called, and the time limit watched. */
    final void startOn(Session session) {
        if (limit != null) {
            try {
                limit.timer = session.schedule(Math.max(0, limit.deadlineNanos - System.nanoTime()), this::timedOut);
            } catch (RejectedExecutionException loopEnded) {
                // then the session is closed, too
            }
        }
        launch();
    }

    private void timedOut() {
        Duration timeout = transaction().options().timeout();
        TransactionTimeoutException cause =
                new TransactionTimeoutException("The transaction did not end within its time" + " limit of "
                        + (timeout == null ? 0 : timeout.toMillis()) + " ms and is rolled back");
        if (abort(cause)) {
            // whoever set a limit does not want to wait for the rollback
            fail(cause);
        }
    }

    // ---- BEGIN and what follows it --------------------------------------------------------------------------------

    /** Sends a part of the transaction, behind those before it. */
    final void submit(TransactionPart part) {
        if (begin == Begin.DONE) {
            pass(part);
            return;
        }
        Throwable refused = null;
        synchronized (this) {
            switch (begin) {
                case NOT_SENT -> {
                    begin = Begin.SENT;
                }
                case SENT -> {
                    if (waiting == null) {
                        waiting = new ArrayDeque<>();
                    }
                    waiting.add(part);
                    return;
                }
                case DONE, FAILED -> refused = beginError();
            }
        }
        if (begin == Begin.FAILED) {
            part.refuse(notBegun(refused));
        } else if (begin == Begin.DONE) {
            pass(part);
        } else {
            open(part);
        }
    }

    private void pass(TransactionPart part) {
        if (part.owner() != null && aborted()) {
            part.refuse(transaction().refusal());
            return;
        }
        part.submitTo(session());
        if (part.owner() != null && aborted()) {
            // the abort may have looked for what runs just before
            interrupt();
        }
    }

    private void open(TransactionPart first) {
        if (first instanceof TransactionStatement<?> statement) {
            statement.takeBeginAlong();
            pass(statement);
            return;
        }
        synchronized (this) {
            if (waiting == null) {
                waiting = new ArrayDeque<>();
            }
            waiting.addFirst(first);
        }
        String sql = transaction().options().beginStatement();
        session().submit(new TransactionControl(transaction().context(), new TransactionControl.Text(sql)) {
            @Override
            protected void over(@Nullable String tag, @Nullable Throwable error, boolean sent) {
                opened(sent && error == null, sent, error);
            }
        });
    }

    /** BEGIN, as the first statement takes it along. */
    final byte[] beginAhead() {
        var options = transaction().options();
        boolean plain = options.isolation() == null && options.readOnly() == null && options.deferrable() == null;
        return plain ? PLAIN_BEGIN_AHEAD : TransactionQuery.ahead(options.beginStatement());
    }

    /** What began the transaction is answered, or given up. */
    final void opened(boolean begun, boolean sent, @Nullable Throwable error) {
        if (begun) {
            drain();
        } else if (!sent && session().isOpen() && !aborted()) {
            openNext();
        } else {
            refuseAll(error);
        }
    }

    private void drain() {
        for (; ; ) {
            TransactionPart next;
            synchronized (this) {
                next = waiting == null ? null : waiting.poll();
                if (next == null) {
                    begin = Begin.DONE;
                    return;
                }
            }
            pass(next);
        }
    }

    private void openNext() {
        TransactionPart next;
        synchronized (this) {
            next = waiting == null ? null : waiting.poll();
            if (next == null) {
                begin = Begin.NOT_SENT;
                return;
            }
        }
        open(next);
    }

    private void refuseAll(@Nullable Throwable error) {
        ArrayDeque<TransactionPart> refused;
        synchronized (this) {
            if (error != null) {
                faults().begin = error;
            }
            begin = Begin.FAILED;
            refused = waiting;
            waiting = null;
        }
        if (refused != null) {
            refused.forEach(part -> part.refuse(notBegun(error)));
        }
    }

    private static InterfaceException notBegun(@Nullable Throwable error) {
        return new InterfaceException("The transaction was not begun; the statement was not sent", error);
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    @Override
    void interrupt() {
        interrupt(this);
    }

    /** Cancels what runs of a part of this transaction. */
    final void interrupt(TransactionRun<?> part) {
        if (begin != Begin.NOT_SENT) {
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
        boolean undo = cause != null || transaction().rollbackOnly();
        if (begin != Begin.DONE) {
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
        if (isDone()) {
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
            super(transaction().context(), COMMIT);
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
            super(transaction().context(), ROLLBACK);
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
        Runnable cancelTimer = limit == null ? null : limit.timer;
        if (cancelTimer != null) {
            cancelTimer.run();
        }
        transaction().end(outcome);
    }
}
