package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.error.InterfaceException;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.session.Session;

/** A connection that a pool has handed out, until it is given back; after that it is closed to its former holder. */
final class LeasedConnection extends PgConnection {
    private static final AtomicReferenceFieldUpdater<LeasedConnection, @Nullable PooledSession> HELD =
            AtomicReferenceFieldUpdater.newUpdater(LeasedConnection.class, PooledSession.class, "held");

    private final PgPool pool;
    private final @Nullable Runnable end;
    private volatile @Nullable PooledSession held;

    /** @param end run once the connection is given back; null for nothing */
    LeasedConnection(PgPool pool, PooledSession session, @Nullable Runnable end) {
        super(pool.context());
        this.pool = pool;
        this.held = session;
        this.end = end;
    }

    PgPool pool() {
        return pool;
    }

    boolean given() {
        return held != null;
    }

    /** Takes the session out of the holder's hands; null when it was given back already. */
    @Nullable
    PooledSession takeBack() {
        PooledSession session = HELD.getAndSet(this, null);
        if (session != null && end != null) {
            end.run();
        }
        return session;
    }

    @Override
    @Nullable
    Session session() {
        PooledSession session = held;
        return session == null ? null : session.session();
    }

    @Override
    public void transactionBegan(OngoingTransaction transaction) {
        PooledSession session = held;
        if (session != null) {
            session.transaction(transaction);
            pool.transactionBegan();
        }
    }

    @Override
    public void transactionEnded(OngoingTransaction transaction, TransactionOutcome outcome) {
        PooledSession session = held;
        if (session != null) {
            session.transaction(null);
            pool.transactionEnded(transaction, outcome);
        }
    }

    @Override
    public CompletableFuture<Connection> connect() {
        return CompletableFuture.failedFuture(new InterfaceException("A pool's connection is opened by its pool"));
    }

    /** Closes the session; the connection still has to be given back. */
    @Override
    public void close() {
        PooledSession session = held;
        if (session != null) {
            session.close();
        }
    }
}
