package org.momoko.internal.client;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.TransactionOptions;
import org.momoko.config.RetryPolicy;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.pool.Waiter;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;

/**
 * A transaction that waits for a connection of the pool, has it to itself, and lets it go before its future completes.
 * When the connection is lost before anything was sent, it goes on, on another one; the body is called once.
 */
final class PooledTransaction<T extends @Nullable Object> extends TopTransaction<T> implements Waiter<PooledSession> {
    private final PgPool pool;
    /** Null unless leaks are looked for. */
    private final @Nullable Holding holding;

    private volatile @Nullable PooledSession held;
    private byte attempts;
    private volatile boolean bodyCalled;
    /** What opens the transaction, while it is without a connection. */
    private volatile @Nullable TransactionOpener moving;
    /** Whether the session has to be given back; guarded by this object's lock. */
    private boolean owns;

    private WaitingState waitingState = WaitingState.NEW;
    private long waitingSinceNanos;

    /** What is told of it as a holder of a connection. */
    private static final class Holding {
        private final Throwable takenHere;
        /** Run once the connection is given back; null before it is had. */
        private @Nullable Runnable end;

        Holding(Throwable takenHere) {
            this.takenHere = takenHere;
        }
    }

    /** @param takenHere where the caller asks, see {@link Holders#here()} */
    PooledTransaction(
            PgPool pool,
            @Nullable Throwable takenHere,
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        super(new PgTransaction(options), autoRollback, body);
        this.pool = pool;
        this.holding = takenHere == null ? null : new Holding(takenHere);
    }

    PooledTransaction<T> start() {
        pool.sessions().acquire(this);
        return this;
    }

    @Override
    SessionContext context() {
        return pool.context();
    }

    @Override
    Session session() {
        return Objects.requireNonNull(held, "a session").session();
    }

    // ---- getting a connection -------------------------------------------------------------------------------------

    @Override
    public void granted(PooledSession session) {
        attempts++;
        if (holding != null) {
            holding.end = pool.holderList().taken(session.session().processId(), holding.takenHere);
        }
        synchronized (this) {
            held = session;
            owns = true;
        }
        TransactionOpener first = moving;
        if (first != null) {
            moving = null;
            session.transaction(transaction());
            if (aborted()) {
                first.unsent(transaction().refusal());
            } else {
                first.submitTo(session.session());
            }
        } else if (isEnded()) {
            giveBack();
        } else {
            startOn(session.session());
        }
    }

    @Override
    public void rejected(Throwable error) {
        TransactionOpener first = moving;
        if (first != null) {
            moving = null;
            first.unsent(error);
        } else {
            fail(error);
        }
    }

    @Override
    boolean moves(TransactionOpener first, Throwable notSent) {
        if (!PooledQuery.lostUnsent(notSent)
                || pool.sessions().retryPolicy() == RetryPolicy.NONE
                || attempts >= PooledQuery.MAX_ATTEMPTS
                || aborted()) {
            return false;
        }
        moving = first;
        giveBack();
        waitingState = WaitingState.NEW;
        start();
        if (aborted()) {
            // perhaps just before, when there was nothing to withdraw
            withdraw();
        }
        return true;
    }

    private void withdraw() {
        if (pool.sessions().withdraw(this)) {
            rejected(transaction().refusal());
        }
    }

    private void giveBack() {
        PooledSession session;
        synchronized (this) {
            session = owns ? held : null;
            owns = false;
        }
        if (session != null) {
            session.transaction(null);
            Runnable end = holding == null ? null : holding.end;
            if (end != null) {
                end.run();
            }
            pool.sessions().recycle(session);
        }
    }

    // ---- what it tells --------------------------------------------------------------------------------------------

    @Override
    void began() {
        bodyCalled = true;
        PooledSession session = held;
        if (session != null) {
            session.transaction(transaction());
        }
        pool.transactionBegan();
    }

    @Override
    void concluded(TransactionOutcome outcome) {
        super.concluded(outcome);
        if (bodyCalled) {
            pool.transactionEnded(transaction(), outcome);
        }
        giveBack();
    }

    // ---- waiting --------------------------------------------------------------------------------------------------

    @Override
    void interrupt() {
        if (held == null || moving != null) {
            withdraw();
        } else {
            super.interrupt();
        }
    }

    @Override
    void abandonedWhileEnding() {
        super.abandonedWhileEnding();
        if (moving != null) {
            withdraw();
        }
    }

    @Override
    public long ownDeadlineNanos() {
        return deadline();
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
