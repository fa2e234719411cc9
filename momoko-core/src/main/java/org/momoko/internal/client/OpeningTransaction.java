package org.momoko.internal.client;

import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.error.InterfaceException;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.TransactionControl;
import org.momoko.internal.session.TransactionQuery;

/**
 * The beginning of a transaction of its own: BEGIN, and what waits for it.
 *
 * <p>The first statement takes BEGIN along; until it is answered the statements behind it wait here, so that none can run
 * outside the transaction. A body without statements sends nothing at all.
 */
abstract class OpeningTransaction<T extends @Nullable Object> extends TransactionRun<T> {
    private static final String PLAIN_BEGIN = "BEGIN";
    private static final byte[] PLAIN_BEGIN_AHEAD = TransactionQuery.ahead(PLAIN_BEGIN);

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

    private volatile Begin begin = Begin.NOT_SENT;
    /** What is sent once BEGIN is done, oldest first; guarded by this object's lock. */
    private @Nullable ArrayDeque<TransactionPart> waiting;

    OpeningTransaction(PgTransaction transaction, Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        super(transaction, body);
    }

    /** The session on which it runs; asked for only once it has one. */
    abstract Session session();

    /** Whether the server is in the transaction. */
    final boolean begun() {
        return begin == Begin.DONE;
    }

    /** Whether anything of it may have been sent. */
    final boolean anythingSent() {
        return begin != Begin.NOT_SENT;
    }

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

    /** Sends a command ahead of all that is not sent yet. To be called only in a transaction that the server has begun. */
    final void submitFirst(TransactionCommand command) {
        session().submitFirst(command);
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
        session().submit(new TransactionControl(context(), new TransactionControl.Text(sql)) {
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
        for (TransactionPart next; (next = nextOr(Begin.DONE)) != null; ) {
            pass(next);
        }
    }

    private void openNext() {
        TransactionPart next = nextOr(Begin.NOT_SENT);
        if (next != null) {
            open(next);
        }
    }

    /** The oldest that waits; null for none, and BEGIN goes to the state. */
    private synchronized @Nullable TransactionPart nextOr(Begin state) {
        TransactionPart next = waiting == null ? null : waiting.poll();
        if (next == null) {
            begin = state;
        }
        return next;
    }

    private void refuseAll(@Nullable Throwable error) {
        ArrayDeque<TransactionPart> refused;
        synchronized (this) {
            if (error != null) {
                extras().begin = error;
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
}
