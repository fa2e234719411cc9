package org.momoko.internal.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.momoko.api.PoolHealth;
import org.momoko.error.DatabaseException;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.OperationalException;
import org.momoko.error.PoolException;
import org.momoko.error.SqlState;
import org.momoko.internal.concurrent.Nanos;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionListener;
import org.momoko.internal.session.SimpleCommand;

/**
 * Finds out whether the database answers, without getting in anybody's way: a free connection is pinged; if all are busy,
 * a byte received lately is enough; if there is none, one extra connection is opened, pinged and closed; if all are dead,
 * the pool tries once to connect.
 */
final class HealthCheck {
    private static final PoolHealth SATURATED = new PoolHealth(true, true, null, null);

    private final SessionPool sessions;
    private final long silenceNanos;

    HealthCheck(SessionPool sessions, Duration silenceLimit) {
        this.sessions = sessions;
        this.silenceNanos = silenceLimit.toNanos();
    }

    CompletableFuture<PoolHealth> run(Duration timeout) {
        CompletableFuture<PoolHealth> found = new CompletableFuture<>();
        Runnable limit;
        try {
            limit = sessions.loops().schedule(Nanos.of(timeout), () -> found.complete(timedOut(timeout)));
        } catch (RuntimeException closed) {
            return CompletableFuture.completedFuture(down(new PoolException("The pool is closed", closed)));
        }
        found.whenComplete((health, error) -> limit.run());
        PooledSession free = sessions.core().tryAcquire();
        if (free != null) {
            ping(free, found);
            return found;
        }
        if (sessions.core().closed()) {
            found.complete(down(new PoolException("The pool is closed")));
        } else if (sessions.core().counts().busy() == 0) {
            connect(found);
        } else if (heardOfLately()) {
            found.complete(SATURATED);
        } else {
            pingOnExtraConnection(found);
        }
        return found;
    }

    private static PoolHealth down(Throwable cause) {
        return new PoolHealth(false, false, null, cause);
    }

    private PoolHealth timedOut(Duration timeout) {
        Throwable last = sessions.core().lastFailure();
        return down(new OperationalException("No answer within " + timeout.toMillis() + " ms", last));
    }

    private boolean heardOfLately() {
        long now = System.nanoTime();
        for (PooledSession member : sessions.core().members()) {
            if (now - member.session().lastReadNanos() < silenceNanos) {
                return true;
            }
        }
        return false;
    }

    /**
     * Completes {@code found}, after {@code done} was run. A session that has not answered when {@code found} is complete
     * is of no use to anybody, and is closed.
     */
    private void ping(
            Session session, Runnable close, Runnable done, boolean saturated, CompletableFuture<PoolHealth> found) {
        long start = System.nanoTime();
        CompletableFuture<?> question = SimpleCommand.run(session, ClientBase.PING);
        found.whenComplete((health, error) -> {
            if (!question.isDone()) {
                close.run();
            }
        });
        question.whenComplete((answer, error) -> {
            done.run();
            found.complete(
                    error == null
                            ? new PoolHealth(true, saturated, Duration.ofNanos(System.nanoTime() - start), null)
                            : down(Unwrapped.cause(error)));
        });
    }

    private void ping(PooledSession pooled, CompletableFuture<PoolHealth> found) {
        ping(pooled.session(), pooled::close, () -> sessions.recycle(pooled), false, found);
    }

    private void pingOnExtraConnection(CompletableFuture<PoolHealth> found) {
        sessions.openSession(new SessionListener() {}).whenComplete((session, error) -> {
            if (error == null) {
                ping(session, session::close, session::close, true, found);
            } else {
                found.complete(refused(Unwrapped.cause(error)));
            }
        });
    }

    /** A server that has no room for one more connection has answered; any other failure means that it has not. */
    private static PoolHealth refused(Throwable cause) {
        boolean full =
                cause instanceof DatabaseException answer && SqlState.TOO_MANY_CONNECTIONS.equals(answer.sqlState());
        return full ? SATURATED : down(cause);
    }

    /** Nothing is open: ask the pool for a connection, whatever happened a moment ago. */
    private void connect(CompletableFuture<PoolHealth> found) {
        Attempt attempt = new Attempt(found);
        found.whenComplete((health, error) -> sessions.withdraw(attempt));
        sessions.core().acquireUnthrottled(attempt);
    }

    private final class Attempt extends Wait {
        private final CompletableFuture<PoolHealth> found;

        Attempt(CompletableFuture<PoolHealth> found) {
            this.found = found;
        }

        @Override
        public void granted(PooledSession session) {
            if (found.isDone()) {
                sessions.recycle(session);
            } else {
                ping(session, found);
            }
        }

        @Override
        public void rejected(Throwable error) {
            Throwable cause = error instanceof DatabaseNotAvailableException ? error.getCause() : null;
            found.complete(refused(cause == null ? error : cause));
        }
    }
}
