package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.config.QueryMode;
import org.momoko.internal.pool.Lanes;
import org.momoko.internal.pool.Rider;
import org.momoko.internal.session.Session;
import org.momoko.internal.sql.Pace;
import org.momoko.internal.sql.ParsedSql;

/**
 * A statement of the pool that may share a connection with others in flight. Whether it does depends on its text: one
 * that has proved to be quick takes a place in a lane; one that has not yet run, or is slow, gets a connection for itself,
 * and what it takes there is what is learned of it.
 */
final class SharedQuery<T> extends PooledQuery<T> implements Rider<PooledSession> {
    private boolean riding;
    /** The work that is expected, in a lane. */
    private int workNanos;

    SharedQuery(
            SessionPool pool,
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> factory,
            @Nullable QueryMode mode,
            long deadlineNanos,
            boolean idempotent) {
        super(pool, sql, values, factory, mode, deadlineNanos, idempotent);
    }

    private Lanes<PooledSession> lanes() {
        return pool().lanes();
    }

    @Override
    void acquire() {
        // at most a second of its kind has room beside it
        riding = sql().pace().quick(lanes().mostWorkNanos() / 2);
        if (riding) {
            workNanos = sql().pace().meanNanos();
            lanes().enter(this);
        } else {
            super.acquire();
        }
    }

    @Override
    public @Nullable Rider<PooledSession> asRider() {
        return riding ? this : null;
    }

    @Override
    public int workNanos() {
        return workNanos;
    }

    @Override
    public void granted(PooledSession session) {
        if (riding) {
            lanes().open(session, this);
        } else {
            // the waiting is over, and what counts from now on is how long it has the connection
            waitingSinceNanos(System.nanoTime());
            super.granted(session);
        }
    }

    @Override
    public void boarded(PooledSession lane) {
        super.granted(lane);
    }

    @Override
    void letGo(PooledSession session, @Nullable Session by) {
        // the read that brought the answer; many answers come in one
        long now = by == null ? System.nanoTime() : by.lastReadNanos();
        boolean alone = !riding;
        long took;
        if (alone) {
            took = now - waitingSinceNanos();
            super.letGo(session, by);
        } else {
            took = lanes().leave(session, this, now);
        }
        if (by != null && by.isOpen()) {
            learn(took, alone, now);
        }
    }

    private void learn(long took, boolean alone, long now) {
        Pace pace = sql().pace();
        long grace = lanes().graceNanos();
        boolean ran = error() == null && !isAbandoned();
        if (ran || pace.isSlow(took, grace)) {
            pace.ran(took, grace, now);
            if (alone) {
                lanes().ranAlone(took);
            }
        }
    }
}
