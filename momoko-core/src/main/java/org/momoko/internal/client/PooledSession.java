package org.momoko.internal.client;

import org.momoko.internal.pool.Pooled;
import org.momoko.internal.session.Session;

/** A session as a pool hands it out. */
final class PooledSession extends Pooled {
    private final Session session;

    PooledSession(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    @Override
    protected boolean isOpen() {
        return session.isOpen();
    }

    @Override
    protected void close() {
        session.close();
    }
}
