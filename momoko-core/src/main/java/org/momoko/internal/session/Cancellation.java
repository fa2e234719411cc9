package org.momoko.internal.session;

import java.util.concurrent.TimeUnit;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.internal.protocol.BackendKeyData;

/**
 * The cancelling of the one exchange that is in flight. A CancelRequest names a connection, not a statement: it hits
 * whatever runs when it arrives. So nothing is written while one is under way, and the exchange does not end before the
 * socket of the last one is closed. The server forgets a request that comes before it has begun with the statement, so
 * requests are repeated, with pauses that double, until the statement has ended. If that takes longer than the cancel
 * timeout, the connection is closed.
 */
final class Cancellation {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Session session;
    private final Outbound outbound;
    private final Exchange<?> exchange;
    private final BackendKeyData target;
    private final Outbound.Cancellable limit;
    private boolean requestOpen;
    private boolean answered;
    private boolean over;

    Cancellation(Session session, Outbound outbound, Exchange<?> exchange, BackendKeyData target, long limitNanos) {
        this.session = session;
        this.outbound = outbound;
        this.exchange = exchange;
        this.target = target;
        this.limit = outbound.schedule(limitNanos, () -> timedOut(limitNanos));
        // the answer must be read, whatever waits for a subscriber
        outbound.reading(true);
        request(FIRST_PAUSE_NANOS);
    }

    boolean isOf(Exchange<?> candidate) {
        return exchange == candidate;
    }

    private void request(long pauseNanos) {
        requestOpen = true;
        outbound.cancel(target).whenComplete((done, error) -> session.onLoop(() -> requestClosed(pauseNanos)));
    }

    private void requestClosed(long pauseNanos) {
        requestOpen = false;
        if (answered) {
            end();
        } else if (!over) {
            outbound.schedule(pauseNanos, () -> {
                if (!over) {
                    request(2 * pauseNanos);
                }
            });
        }
    }

    /** The exchange has its ReadyForQuery; it ends now, or when the request's socket is closed. */
    void answered() {
        answered = true;
        if (!requestOpen) {
            end();
        }
    }

    private void end() {
        stop();
        session.cancelled(exchange);
    }

    /** The session has ended, and the exchange with it unless it is answered. */
    void disconnected() {
        stop();
        if (answered) {
            exchange.end(session);
        }
    }

    private void stop() {
        over = true;
        limit.cancel();
    }

    private void timedOut(long limitNanos) {
        if (!over) {
            // also when the answer has come: the request may still be on its way, and must not hit a later statement
            session.shutDown(new OutcomeUnknownException("The server at " + session.peer()
                    + " did not answer a cancel request within " + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms"));
        }
    }
}
