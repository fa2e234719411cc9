package org.momoko.internal.client;

import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.internal.concurrent.OperationFuture;
import org.momoko.internal.pool.Waiter;
import org.momoko.internal.session.SimpleCommand;

/**
 * A caller's wish for a connection, and its future. With a ping, a connection that turns out to be dead is exchanged for
 * another, once. A caller who has gone leaves no trace: the connection goes straight back.
 */
final class Lease<C extends Connection> extends OperationFuture<C> implements Waiter<PooledSession> {
    private final PgPool pool;
    private final boolean ping;
    private final @Nullable Throwable takenHere;
    private final Function<? super LeasedConnection, ? extends C> view;
    private boolean exchanged;
    private WaitingState waitingState = WaitingState.NEW;
    private long waitingSinceNanos;

    /**
     * @param takenHere where the caller asks, see {@link Holders#here()}
     * @param view what the caller gets to see of the connection
     */
    Lease(
            PgPool pool,
            boolean ping,
            @Nullable Throwable takenHere,
            Function<? super LeasedConnection, ? extends C> view) {
        this.pool = pool;
        this.ping = ping;
        this.takenHere = takenHere;
        this.view = view;
    }

    Lease<C> start() {
        pool.sessions().acquire(this);
        return this;
    }

    @Override
    protected @Nullable Executor completionExecutor() {
        return pool.context().completionExecutor();
    }

    @Override
    public void granted(PooledSession session) {
        if (isEnded()) {
            pool.sessions().recycle(session);
        } else if (ping) {
            ping(session);
        } else {
            handOver(session);
        }
    }

    @Override
    public void rejected(Throwable error) {
        fail(error);
    }

    private void handOver(PooledSession session) {
        LeasedConnection leased = pool.handOver(session, takenHere);
        C connection;
        try {
            connection = view.apply(leased);
        } catch (Throwable e) { // whatever the user's factory throws
            undo(leased);
            fail(e);
            return;
        }
        deliver(connection, () -> undo(leased));
    }

    private void undo(LeasedConnection leased) {
        PooledSession session = leased.takeBack();
        if (session != null) {
            pool.sessions().recycle(session);
        }
    }

    private void ping(PooledSession session) {
        SimpleCommand.run(session.session(), ClientBase.PING).whenComplete((answer, error) -> {
            if (error == null) {
                handOver(session);
                return;
            }
            boolean dead = !session.isOpen();
            pool.sessions().recycle(session);
            if (dead && !exchanged) {
                exchange();
            } else {
                Throwable cause = Unwrapped.cause(error);
                fail(
                        dead
                                ? new DatabaseNotAvailableException(
                                        "No database connection available", cause, null, true)
                                : cause);
            }
        });
    }

    private void exchange() {
        exchanged = true;
        waitingState = WaitingState.NEW;
        pool.sessions().core().acquireUnthrottled(this);
        if (isEnded()) {
            // the caller may have gone just before, when there was nothing to withdraw
            pool.sessions().withdraw(this);
        }
    }

    @Override
    protected void abandoned() {
        pool.sessions().withdraw(this);
    }

    @Override
    public long ownDeadlineNanos() {
        return NEVER;
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
