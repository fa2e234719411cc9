package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.internal.concurrent.OperationFuture;
import org.momoko.internal.session.SimpleCommand;

/**
 * A caller's wish for a connection, and its future. With a ping, a connection that turns out to be dead is exchanged for
 * another, once. A caller who has gone leaves no trace: the connection goes straight back.
 */
final class Lease extends OperationFuture<Connection> {
    private final PgPool pool;
    private final SessionPool sessions;
    private final boolean ping;
    private final @Nullable Throwable takenHere;
    private volatile Turn turn = new Turn();
    private boolean exchanged;

    /** @param takenHere where the caller asks, see {@link Holders#here()} */
    Lease(PgPool pool, SessionPool sessions, boolean ping, @Nullable Throwable takenHere) {
        super(sessions.context().completionExecutor());
        this.pool = pool;
        this.sessions = sessions;
        this.ping = ping;
        this.takenHere = takenHere;
    }

    Lease start() {
        sessions.acquire(turn);
        return this;
    }

    /** One wait for a session. */
    private final class Turn extends Wait {
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

        @Override
        public void rejected(Throwable error) {
            fail(error);
        }
    }

    private void handOver(PooledSession session) {
        Runnable end = takenHere == null
                ? () -> {}
                : pool.holderList().taken(session.session().processId(), takenHere);
        LeasedConnection connection = new LeasedConnection(sessions.context(), pool, session, end);
        deliver(connection, () -> {
            end.run();
            sessions.recycle(session);
        });
    }

    private void ping(PooledSession session) {
        SimpleCommand.run(session.session(), ClientBase.PING).whenComplete((answer, error) -> {
            if (error == null) {
                handOver(session);
                return;
            }
            boolean dead = !session.isOpen();
            sessions.recycle(session);
            if (dead && !exchanged) {
                exchange();
            } else {
                Throwable cause = Unwrapped.cause(error);
                fail(dead ? new DatabaseNotAvailableException("No database connection available", cause) : cause);
            }
        });
    }

    private void exchange() {
        exchanged = true;
        Turn next = new Turn();
        turn = next;
        sessions.core().acquireUnthrottled(next);
        if (isDone()) {
            // the caller may have gone just before, when there was nothing to withdraw
            sessions.withdraw(next);
        }
    }

    @Override
    protected void abandoned() {
        sessions.withdraw(turn);
    }
}
