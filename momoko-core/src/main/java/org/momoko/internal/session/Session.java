package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Notification;
import org.momoko.error.ErrorFields;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ProtocolException;
import org.momoko.error.QueryCanceledException;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.BackendKeyData;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.protocol.NoticeResponse;
import org.momoko.internal.protocol.NotificationResponse;
import org.momoko.internal.protocol.ParameterStatus;
import org.momoko.internal.protocol.TransactionStatus;

/**
 * One connection's protocol state: what was submitted, what is in flight, what the server last said of itself.
 *
 * <p><b>1. Threads.</b> A session lives on one event loop. {@link #submit}, {@link #abandon}, {@link #close} and the
 * getters of volatile fields may be called from any thread; they carry their work to the loop. Everything else happens on
 * the loop, without locks.
 *
 * <p><b>2. Two queues.</b> <i>submitted</i> holds exchanges that are not encoded yet, <i>in flight</i> those that are
 * written and not answered. The oldest exchange in flight takes every message that is not asynchronous. What is submitted
 * in one turn of the loop is encoded into one buffer and leaves in one write; while a read is being worked through, that
 * is at its end.
 *
 * <p><b>3. Holding back.</b> Three things keep submitted exchanges from being sent: an exchange in flight whose text may
 * yet have to be sent again in another form ({@link #hold}), a {@link Cancellation}, and a socket that takes no more. None
 * of them outlives an answer or a timer.
 *
 * <p><b>4. Cancelling.</b> The one exchange in flight is cancelled on the server, see {@link Cancellation}. With others in
 * flight, which could be hit, the caller's future fails at once and the answer is dropped when it comes.
 *
 * <p><b>5. The end.</b> When the socket closes, exchanges not sent say so (another connection may take them), exchanges
 * that were sent and not answered end as unknown. Nothing is left open.
 */
public final class Session {
    /** A buffer that has grown to this size is written before the next exchange is encoded. */
    private static final int WRITE_SIZE = 64 * 1024;

    private static final int MAX_PREPARE_LATER = 8;

    private final SessionContext context;
    private final Outbound outbound;
    private final SessionListener listener;
    private final PreparedStatements prepared;
    private final SessionEvents events;
    /** Texts that went as literals because a transaction was open; they are prepared when it has ended. */
    private final ArrayDeque<Statement> prepareLater = new ArrayDeque<>();

    /** How many exchanges are on their way to the loop; nothing submitted on the loop may overtake them. */
    private final AtomicInteger arriving = new AtomicInteger();

    private final ArrayDeque<Exchange<?>> submitted = new ArrayDeque<>();
    private final ArrayDeque<Exchange<?>> inFlight = new ArrayDeque<>();
    private final Runnable flushTask = this::flush;
    private boolean flushPending;
    private boolean reading;
    private @Nullable Exchange<?> hold;

    private volatile @Nullable Cancellation cancellation;
    private final DeadlineWatch deadlines;
    private final SilenceWatch silence;
    private volatile SessionState state = SessionState.STARTING;
    private volatile TransactionStatus transactionStatus = TransactionStatus.IDLE;
    private volatile @Nullable BackendKeyData key;
    private final ReportedSettings settings = new ReportedSettings();
    private volatile boolean listening;
    private @Nullable Throwable fatal;

    public Session(SessionContext context, Outbound outbound, SessionListener listener) {
        this.context = context;
        this.outbound = outbound;
        this.listener = listener;
        this.prepared = new PreparedStatements(context.preparedStatements());
        this.silence = new SilenceWatch(outbound, context::silenceNanos, this::owesAnAnswer, this::goneSilent);
        this.deadlines = new DeadlineWatch(outbound, this::deadlinePassed);
        this.events = new SessionEvents(context.completionExecutor());
    }

    // ---- any thread -----------------------------------------------------------------------------------------------

    /** Sends an exchange, behind those submitted before. */
    public void submit(Exchange<?> exchange) {
        exchange.session(this);
        if (arriving.get() == 0 && outbound.inLoop()) {
            enqueue(exchange);
            return;
        }
        arriving.incrementAndGet();
        try {
            outbound.execute(exchange);
        } catch (RejectedExecutionException e) {
            arriving.decrementAndGet();
            exchange.endUnsent(this, Exchange.connectionClosed());
        }
    }

    /** An exchange submitted on another thread has come to the loop. */
    void arrived(Exchange<?> exchange) {
        arriving.decrementAndGet();
        enqueue(exchange);
    }

    /** The caller has no more use for the exchange: see section 4. */
    void abandon(Exchange<?> exchange) {
        inLoop(() -> {
            if (submitted.remove(exchange)) {
                exchange.endUnsent(this, Exchange.connectionClosed());
            } else {
                requestCancel(exchange);
            }
        });
    }

    /** Closes the connection; running statements end as unknown. Closing twice has no effect. */
    public void close() {
        inLoop(() -> shutDown(null));
    }

    /** Asks the server to cancel what runs, whoever is hit; completes when the request has been dealt with. */
    public CompletionStage<@Nullable Void> cancelRunning() {
        BackendKeyData target = key;
        return target == null ? CompletableFuture.completedFuture(null) : outbound.cancel(target);
    }

    private void inLoop(Runnable task) {
        if (outbound.inLoop()) {
            task.run();
            return;
        }
        try {
            outbound.execute(task);
        } catch (RejectedExecutionException loopEnded) {
            // the event loop closed the socket before it ended, and with it every exchange
            state = SessionState.CLOSED;
        }
    }

    public boolean isOpen() {
        return state == SessionState.READY;
    }

    public SessionState state() {
        return state;
    }

    public TransactionStatus transactionStatus() {
        return transactionStatus;
    }

    public int processId() {
        BackendKeyData known = key;
        return known == null ? 0 : known.processId();
    }

    /** The value that the server last reported for a setting; null when it reported none. */
    public @Nullable String parameter(String name) {
        return settings.get(name);
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
        return outbound.peer();
    }

    /** What the server says of its own accord. */
    public SessionEvents events() {
        return events;
    }

    public SessionContext context() {
        return context;
    }

    // ---- on the loop: sending -------------------------------------------------------------------------------------

    private void enqueue(Exchange<?> exchange) {
        if (state == SessionState.CLOSING || state == SessionState.CLOSED) {
            exchange.endUnsent(
                    this, fatal == null ? Exchange.connectionClosed() : Exchange.connectionLost(peer(), fatal));
            return;
        }
        if (exchange.isAbandoned()) {
            exchange.endUnsent(this, Exchange.connectionClosed());
            return;
        }
        submitted.add(exchange);
        deadlines.watch(exchange);
        requestFlush();
    }

    private void requestFlush() {
        if (!flushPending) {
            flushPending = true;
            if (!reading) {
                outbound.execute(flushTask);
            }
        }
    }

    private boolean maySend() {
        return state == SessionState.READY && hold == null && cancellation == null && outbound.writable();
    }

    private void flush() {
        flushPending = false;
        ByteBuf out = null;
        while (maySend() && !submitted.isEmpty()) {
            if (out == null) {
                out = allocateOrShutDown();
                if (out == null) {
                    return;
                }
            }
            if (encode(submitted.remove(), out) && out.readableBytes() >= WRITE_SIZE) {
                outbound.write(out);
                out = null;
            }
        }
        if (out != null) {
            if (out.isReadable()) {
                outbound.write(out);
            } else {
                out.release();
            }
        }
    }

    /** A session that cannot send is of no use: without a buffer it ends, and its exchanges with it. */
    private @Nullable ByteBuf allocateOrShutDown() {
        try {
            return outbound.allocate();
        } catch (Throwable noMemory) {
            shutDown(noMemory);
            return null;
        }
    }

    /** Encodes one exchange and puts it in flight; one that cannot be encoded ends, and nothing of it is sent. */
    private boolean encode(Exchange<?> exchange, ByteBuf out) {
        int mark = out.writerIndex();
        try {
            inFlight.add(exchange);
            silence.start();
            exchange.encode(this, out);
            return true;
        } catch (Throwable e) {
            // an Error as well: what is in flight must be what was written
            out.writerIndex(mark);
            inFlight.removeLast();
            exchange.endUnsent(this, e);
            return false;
        }
    }

    /** Sends the start-up exchange, the only one that goes out before the session is ready. */
    public void start(Exchange<?> startup) {
        startup.session(this);
        ByteBuf out = outbound.allocate();
        if (encode(startup, out)) {
            outbound.write(out);
        } else {
            out.release();
        }
    }

    /** Writes further messages of the exchange that is being worked on. */
    void write(ByteBuf bytes) {
        outbound.write(bytes);
    }

    ByteBuf allocate() {
        return outbound.allocate();
    }

    /** Runs what must not run on an event loop, then continues on it. */
    void onLoop(Runnable continuation) {
        inLoop(continuation);
    }

    /** Keeps everything submitted from being sent until {@link #release(Exchange)}: see section 3. */
    void hold(Exchange<?> exchange) {
        hold = exchange;
    }

    void release(Exchange<?> exchange) {
        if (hold == exchange) {
            hold = null;
            requestFlush();
        }
    }

    /** Whether no other exchange is in flight, so that the transaction status is known to hold. */
    boolean isAlone(Exchange<?> exchange) {
        return inFlight.peek() == exchange && inFlight.size() == 1;
    }

    /** The socket takes bytes again. */
    public void writabilityChanged() {
        if (!submitted.isEmpty()) {
            requestFlush();
        }
    }

    // ---- on the loop: receiving -----------------------------------------------------------------------------------

    /** A read begins: what is submitted meanwhile leaves at its end. */
    public void readBegins() {
        reading = true;
        silence.heard();
    }

    /** A read has been worked through. */
    public void readEnds() {
        reading = false;
        if (flushPending) {
            flush();
        }
    }

    /**
     * Takes one backend message.
     *
     * @param buffer borrowed until return
     * @param index where the message's body begins
     * @param length the length of the body
     * @throws ProtocolException when the message is malformed or out of place; the caller closes the connection
     */
    public void message(byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case BackendMessageType.NOTICE_RESPONSE -> events.notice(NoticeResponse.read(buffer.slice(index, length)));
            case BackendMessageType.NOTIFICATION_RESPONSE -> notification(buffer.slice(index, length));
            case BackendMessageType.PARAMETER_STATUS ->
                settings.take(ParameterStatus.read(buffer.slice(index, length)));
            case BackendMessageType.READY_FOR_QUERY -> ready(TransactionStatus.read(buffer.slice(index, length)));
            default -> forward(type, buffer, index, length);
        }
    }

    private void notification(ByteBuf body) {
        NotificationResponse response = NotificationResponse.read(body);
        events.notification(new Notification(response.processId(), response.channel(), response.payload()));
    }

    private void forward(byte type, ByteBuf buffer, int index, int length) {
        Exchange<?> head = inFlight.peek();
        if (head != null) {
            head.message(this, type, buffer, index, length);
        } else if (type == BackendMessageType.ERROR_RESPONSE) {
            // outside an exchange only a FATAL error can come: the server is about to end the session
            fatal(ErrorResponse.read(buffer.slice(index, length)));
        } else {
            throw Exchange.unexpected(type, "while no statement is running");
        }
    }

    private void ready(TransactionStatus status) {
        transactionStatus = status;
        Exchange<?> head = inFlight.peek();
        if (head == null) {
            throw Exchange.unexpected(BackendMessageType.READY_FOR_QUERY, "while no statement is running");
        }
        if (state == SessionState.STARTING) {
            state = SessionState.READY;
            requestFlush();
        }
        if (!head.ready(this, status)) {
            again(head);
            return;
        }
        inFlight.poll();
        release(head);
        if (status == TransactionStatus.IDLE && !prepareLater.isEmpty()) {
            prepareNow();
        }
        Cancellation cancelling = cancellation;
        if (cancelling != null && cancelling.isOf(head)) {
            cancelling.answered();
        } else {
            head.end(this);
        }
    }

    /** Remembers a text that should be prepared once no transaction is open any more. */
    void prepareLater(Statement statement) {
        if (prepareLater.size() < MAX_PREPARE_LATER && !prepareLater.contains(statement)) {
            prepareLater.add(statement);
        }
    }

    /** The transaction is over: has the server parse what went as a literal in it, before the next caller's statement. */
    private void prepareNow() {
        for (Statement statement; (statement = prepareLater.poll()) != null; ) {
            if (statement.verdict() == Statement.Verdict.UNKNOWN && prepared.find(statement) == null) {
                PrepareExchange exchange = new PrepareExchange(context, statement);
                exchange.session(this);
                submitted.addFirst(exchange);
                requestFlush();
            }
        }
    }

    /** Sends the head exchange once more, before everything else. */
    private void again(Exchange<?> head) {
        ByteBuf out = outbound.allocate();
        try {
            head.encode(this, out);
        } catch (Throwable e) {
            out.release();
            inFlight.poll();
            release(head);
            head.error(e);
            head.end(this);
            return;
        }
        outbound.write(out);
    }

    void keyData(BackendKeyData data) {
        key = data;
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

    boolean standardConformingStrings() {
        return settings.standardConformingStrings();
    }

    TextSettings textSettings() {
        return settings.textSettings();
    }

    PreparedStatements prepared() {
        return prepared;
    }

    // ---- on the loop: cancelling and time limits ------------------------------------------------------------------

    private void deadlinePassed(long now) {
        for (Exchange<?> exchange : submitted.toArray(new Exchange<?>[0])) {
            if (expired(exchange, now) && submitted.remove(exchange)) {
                exchange.endUnsent(
                        this,
                        new QueryCanceledException(
                                "The " + exchange.describe() + " was not sent within its time limit",
                                null,
                                null,
                                true));
            }
        }
        for (Exchange<?> exchange : inFlight.toArray(new Exchange<?>[0])) {
            if (expired(exchange, now) && !exchange.isExpired()) {
                exchange.expire();
                requestCancel(exchange);
            }
        }
        for (Exchange<?> exchange : submitted) {
            deadlines.watch(exchange);
        }
        for (Exchange<?> exchange : inFlight) {
            if (!exchange.isExpired()) {
                deadlines.watch(exchange);
            }
        }
    }

    private static boolean expired(Exchange<?> exchange, long now) {
        return exchange.deadlineNanos() != Exchange.NO_DEADLINE && exchange.deadlineNanos() - now <= 0;
    }

    private void requestCancel(Exchange<?> exchange) {
        BackendKeyData target = key;
        if (!inFlight.contains(exchange) || cancellation != null) {
            return;
        }
        if (isAlone(exchange) && target != null && state == SessionState.READY) {
            cancellation = new Cancellation(this, outbound, exchange, target, context.cancelTimeoutNanos());
        } else {
            exchange.dropResult(peer());
        }
    }

    /** A cancelled exchange is over, and no request that could hit another one is under way. */
    void cancelled(Exchange<?> exchange) {
        cancellation = null;
        exchange.end(this);
        requestFlush();
    }

    private boolean owesAnAnswer() {
        return !inFlight.isEmpty() && state != SessionState.CLOSED;
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
        BackendKeyData target = key;
        if (state == SessionState.READY && target != null && !inFlight.isEmpty()) {
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
        deadlines.stop();
        silence.stop();
        if (tell) {
            listener.closed(reason);
        }
        for (Exchange<?> exchange; (exchange = inFlight.poll()) != null; ) {
            exchange.endUnanswered(this, reason);
        }
        for (Exchange<?> exchange; (exchange = submitted.poll()) != null; ) {
            exchange.endUnsent(this, Exchange.connectionLost(peer(), reason));
        }
        Cancellation cancelling = cancellation;
        if (cancelling != null) {
            cancellation = null;
            cancelling.disconnected();
        }
    }
}
