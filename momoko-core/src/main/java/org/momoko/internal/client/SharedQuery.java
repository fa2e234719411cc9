package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.config.RetryPolicy;
import org.momoko.internal.pool.Lanes;
import org.momoko.internal.pool.Rider;
import org.momoko.internal.session.Session;
import org.momoko.internal.sql.Pace;

/**
 * A statement of the pool that may share a connection with others in flight. Whether it does depends on its text: one
 * that has proved to be quick takes a place in a lane; one that has not yet run, or is slow, gets a connection for itself,
 * and what it takes there is what is learned of it.
 */
final class SharedQuery<T> extends PooledQuery<T> implements Rider<PooledSession> {
    private final Lanes<PooledSession> lanes;
    private boolean riding;
    private int workNanos;
    private long startedNanos;

    SharedQuery(SessionPool pool, BoundStatement statement, CursorFactory<T> factory, RetryPolicy retryPolicy) {
        super(pool, statement, factory, retryPolicy);
        this.lanes = pool.lanes();
    }

    @Override
    void acquire() {
        // at most a second of its kind has room beside it
        riding = sql().pace().quick(lanes.mostWorkNanos() / 2);
        if (riding) {
            workNanos = sql().pace().meanNanos();
            lanes.enter(this);
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
            lanes.open(session, this);
        } else {
            startedNanos = System.nanoTime();
            super.granted(session);
        }
    }

    @Override
    public void boarded(PooledSession lane) {
        super.granted(lane);
    }

    @Override
    void letGo(PooledSession session, @Nullable Session by) {
        long took;
        if (riding) {
            took = lanes.leave(session, this, by == null ? startedNanos : by.lastReadNanos());
        } else {
            super.letGo(session, by);
            took = by == null ? 0 : by.lastReadNanos() - startedNanos;
        }
        Pace pace = sql().pace();
        boolean ran = error() == null && !isAbandoned();
        if (by != null && by.isOpen() && (ran || pace.isSlow(took, lanes.graceNanos()))) {
            pace.ran(took, lanes.graceNanos());
            if (!riding) {
                lanes.ranAlone(took);
            }
        }
    }
}
