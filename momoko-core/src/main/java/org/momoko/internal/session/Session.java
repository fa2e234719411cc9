package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.error.ErrorFields;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.BackendKeyData;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.protocol.TransactionStatus;

/**
 * One connection's protocol state: what was submitted, what is in flight, what the server last said of itself.
 *
 * <p><b>1. Threads.</b> A session lives on one event loop. {@link #submit}, {@link #abandon}, {@link #close} and the
 * getters of volatile fields may be called from any thread; they carry their work to the loop. Everything else happens on
 * the loop, without locks.
 *
 * <p><b>2. Sides.</b> {@link Sender} keeps what is submitted and what is in flight, and turns the one into the other;
 * what is submitted in one turn of the loop is encoded into one buffer and leaves in one write, and while a read is being
 * worked through, that is at its end. {@link Receiver} gives each message to the oldest exchange in flight, or to whom it
 * concerns, and keeps what the server reports. This class holds the state, decides about cancelling and about the end, and
 * is what exchanges see of their connection.
 *
 * <p><b>3. Holding back.</b> Three things keep submitted exchanges from being sent: an exchange in flight whose text may
 * yet have to be sent again in another form ({@link #hold}), a {@link Cancellation}, and a socket that takes no more. None
 * of them outlives an answer or a timer.
 *
 * <p><b>4. Cancelling.</b> The one exchange in flight is cancelled on the server, see {@link Cancellation}. With others in
 * flight, which could be hit, the caller's future fails at once, and the answer is dropped when it comes; if all of them are
 * answered before, it is cancelled then.
 *
 * <p><b>5. The end.</b> When the socket closes, exchanges not sent say so (another connection may take them), exchanges
 * that were sent and not answered end as unknown. Nothing is left open.
 */
public final class Session {
    private static final long FIRST_CANCEL_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SessionContext context;
    private final Outbound outbound;
    private final SessionListener listener;
    private final SessionEvents events;
    private final PreparedStatements prepared;
    private final SilenceWatch silence;
    private final Sender sender;
    private final Receiver receiver;

    private volatile SessionState state = SessionState.STARTING;
    private volatile boolean listening;
    private volatile @Nullable Cancellation cancellation;
    private @Nullable Throwable fatal;
    /** Made for the first group. */
    private @Nullable GroupEncoder groupEncoder;

    public Session(SessionContext context, Outbound outbound, SessionListener listener) {
        this.context = context;
        this.outbound = outbound;
        this.listener = listener;
        this.events = new SessionEvents(context.completionExecutor());
        this.prepared = new PreparedStatements(context.preparedStatements());
        this.silence = new SilenceWatch(outbound, context::silenceNanos, this::owesAnAnswer, this::goneSilent);
        this.sender = new Sender(this, outbound, silence);
        this.receiver = new Receiver(this, sender, events, prepared);
    }

    // ---- any thread -----------------------------------------------------------------------------------------------

    /** Sends an exchange, behind those submitted before. */
    public void submit(Exchange<?> exchange) {
        exchange.session(this);
        sender.submit(exchange);
    }

    /** Sends an exchange before those that were submitted and not sent. */
    public void submitFirst(Exchange<?> exchange) {
        if (!inLoop(() -> sender.submitFirst(exchange))) {
            exchange.endUnsent(this, Exchange.connectionClosed());
        }
    }

    /** The caller has no more use for the exchange: see section 4. */
    void abandon(Exchange<?> exchange) {
        inLoop(() -> {
            if (sender.withdraw(exchange)) {
                exchange.endUnsent(this, Exchange.connectionClosed());
            } else {
                requestCancel(exchange);
            }
        });
    }

    /**
     * Gives up several exchanges: what is not sent never will be; what runs is cancelled, whichever of them the request
     * hits, as soon as nothing is in flight that must not be hit.
     *
     * @param given which are given up
     * @param hittable these, and what else a request may hit
     */
    public void abandonAll(Predicate<? super Exchange<?>> given, Predicate<? super Exchange<?>> hittable) {
        inLoop(() -> {
            sender.withdrawAll(given);
            cancelAll(given, hittable, FIRST_CANCEL_PAUSE_NANOS);
        });
    }

    private void cancelAll(
            Predicate<? super Exchange<?>> given, Predicate<? super Exchange<?>> hittable, long pauseNanos) {
        Exchange<?> last = sender.lastInFlight(given);
        BackendKeyData target = receiver.key();
        if (last == null || target == null || state != SessionState.READY) {
            return;
        }
        if (cancellation == null && sender.allInFlight(hittable)) {
            cancellation = new Cancellation(this, outbound, last, target, context.cancelTimeoutNanos());
        } else {
            outbound.schedule(pauseNanos, () -> cancelAll(given, hittable, 2 * pauseNanos));
        }
    }

    /**
     * Runs a task on the event loop after a delay.
     *
     * @return calls it off
     */
    public Runnable schedule(long delayNanos, Runnable task) {
        return outbound.schedule(delayNanos, task)::cancel;
    }

    /** Runs a task on the event loop, at once if this is it; false when the loop has ended. */
    public boolean execute(Runnable task) {
        return inLoop(task);
    }

    /** Closes the connection; running statements end as unknown. Closing twice has no effect. */
    public void close() {
        inLoop(() -> shutDown(null));
    }

    /** Asks the server to cancel what runs, whoever is hit; completes when the request has been dealt with. */
    public CompletionStage<@Nullable Void> cancelRunning() {
        BackendKeyData target = receiver.key();
        return target == null ? CompletableFuture.completedFuture(null) : outbound.cancel(target);
    }

    private boolean inLoop(Runnable task) {
        if (outbound.inLoop()) {
            task.run();
            return true;
        }
        try {
            outbound.execute(task);
            return true;
        } catch (RejectedExecutionException loopEnded) {
            // the event loop closed the socket before it ended, and with it every exchange
            state = SessionState.CLOSED;
            return false;
        }
    }

    public boolean isOpen() {
        return state == SessionState.READY;
    }

    public SessionState state() {
        return state;
    }

    public TransactionStatus transactionStatus() {
        return receiver.transactionStatus();
    }

    public int processId() {
        BackendKeyData known = receiver.key();
        return known == null ? 0 : known.processId();
    }

    /** The value that the server last reported for a setting; null when it reported none. */
    public @Nullable String parameter(String name) {
        return receiver.settings().get(name);
    }

    /** Whether the server may have changed its role since that was last asked here; from now on it counts as known. */
    public boolean takeRoleChange() {
        ReportedSettings settings = receiver.settings();
        boolean changed = settings.roleChanged();
        if (changed) {
            settings.roleChanged(false);
        }
        return changed;
    }

    /** A statement was refused because the server, or the transaction, takes no writes. */
    void refusedToWrite() {
        receiver.settings().roleChanged(true);
    }

    /** When a byte was last received, by {@link System#nanoTime()}. */
    public long lastReadNanos() {
        return silence.lastReadNanos();
    }

    /** Whether nothing is sent because a statement is being cancelled. */
    public boolean cancelling() {
        return cancellation != null;
    }

    /** Whether the calling thread is the event loop of this session. */
    public boolean near() {
        return outbound.inLoop();
    }

    /** Whether LISTEN was run in this session since it was last reset. */
    public boolean listening() {
        return listening;
    }

    void listening(boolean now) {
        listening = now;
    }

    public String peer() {
        return outbound.host().toString();
    }

    HostSpec host() {
        return outbound.host();
    }

    /** What the server says of its own accord. */
    public SessionEvents events() {
        return events;
    }

    public SessionContext context() {
        return context;
    }

    // ---- on the loop: what the transport tells ---------------------------------------------------------------------

    /** Sends the start-up exchange, the only one that goes out before the session is ready. */
    public void start(Exchange<?> startup) {
        sender.start(startup);
    }

    /** A read begins: what is submitted meanwhile leaves at its end. */
    public void readBegins() {
        sender.readBegins();
        silence.heard();
    }

    /** A read has been worked through. */
    public void readEnds() {
        sender.readEnds();
    }

    /** The socket takes bytes again. */
    public void writabilityChanged() {
        sender.writabilityChanged();
    }

    /**
     * Takes one backend message.
     *
     * @param buffer borrowed until return
     * @param index where the message's body begins
     * @param length the length of the body
     * @throws org.momoko.error.ProtocolException when the message is malformed or out of place; the caller closes the
     *     connection
     */
    public void message(byte type, ByteBuf buffer, int index, int length) {
        receiver.message(type, buffer, index, length);
    }

    // ---- on the loop: for the exchanges ---------------------------------------------------------------------------

    /** An exchange submitted on another thread has come to the loop. */
    void arrived(Exchange<?> exchange) {
        sender.arrived(exchange);
    }

    ByteBuf allocate() {
        return outbound.allocate();
    }

    /** Writes further messages of the exchange that is being worked on. */
    void write(ByteBuf bytes) {
        outbound.write(bytes);
    }

    /** Whether what the server sends is read from now on. */
    void reading(boolean on) {
        outbound.reading(on);
    }

    /** Continues on the loop what had to leave it. */
    void onLoop(Runnable continuation) {
        inLoop(continuation);
    }

    /** Keeps everything submitted from being sent until {@link #release(Exchange)}: see section 3. */
    void hold(Exchange<?> exchange) {
        sender.hold(exchange);
    }

    void release(Exchange<?> exchange) {
        sender.release(exchange);
    }

    /** Whether no other exchange is in flight, so that the transaction status is known to hold. */
    boolean isAlone(Exchange<?> exchange) {
        return sender.isAlone(exchange);
    }

    /** Encodes a group; used up when the next one is asked for. */
    GroupEncoder encoder(SessionContext ofGroup, ByteBuf out) {
        GroupEncoder encoder = groupEncoder;
        if (encoder == null) {
            encoder = new GroupEncoder(this, ofGroup, out);
            groupEncoder = encoder;
        } else {
            encoder.begin(ofGroup, out);
        }
        return encoder;
    }

    void keyData(BackendKeyData data) {
        receiver.key(data);
    }

    boolean standardConformingStrings() {
        return receiver.settings().standardConformingStrings();
    }

    TextSettings textSettings() {
        return receiver.settings().textSettings();
    }

    PreparedStatements prepared() {
        return prepared;
    }

    // ---- on the loop: states --------------------------------------------------------------------------------------

    /** ReadyForQuery came; the first one says that statements may be sent. */
    void started() {
        if (state == SessionState.STARTING) {
            state = SessionState.READY;
            takeRoleChange();
            sender.requestFlush();
        }
    }

    boolean maySend() {
        return state == SessionState.READY && cancellation == null;
    }

    /** Why nothing is taken any more; null while the session is open. */
    @Nullable
    Throwable refusal() {
        if (state != SessionState.CLOSING && state != SessionState.CLOSED) {
            return null;
        }
        return fatal == null ? Exchange.connectionClosed() : Exchange.connectionLost(peer(), fatal);
    }

    /** The server announces that it ends the session; it closes the socket next, or else we do. */
    void fatal(ErrorFields fields) {
        fatal = ServerErrors.of(fields, false);
        if (state == SessionState.READY) {
            state = SessionState.CLOSING;
            // a pooler may keep the socket, and what waits for an answer must end
            outbound.schedule(context.cancelTimeoutNanos(), outbound::close);
            listener.closed(fatal);
        }
    }

    /** Tells the caller of an exchange that is over; a virtual thread that waits, once what is to be sent has left. */
    <T extends @Nullable Object> void deliver(Exchange<T> exchange, T value) {
        sender.deliver(exchange, value);
    }

    /** As {@link #deliver} for one that failed. */
    void deliverFailure(Exchange<?> exchange, Throwable failure) {
        sender.deliverFailure(exchange, failure);
    }

    /** An exchange has all of its answer, and has left the queue. */
    void answered(Exchange<?> exchange) {
        Cancellation cancelling = cancellation;
        if (cancelling != null && cancelling.isOf(exchange)) {
            cancelling.answered();
        } else {
            exchange.end(this);
            Exchange<?> next = sender.oldest();
            if (next != null && next.isGivenUp()) {
                cancelIfAlone(next);
            }
        }
    }

    // ---- on the loop: cancelling ------------------------------------------------------------------

    /** The caller does not wait for the exchange any longer: see section 4. */
    void requestCancel(Exchange<?> exchange) {
        if (sender.isInFlight(exchange) && cancellation == null && !cancelIfAlone(exchange)) {
            exchange.dropResult(peer());
        }
    }

    /** Has the server stop the exchange; false when that could hit another one, or one is being cancelled already. */
    boolean cancelIfAlone(Exchange<?> exchange) {
        BackendKeyData target = receiver.key();
        if (!isAlone(exchange) || cancellation != null || target == null || state != SessionState.READY) {
            return false;
        }
        cancellation = new Cancellation(this, outbound, exchange, target, context.cancelTimeoutNanos());
        return true;
    }

    /** A cancelled exchange is over, and no request that could hit another one is under way. */
    void cancelled(Exchange<?> exchange) {
        cancellation = null;
        exchange.end(this);
        sender.requestFlush();
    }

    private boolean owesAnAnswer() {
        return !sender.idle() && state != SessionState.CLOSED;
    }

    private void goneSilent(Throwable reason) {
        shutDown(new OutcomeUnknownException("The server at " + peer() + " has gone silent", reason));
    }

    // ---- on the loop: the end -------------------------------------------------------------------------------------

    /** The connection is of no more use: say goodbye and close the socket; {@link #disconnected} follows. */
    public void shutDown(@Nullable Throwable cause) {
        if (state == SessionState.CLOSED) {
            return;
        }
        if (fatal == null) {
            fatal = cause;
        }
        BackendKeyData target = receiver.key();
        if (state == SessionState.READY && target != null && !sender.idle()) {
            // a server at work does not notice that its client has gone
            outbound.cancel(target);
        }
        if (state == SessionState.READY) {
            sayGoodbye();
        }
        boolean tell = state != SessionState.CLOSING;
        state = SessionState.CLOSING;
        outbound.close();
        if (tell) {
            listener.closed(cause);
        }
    }

    private void sayGoodbye() {
        ByteBuf out;
        try {
            out = outbound.allocate();
        } catch (Throwable noMemory) {
            // the end of the socket says the same
            return;
        }
        Frontend.terminate(out);
        outbound.write(out);
    }

    /** The socket is closed. Ends every exchange. */
    public void disconnected(@Nullable Throwable cause) {
        if (state == SessionState.CLOSED) {
            return;
        }
        boolean tell = state != SessionState.CLOSING;
        state = SessionState.CLOSED;
        Throwable reason = fatal != null ? fatal : cause;
        silence.stop();
        if (tell) {
            listener.closed(reason);
        }
        sender.disconnected(reason);
        Cancellation cancelling = cancellation;
        if (cancelling != null) {
            cancellation = null;
            cancelling.disconnected();
        }
    }
}
