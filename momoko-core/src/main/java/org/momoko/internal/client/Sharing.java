package org.momoko.internal.client;

import org.momoko.api.Query;

/** Whether a statement may share a connection of the pool with others in flight, as far as the caller has a say. */
enum Sharing {
    /** As the pool is configured. */
    POOL,
    /** The caller allows it. */
    SHARED,
    /** The caller wants a connection for it, or a time limit, which can be enforced only there. */
    ALONE;

    static Sharing of(Query query) {
        if (query.isShareable()) {
            return SHARED;
        }
        return query.isExclusive() || query.timeout() != null ? ALONE : POOL;
    }
}
