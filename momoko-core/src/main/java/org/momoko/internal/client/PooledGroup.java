package org.momoko.internal.client;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.momoko.api.OpenTransaction;
import org.momoko.config.RetryPolicy;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.pool.Waiter;
import org.momoko.internal.session.GroupExchange;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.StatementGroup;

/**
 * A pipeline or a list of statements that runs through the pool: waits for a connection, runs on it, and lets it go before
 * its future completes. When the connection is lost before anything was sent, it moves to another one.
 */
final class PooledGroup<R> extends GroupExchange<R> implements Waiter<PooledSession>, OngoingTransaction {
    private final PgPool pool;
    private @Nullable PooledSession held;
    private int attempts;
    private WaitingState waitingState = WaitingState.NEW;
    private long waitingSinceNanos;
    /** When a transaction began. */
    private volatile long beganNanos;

    PooledGroup(PgPool pool, StatementGroup<R> group) {
        super(pool.context(), group);
        this.pool = pool;
    }

    /** Asks the pool for a connection. */
    PooledGroup<R> start() {
        pool.sessions().acquire(this);
        return this;
    }

    @Override
    public void granted(PooledSession session) {
        held = session;
        if (group().isTransaction()) {
            if (attempts == 0) {
                beganNanos = System.nanoTime();
                pool.transactionBegan();
            }
            session.transaction(this);
        }
        attempts++;
        session.session().submit(this);
    }

    @Override
    public void rejected(Throwable error) {
        if (attempts > 0) {
            told(TransactionOutcome.ROLLED_BACK);
        }
        fail(error);
    }

    @Override
    protected void over(@Nullable Session by) {
        if (sent() || isAbandoned()) {
            told(outcome());
        }
        PooledSession session = held;
        if (session != null) {
            held = null;
            session.transaction(null);
            pool.sessions().recycle(session);
        }
    }

    /** Those who listen to the pool hear what became of a transaction. */
    private void told(TransactionOutcome outcome) {
        if (group().isTransaction()) {
            pool.transactionEnded(this, outcome);
        }
    }

    @Override
    protected boolean retry(Throwable notSent) {
        boolean moves = PooledQuery.lostUnsent(notSent)
                && pool.sessions().retryPolicy() != RetryPolicy.NONE
                && attempts < PooledQuery.MAX_ATTEMPTS;
        if (!moves) {
            told(TransactionOutcome.ROLLED_BACK);
            return false;
        }
        waitingState = WaitingState.NEW;
        start();
        if (isAbandoned()) {
            // the caller may have gone just before, when there was nothing to withdraw
            withdraw();
        }
        return true;
    }

    @Override
    protected void abandoned() {
        super.abandoned();
        withdraw();
    }

    private void withdraw() {
        if (pool.sessions().withdraw(this)) {
            rejected(new CancellationException("The " + describe() + " was given up while it waited for a connection"));
        }
    }

    // ---- what onlookers see ---------------------------------------------------------------------------------------

    @Override
    public long ageNanos() {
        return System.nanoTime() - beganNanos;
    }

    @Override
    public int statements() {
        return group().size();
    }

    @Override
    public OpenTransaction snapshot() {
        PooledSession session = held;
        return OngoingTransaction.snapshot(
                group(), session == null ? 0 : session.session().processId(), ageNanos());
    }

    // ---- waiting --------------------------------------------------------------------------------------------------

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
