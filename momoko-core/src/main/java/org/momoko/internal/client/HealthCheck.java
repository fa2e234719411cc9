package org.momoko.internal.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.api.PoolHealth;
import org.momoko.error.DatabaseException;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.error.OperationalException;
import org.momoko.error.PoolException;
import org.momoko.error.SqlState;
import org.momoko.internal.pool.PoolCounts;
import org.momoko.internal.pool.Waiter;
import org.momoko.internal.session.QueryExchange;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionListener;
import org.momoko.internal.sql.ArgumentStyle;

/**
 * Finds out whether the database answers, without getting in anybody's way: a free connection is pinged; if all are busy,
 * a byte received lately is enough; if there is none, one extra connection is opened, pinged and closed; if all are dead,
 * the pool tries once to connect.
 */
final class HealthCheck {
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
            limit = sessions.loops().schedule(timeout.toNanos(), () -> found.complete(timedOut(timeout)));
        } catch (RuntimeException closed) {
            return CompletableFuture.completedFuture(down(new PoolException("The pool is closed", closed)));
        }
        found.whenComplete((health, error) -> limit.run());
        PooledSession free = sessions.core().tryAcquire();
        if (free != null) {
            ping(free.session(), false, found).whenComplete((done, error) -> {
                // a ping without an answer leaves a connection that nobody can use
                if (error != null) {
                    free.session().close();
                }
                sessions.recycle(free);
            });
            return found;
        }
        PoolCounts counts = sessions.core().counts();
        if (counts.busy() == 0) {
            connect(found);
        } else if (heardOfLately()) {
            found.complete(new PoolHealth(true, true, null, null));
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

    /** Completes {@code found}; the returned future is the ping itself, abandoned once {@code found} is complete. */
    private CompletableFuture<?> ping(Session session, boolean saturated, CompletableFuture<PoolHealth> found) {
        long start = System.nanoTime();
        QueryExchange<?> question = QueryExchange.plain(
                sessions.context(),
                sessions.context().texts().get(ClientBase.PING, ArgumentStyle.NONE),
                CursorFactory.rows());
        question.whenComplete((answer, error) -> found.complete(
                error == null
                        ? new PoolHealth(true, saturated, Duration.ofNanos(System.nanoTime() - start), null)
                        : down(Unwrapped.cause(error))));
        found.whenComplete((health, error) -> question.cancel(false));
        session.submit(question);
        return question;
    }

    private void pingOnExtraConnection(CompletableFuture<PoolHealth> found) {
        sessions.openSession(new SessionListener() {}).whenComplete((session, error) -> {
            if (error == null) {
                ping(session, true, found).whenComplete((done, failure) -> session.close());
            } else {
                found.complete(
                        answeredTooMany(error) ? new PoolHealth(true, true, null, null) : down(Unwrapped.cause(error)));
            }
        });
    }

    /** A server that has no room for one more connection has answered. */
    private static boolean answeredTooMany(Throwable error) {
        return Unwrapped.cause(error) instanceof DatabaseException answer
                && SqlState.TOO_MANY_CONNECTIONS.equals(answer.sqlState());
    }

    /** Nothing is open: ask the pool for a connection, whatever happened a moment ago. */
    private void connect(CompletableFuture<PoolHealth> found) {
        Attempt attempt = new Attempt(found);
        found.whenComplete((health, error) -> sessions.withdraw(attempt));
        sessions.core().acquireUnthrottled(attempt);
    }

    private final class Attempt implements Waiter<PooledSession> {
        private final CompletableFuture<PoolHealth> found;
        private final AtomicReference<WaitingState> state = new AtomicReference<>(WaitingState.NEW);
        private long deadline = NEVER;

        Attempt(CompletableFuture<PoolHealth> found) {
            this.found = found;
        }

        @Override
        public void granted(PooledSession session) {
            ping(session.session(), false, found).whenComplete((done, error) -> {
                if (error != null) {
                    session.session().close();
                }
                sessions.recycle(session);
            });
        }

        @Override
        public void rejected(Throwable error) {
            boolean wrapped = error instanceof DatabaseNotAvailableException && error.getCause() != null;
            @Nullable Throwable cause = wrapped ? error.getCause() : error;
            found.complete(down(cause == null ? error : cause));
        }

        @Override
        public long ownDeadlineNanos() {
            return NEVER;
        }

        @Override
        public void waitDeadlineNanos(long deadlineNanos) {
            deadline = deadlineNanos;
        }

        @Override
        public long waitDeadlineNanos() {
            return deadline;
        }

        @Override
        public void waitingState(WaitingState next) {
            state.set(next);
        }

        @Override
        public WaitingState waitingState() {
            return state.get();
        }
    }
}
