package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.internal.session.Session;

/**
 * The statement of a stream, in a pool that looks for leaks: whoever subscribed holds its connection, for as long as they
 * neither ask for the rows nor cancel.
 */
final class StreamedQuery<T> extends PooledQuery<T> {
    private final Holders holders;
    private final Throwable subscribedHere;
    /** Run once the connection is given back; null while there is none. */
    private @Nullable Runnable end;

    /** @param subscribedHere see {@link Holders#here()} */
    StreamedQuery(
            SessionPool pool,
            BoundStatement statement,
            CursorFactory<T> factory,
            Holders holders,
            Throwable subscribedHere) {
        super(
                pool,
                statement.sql(),
                statement.values(),
                factory,
                statement.mode(),
                statement.deadlineNanos(),
                statement.idempotent());
        this.holders = holders;
        this.subscribedHere = subscribedHere;
    }

    @Override
    public void granted(PooledSession session) {
        end = holders.taken(session.session().processId(), subscribedHere);
        super.granted(session);
    }

    @Override
    void letGo(PooledSession session, @Nullable Session by) {
        Runnable ended = end;
        end = null;
        if (ended != null) {
            ended.run();
        }
        super.letGo(session, by);
    }
}
