package org.momoko.internal.client;

import java.util.function.Function;
import org.momoko.api.Connection;
import org.momoko.api.CursorFactory;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.internal.concurrent.OperationFuture;
import org.momoko.internal.pool.Waiter;
import org.momoko.internal.session.QueryExchange;
import org.momoko.internal.sql.ArgumentStyle;

/**
 * A caller's wish for a connection, and its future. With a ping, a connection that turns out to be dead is exchanged for
 * another, once. A caller who has gone leaves no trace: the connection goes straight back.
 */
final class Lease<C extends Connection> extends OperationFuture<C> implements Waiter<PooledSession> {
    private final PgPool pool;
    private final SessionPool sessions;
    private final boolean ping;
    private final Function<? super LeasedConnection, ? extends C> view;
    private boolean exchanged;
    private WaitingState waitingState = WaitingState.NEW;
    private long waitDeadlineNanos = NEVER;

    /** @param view what the caller gets to see of the connection */
    Lease(PgPool pool, SessionPool sessions, boolean ping, Function<? super LeasedConnection, ? extends C> view) {
        super(sessions.context().completionExecutor());
        this.pool = pool;
        this.sessions = sessions;
        this.ping = ping;
        this.view = view;
    }

    @Override
    public void granted(PooledSession session) {
        if (isDone()) {
            sessions.recycle(session);
        } else if (ping) {
            ping(session);
        } else {
            handOver(session);
        }
    }

    private void handOver(PooledSession session) {
        C connection;
        try {
            connection = view.apply(new LeasedConnection(sessions.context(), pool, session));
        } catch (RuntimeException e) {
            sessions.recycle(session);
            fail(e);
            return;
        }
        deliver(connection, () -> sessions.recycle(session));
    }

    private void ping(PooledSession session) {
        QueryExchange<?> question = QueryExchange.plain(
                sessions.context(),
                sessions.context().texts().get(ClientBase.PING, ArgumentStyle.NONE),
                CursorFactory.rows());
        question.whenComplete((answer, error) -> {
            if (error == null) {
                handOver(session);
                return;
            }
            boolean dead = !session.session().isOpen();
            sessions.recycle(session);
            if (dead && !exchanged) {
                exchanged = true;
                waitingState = WaitingState.NEW;
                sessions.core().acquireUnthrottled(this);
            } else {
                Throwable cause = Unwrapped.cause(error);
                fail(dead ? new DatabaseNotAvailableException("No database connection available", cause) : cause);
            }
        });
        session.session().submit(question);
    }

    @Override
    public void rejected(Throwable error) {
        fail(error);
    }

    @Override
    protected void abandoned() {
        sessions.withdraw(this);
    }

    @Override
    public long ownDeadlineNanos() {
        return NEVER;
    }

    @Override
    public void waitDeadlineNanos(long deadlineNanos) {
        waitDeadlineNanos = deadlineNanos;
    }

    @Override
    public long waitDeadlineNanos() {
        return waitDeadlineNanos;
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
