package org.momoko.internal.client;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.error.DatabaseNotAvailableException;
import org.momoko.internal.concurrent.OperationFuture;
import org.momoko.internal.session.SimpleCommand;

/**
 * A caller's wish for a connection, and its future. With a ping, a connection that turns out to be dead is exchanged for
 * another, once. A caller who has gone leaves no trace: the connection goes straight back.
 */
final class Lease<C extends Connection> extends OperationFuture<C> {
    private final PgPool pool;
    private final SessionPool sessions;
    private final boolean ping;
    private final @Nullable Throwable takenHere;
    private final Function<? super LeasedConnection, ? extends C> view;
    private volatile Turn turn = new Turn();
    private boolean exchanged;

    /**
     * @param takenHere where the caller asks, see {@link Holders#here()}
     * @param view what the caller gets to see of the connection
     */
    Lease(
            PgPool pool,
            SessionPool sessions,
            boolean ping,
            @Nullable Throwable takenHere,
            Function<? super LeasedConnection, ? extends C> view) {
        super(sessions.context().completionExecutor());
        this.pool = pool;
        this.sessions = sessions;
        this.ping = ping;
        this.takenHere = takenHere;
        this.view = view;
    }

    Lease<C> start() {
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
        Runnable undo = () -> {
            end.run();
            sessions.recycle(session);
        };
        C connection;
        try {
            connection = view.apply(new LeasedConnection(sessions.context(), pool, session, end));
        } catch (Throwable e) { // whatever the user's factory throws
            undo.run();
            fail(e);
            return;
        }
        deliver(connection, undo);
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
