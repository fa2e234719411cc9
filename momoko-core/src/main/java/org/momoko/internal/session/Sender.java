package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.momoko.error.QueryCanceledException;

/**
 * The sending side of a session: its two queues, the way from one to the other, and the time limits of what is in them.
 *
 * <p><i>Submitted</i> holds exchanges that are not encoded yet, <i>in flight</i> those that are written and not answered,
 * both oldest first. An exchange is in flight exactly if its bytes were handed to the socket: one that cannot be encoded
 * leaves neither bytes nor a place in the queue behind. Everything but {@link #submit} is called on the event loop.
 */
final class Sender {
    /** A buffer that has grown to this size is written before the next exchange is encoded. */
    private static final int WRITE_SIZE = 64 * 1024;

    private final Session session;
    private final Outbound outbound;
    private final DeadlineWatch deadlines;
    private final SilenceWatch silence;

    /** How many exchanges are on their way to the loop; nothing submitted on the loop may overtake them. */
    private final AtomicInteger arriving = new AtomicInteger();

    private final ArrayDeque<Exchange<?>> submitted = new ArrayDeque<>();
    private final ArrayDeque<Exchange<?>> inFlight = new ArrayDeque<>();
    private final Deliveries deliveries;
    private final Runnable flushTask = this::flush;
    private boolean flushPending;
    private boolean reading;
    private @Nullable Exchange<?> hold;

    Sender(Session session, Outbound outbound, SilenceWatch silence) {
        this.session = session;
        this.outbound = outbound;
        this.deadlines = new DeadlineWatch(outbound, this::deadlinePassed);
        this.silence = silence;
        this.deliveries = new Deliveries(outbound);
    }

    // ---- taking exchanges -----------------------------------------------------------------------------------------

    /** Takes an exchange, behind those submitted before. Any thread. */
    void submit(Exchange<?> exchange) {
        if (arriving.get() == 0 && outbound.inLoop()) {
            enqueue(exchange);
            return;
        }
        arriving.incrementAndGet();
        try {
            outbound.execute(exchange);
        } catch (RejectedExecutionException e) {
            arriving.decrementAndGet();
            exchange.endUnsent(session, Exchange.connectionClosed());
        }
    }

    /** An exchange submitted on another thread has come to the loop. */
    void arrived(Exchange<?> exchange) {
        arriving.decrementAndGet();
        enqueue(exchange);
    }

    private void enqueue(Exchange<?> exchange) {
        if (mayQueue(exchange)) {
            submitted.add(exchange);
            requestFlush();
        }
    }

    /** Puts an exchange before everything submitted. */
    void submitFirst(Exchange<?> exchange) {
        exchange.session(session);
        if (mayQueue(exchange)) {
            submitted.addFirst(exchange);
            requestFlush();
        }
    }

    /** Whether an exchange can be sent at all; if so its deadline is watched, if not it has ended. */
    private boolean mayQueue(Exchange<?> exchange) {
        Throwable refusal = session.refusal();
        if (refusal != null || exchange.isAbandoned()) {
            exchange.endUnsent(session, refusal != null ? refusal : Exchange.connectionClosed());
            return false;
        }
        deadlines.watch(exchange);
        return true;
    }

    /** Takes an exchange back; false when it was sent, or has ended. */
    boolean withdraw(Exchange<?> exchange) {
        return submitted.remove(exchange);
    }

    /** Takes back what was not sent of these. */
    void withdrawAll(Predicate<? super Exchange<?>> given) {
        for (Exchange<?> exchange : submitted.toArray(new Exchange<?>[0])) {
            if (given.test(exchange) && submitted.remove(exchange)) {
                exchange.endUnsent(session, Exchange.connectionClosed());
            }
        }
    }

    // ---- sending --------------------------------------------------------------------------------------------------

    /** Sends what was submitted as soon as this turn of the loop, or the read in it, has been worked through. */
    void requestFlush() {
        if (!flushPending) {
            flushPending = true;
            if (!reading) {
                outbound.execute(flushTask);
            }
        }
    }

    /** The socket takes bytes again. */
    void writabilityChanged() {
        if (!submitted.isEmpty()) {
            requestFlush();
        }
    }

    /** A read begins: what is submitted meanwhile leaves at its end. */
    void readBegins() {
        reading = true;
    }

    /**
     * A read has been worked through. What waits is sent before the virtual threads of this read are woken; if nothing
     * waits they are told at once.
     */
    void readEnds() {
        if (!flushPending) {
            deliveries.run();
        }
        reading = false;
        if (flushPending) {
            flush();
        }
        deliveries.later();
    }

    /** Tells the caller of an exchange that is over; a virtual thread that waits, during a read, once that is worked through. */
    void deliver(Exchange<?> exchange, @Nullable Object value) {
        if (deliversAtOnce(exchange)) {
            exchange.tell(value);
        } else {
            deliveries.succeeds(exchange, value);
        }
    }

    /** As {@link #deliver} for one that failed. */
    void deliverFailure(Exchange<?> exchange, Throwable failure) {
        if (deliversAtOnce(exchange)) {
            exchange.tellFailure(failure);
        } else {
            deliveries.fails(exchange, failure);
        }
    }

    private boolean deliversAtOnce(Exchange<?> exchange) {
        return deliveries.isEmpty() && !(reading && exchange.mayTellLater());
    }

    private boolean maySend() {
        return hold == null && session.maySend() && outbound.writable();
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
            writeOrRelease(out);
        }
    }

    private void writeOrRelease(ByteBuf out) {
        if (out.isReadable()) {
            outbound.write(out);
        } else {
            out.release();
        }
    }

    /** A session that cannot send is of no use: without a buffer it ends, and its exchanges with it. */
    private @Nullable ByteBuf allocateOrShutDown() {
        try {
            return outbound.allocate();
        } catch (Throwable noMemory) {
            session.shutDown(noMemory);
            return null;
        }
    }

    /** Encodes one exchange and puts it in flight; one that cannot be encoded ends, and nothing of it is sent. */
    private boolean encode(Exchange<?> exchange, ByteBuf out) {
        int mark = out.writerIndex();
        try {
            inFlight.add(exchange);
            silence.start();
            exchange.send(session, out);
            return true;
        } catch (Throwable e) {
            // an Error as well: what is in flight must be what was written
            out.writerIndex(mark);
            inFlight.removeLast();
            exchange.endUnsent(session, e);
            return false;
        }
    }

    /** Sends the start-up exchange, the only one that goes out before the session is ready. */
    void start(Exchange<?> startup) {
        startup.session(session);
        ByteBuf out = outbound.allocate();
        if (encode(startup, out)) {
            outbound.write(out);
        } else {
            out.release();
        }
    }

    /** Sends the oldest exchange in flight once more, before everything else. */
    void again(Exchange<?> oldest) {
        ByteBuf out = outbound.allocate();
        try {
            oldest.send(session, out);
        } catch (Throwable e) {
            out.release();
            answered(oldest);
            oldest.error(e);
            oldest.end(session);
            return;
        }
        writeOrRelease(out);
    }

    /** Keeps everything submitted from being sent until {@link #release}, or the end of the exchange. */
    void hold(Exchange<?> exchange) {
        hold = exchange;
    }

    void release(Exchange<?> exchange) {
        if (hold == exchange) {
            hold = null;
            requestFlush();
        }
    }

    // ---- what is in flight ----------------------------------------------------------------------------------------

    /** The exchange whose answer comes next; null when nothing is in flight. */
    @Nullable
    Exchange<?> oldest() {
        return inFlight.peek();
    }

    /** The oldest exchange has all of its answer. */
    void answered(Exchange<?> oldest) {
        inFlight.poll();
        release(oldest);
    }

    boolean idle() {
        return inFlight.isEmpty();
    }

    boolean isInFlight(Exchange<?> exchange) {
        return inFlight.contains(exchange);
    }

    /** The last in flight of these; null for none. */
    @Nullable
    Exchange<?> lastInFlight(Predicate<? super Exchange<?>> which) {
        Exchange<?> last = null;
        for (Exchange<?> exchange : inFlight) {
            if (which.test(exchange)) {
                last = exchange;
            }
        }
        return last;
    }

    /** Whether nothing else is in flight. */
    boolean allInFlight(Predicate<? super Exchange<?>> which) {
        return inFlight.stream().allMatch(which);
    }

    /** Whether no other exchange is in flight, so that the transaction status is known to hold. */
    boolean isAlone(Exchange<?> exchange) {
        return inFlight.peek() == exchange && inFlight.size() == 1;
    }

    private void deadlinePassed(long now) {
        for (Exchange<?> exchange : submitted.toArray(new Exchange<?>[0])) {
            if (expired(exchange, now) && submitted.remove(exchange)) {
                exchange.endUnsent(session, notSentInTime(exchange));
            }
        }
        for (Exchange<?> exchange : inFlight.toArray(new Exchange<?>[0])) {
            if (expired(exchange, now) && !exchange.isExpired()) {
                exchange.expire();
                session.requestCancel(exchange);
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

    private static QueryCanceledException notSentInTime(Exchange<?> exchange) {
        return new QueryCanceledException(
                "The " + exchange.describe() + " was not sent within its time limit", null, null, true);
    }

    /** The socket is closed: exchanges that were sent end as unknown, the others as not sent. */
    void disconnected(@Nullable Throwable reason) {
        deadlines.stop();
        deliveries.run();
        for (Exchange<?> exchange; (exchange = inFlight.poll()) != null; ) {
            exchange.endUnanswered(session, reason);
        }
        for (Exchange<?> exchange; (exchange = submitted.poll()) != null; ) {
            exchange.endUnsent(session, Exchange.connectionLost(session.peer(), reason));
        }
    }
}
