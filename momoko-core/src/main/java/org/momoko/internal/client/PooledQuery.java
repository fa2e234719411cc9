package org.momoko.internal.client;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.config.QueryMode;
import org.momoko.config.RetryPolicy;
import org.momoko.error.InterfaceException;
import org.momoko.error.OperationalException;
import org.momoko.error.QueryCanceledException;
import org.momoko.internal.pool.Waiter;
import org.momoko.internal.session.QueryExchange;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.Terms;
import org.momoko.internal.sql.ParsedSql;

/**
 * A statement that runs through the pool: waits for a connection, runs on it, and lets it go before its future
 * completes. A statement whose connection is lost before anything of it was sent goes to another connection.
 *
 * <p>This is the one object of a statement, 88 bytes with all it inherits.
 */
class PooledQuery<T> extends QueryExchange<T> implements Waiter<PooledSession> {
    /** A server that takes connections and drops them at once shall not be tried for ever. */
    static final int MAX_ATTEMPTS = 5;

    private final SessionPool pool;
    private @Nullable PooledSession held;
    private WaitingState waitingState = WaitingState.NEW;
    private long waitingSinceNanos;
    /** Null while the first attempt lasts. */
    private @Nullable Attempts attempts;

    /** What is kept of attempts that came to nothing. */
    private static final class Attempts {
        private int failed;
        private boolean repeated;
        /** What the caller has to know if the repetition cannot be run either. */
        private @Nullable Throwable unknownOutcome;
    }

    /** @param idempotent whether it may be sent twice */
    PooledQuery(
            SessionPool pool,
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> factory,
            @Nullable QueryMode mode,
            long deadlineNanos,
            boolean idempotent) {
        super(pool.context(), sql, values, factory, Terms.of(mode, deadlineNanos, idempotent));
        this.pool = pool;
    }

    @Override
    protected final SessionContext context() {
        return pool.context();
    }

    final SessionPool pool() {
        return pool;
    }

    /** Asks the pool for a connection. */
    void acquire() {
        pool.acquire(this);
    }

    @Override
    public void granted(PooledSession session) {
        held = session;
        session.session().submit(this);
    }

    @Override
    public void rejected(Throwable error) {
        Throwable unknown = attempts == null ? null : attempts.unknownOutcome;
        if (unknown == null) {
            fail(error);
        } else {
            unknown.addSuppressed(error);
            fail(unknown);
        }
    }

    @Override
    protected void released(@Nullable Session by) {
        PooledSession session = held;
        if (session != null) {
            held = null;
            letGo(session, by);
        }
    }

    /** Gives the connection back. */
    void letGo(PooledSession session, @Nullable Session by) {
        pool.recycle(session);
    }

    @Override
    protected boolean retry(Throwable notSent) {
        if (lostUnsent(notSent) && pool.retryPolicy() != RetryPolicy.NONE && mayTryAgain()) {
            acquireAgain();
        } else if (attempts != null && attempts.unknownOutcome != null) {
            rejected(notSent);
        } else {
            return false;
        }
        return true;
    }

    /** Whether the connection was lost before anything was sent, so that another one may do. */
    static boolean lostUnsent(Throwable failure) {
        return failure instanceof InterfaceException
                || failure instanceof OperationalException error
                        && error.nothingSent()
                        && !(error instanceof QueryCanceledException);
    }

    @Override
    protected boolean again() {
        if (!failedAsStale() || !mayTryAgain()) {
            return false;
        }
        acquireAgain();
        return true;
    }

    @Override
    protected boolean repeat() {
        Attempts before = attempts();
        if (before.repeated || handedOn() || !(idempotent() || pool.retryPolicy() == RetryPolicy.MOMOKO)) {
            return false;
        }
        before.repeated = true;
        acquireAgain();
        return true;
    }

    @Override
    protected Throwable unanswered(String peer, @Nullable Throwable reason) {
        Throwable unknown = super.unanswered(peer, reason);
        attempts().unknownOutcome = unknown;
        return unknown;
    }

    private Attempts attempts() {
        Attempts before = attempts;
        if (before == null) {
            before = new Attempts();
            attempts = before;
        }
        return before;
    }

    private boolean mayTryAgain() {
        return attempts == null || attempts.failed < MAX_ATTEMPTS - 1;
    }

    private void acquireAgain() {
        attempts().failed++;
        waitingState = WaitingState.NEW;
        acquire();
        if (isAbandoned()) {
            // the caller may have gone just before, when there was nothing to withdraw
            withdraw();
        }
    }

    @Override
    protected void abandoned() {
        super.abandoned();
        withdraw();
    }

    /** The future has ended; those who listen hear that the statement has ended, too. */
    private void withdraw() {
        if (pool.withdraw(this)) {
            fail(new CancellationException("The statement was given up while it waited for a connection"));
        }
    }

    @Override
    public long ownDeadlineNanos() {
        return deadlineNanos();
    }

    @Override
    public void waitingSinceNanos(long sinceNanos) {
        waitingSinceNanos = sinceNanos;
    }

    @Override
    public long waitingSinceNanos() {
        return waitingSinceNanos;
    }

    @Override
    public void waitingState(WaitingState state) {
        waitingState = state;
    }

    @Override
    public WaitingState waitingState() {
        return waitingState;
    }
}
