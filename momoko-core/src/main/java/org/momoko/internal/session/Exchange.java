package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DatabaseException;
import org.momoko.error.InterfaceException;
import org.momoko.error.OperationalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ProtocolException;
import org.momoko.error.SqlState;
import org.momoko.internal.protocol.TransactionStatus;

/**
 * One request with all its replies, up to ReadyForQuery. The object is at once the future that the caller holds, the
 * task that carries it to the event loop, and the node in the session's queues, so that a statement costs no more objects
 * than it must.
 *
 * <p>Everything but the future's own methods is called on the session's event loop.
 *
 * @param <T> the result
 */
public abstract class Exchange<T extends @Nullable Object> extends NotedOperation<T> implements Runnable {
    /** As a deadline: none. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private volatile boolean abandoned;
    /** From submitting until the session is done with the exchange. */
    private volatile @Nullable Session session;

    private boolean expired;

    // ---- what a kind of exchange is -------------------------------------------------------------------------------

    /**
     * Appends the frontend messages, up to and including the one that the server answers with ReadyForQuery. An exception
     * means that nothing is sent; the session takes back what was appended.
     */
    protected abstract void encode(Session on, ByteBuf out);

    /**
     * Takes a backend message that is not one of the asynchronous ones, nor ReadyForQuery.
     *
     * @param buffer borrowed until return
     * @param index where the message's body begins
     * @param length the length of the body
     */
    protected abstract void message(Session on, byte type, ByteBuf buffer, int index, int length);

    /** ReadyForQuery came. False when the exchange has more to send: then {@link #encode} is called again at once. */
    protected boolean ready(Session on, TransactionStatus status) {
        return true;
    }

    /** The result, asked for once the exchange is over without an error. */
    protected abstract T result();

    /** The session is done with this exchange, whatever its end; called before the future completes. */
    protected void released(@Nullable Session by) {}

    /**
     * The exchange failed and none of its bytes were sent. True when the exchange takes care of itself, for example by
     * going to another connection; then its future stays open.
     */
    protected boolean retry(Throwable notSent) {
        return false;
    }

    /**
     * The exchange failed on the server. True when that had no effect and the exchange takes care of itself, for example by
     * going to another connection; then its future stays open.
     */
    protected boolean again() {
        return false;
    }

    /** The moment after which the caller does not want to wait any longer; {@link #NO_DEADLINE} for none. */
    protected long deadlineNanos() {
        return NO_DEADLINE;
    }

    /** What the statement is called in messages. */
    protected String describe() {
        return "statement";
    }

    // ---- the life of an exchange ----------------------------------------------------------------------------------

    /** Arrives on the event loop of the session it was submitted to. */
    @Override
    public final void run() {
        Session target = session;
        if (target != null) {
            target.arrived(this);
        }
    }

    final void session(Session target) {
        session = target;
        forgetIncidents();
        StatementRun run = listened();
        if (run != null) {
            run.connected(target.host());
        }
        begin();
    }

    /** The exchange is sent next, perhaps not for the first time. */
    final void send(Session on, ByteBuf out) {
        StatementRun run = listened();
        if (run != null) {
            run.sent();
        }
        encode(on, out);
    }

    /** The exchange is about to be sent, perhaps not for the first time: whatever an earlier attempt left is void. */
    protected void begin() {}

    @Override
    protected void abandoned() {
        abandoned = true;
        Session on = session;
        if (on != null) {
            on.abandon(this);
        }
    }

    /** Whether the caller has ended the future. */
    protected final boolean isAbandoned() {
        return abandoned;
    }

    final boolean isExpired() {
        return expired;
    }

    /** Whether nobody waits for the answer any longer. */
    final boolean isGivenUp() {
        return abandoned || expired;
    }

    final void expire() {
        expired = true;
    }

    /** The first error counts: what follows it is its consequence. */
    protected final void error(Throwable cause) {
        Incidents notes = note();
        if (notes.error == null) {
            notes.error = cause;
        }
        Session on = session;
        if (on != null
                && cause instanceof DatabaseException answer
                && SqlState.READ_ONLY_SQL_TRANSACTION.equals(answer.sqlState())) {
            on.refusedToWrite();
        }
    }

    /**
     * The caller's time is over, and the statement cannot be cancelled without hitting a neighbour: the future fails now,
     * the answer is dropped when it comes.
     */
    final void dropResult(String peer) {
        fail(new OutcomeUnknownException("The " + describe() + " on " + peer
                + " was not answered within its time limit; its answer will be dropped"));
    }

    private boolean isOver() {
        return session == null;
    }

    /** Ends the exchange after its ReadyForQuery. */
    final void end(Session by) {
        if (isOver()) {
            return;
        }
        session = null;
        Throwable failure = error();
        if (failure != null) {
            if (letGo(by) && (abandoned || !again())) {
                by.deliverFailure(this, failure);
            }
            return;
        }
        T value;
        try {
            value = result();
        } catch (Throwable e) {
            if (letGo(by)) {
                by.deliverFailure(this, e);
            }
            return;
        }
        if (letGo(by)) {
            by.deliver(this, value);
        }
    }

    /** Whether telling the caller only wakes a virtual thread, so that it may be put off. */
    final boolean mayTellLater() {
        return virtuallyAwaited();
    }

    /** The caller is told the result that this exchange gave to {@link Session#deliver}. */
    @SuppressWarnings({"unchecked", "NullAway"}) // it comes from result()
    final void tell(@Nullable Object value) {
        succeed((T) value);
    }

    /** The caller is told that the exchange has failed. */
    final void tellFailure(Throwable failure) {
        fail(failure);
    }

    /** False when that failed; then the future has ended with the failure, since nothing may keep it open. */
    private boolean letGo(@Nullable Session by) {
        try {
            released(by);
            return true;
        } catch (Throwable broken) {
            fail(broken);
            return false;
        }
    }

    /** Ends the exchange, none of whose bytes were sent. */
    final void endUnsent(@Nullable Session by, Throwable cause) {
        if (isOver()) {
            return;
        }
        session = null;
        if (letGo(by) && (abandoned || !retry(cause))) {
            fail(cause);
        }
    }

    /** Ends the exchange whose answer is lost. */
    final void endUnanswered(Session by, @Nullable Throwable cause) {
        Throwable known = error();
        if (known instanceof DatabaseException answer
                && answer.fields() != null
                && !answer.fields().fatal()) {
            end(by);
            return;
        }
        if (isOver()) {
            return;
        }
        session = null;
        Throwable lost = unanswered(by.peer(), known != null ? known : cause);
        // whose time is over, or whose future has failed for a neighbour's sake, has nobody who waits for a second run
        if (letGo(by) && (abandoned || expired || isEnded() || !repeat())) {
            fail(lost);
        }
    }

    /**
     * The answer is lost. True when the exchange takes care of itself, because it may run twice; then its future stays
     * open.
     */
    protected boolean repeat() {
        return false;
    }

    /** The error of an exchange whose answer is lost. */
    protected Throwable unanswered(String peer, @Nullable Throwable reason) {
        String why = reason == null ? "" : ": " + reason.getMessage();
        return new OutcomeUnknownException(
                "The connection to " + peer + " was lost before the answer was complete; the " + describe()
                        + " may have run, or not" + why,
                reason);
    }

    static OperationalException connectionLost(String peer, @Nullable Throwable cause) {
        String why = cause == null ? "" : ": " + cause.getMessage();
        return new OperationalException(
                "The connection to " + peer + " was lost before anything was sent" + why, cause, null, true);
    }

    static InterfaceException connectionClosed() {
        return new InterfaceException("connection already closed");
    }

    /** ReadyForQuery has come before the answer: what follows it would be read as the answer to the next exchange. */
    protected final ProtocolException premature() {
        return new ProtocolException("ReadyForQuery before the " + describe() + " was complete");
    }

    protected static ProtocolException unexpected(byte type, String where) {
        return new ProtocolException(
                "Unexpected message '" + (char) (type & 0xFF) + "' (" + (type & 0xFF) + ") " + where);
    }
}
