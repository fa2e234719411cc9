package org.momoko.internal.pool;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.momoko.event.CloseReason;
import org.momoko.event.PoolListener;
import org.momoko.event.PoolTotals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens and tells the listener, if there is one. The counts are guarded by the pool's lock; the listener is
 * called outside it.
 */
final class PoolEvents {
    private static final Logger LOG = LoggerFactory.getLogger(PoolEvents.class);

    private final String pool;
    private final @Nullable PoolListener listener;
    private final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
    private long created;
    private long timeouts;
    private volatile boolean complained;

    PoolEvents(String pool, @Nullable PoolListener listener) {
        this.pool = pool;
        this.listener = listener;
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, 0L);
        }
    }

    /** Whether anybody wants to know times. */
    boolean listening() {
        return listener != null;
    }

    // ---- under the lock -------------------------------------------------------------------------------------------

    void countCreated() {
        created++;
    }

    void countClosed(CloseReason reason) {
        closed.merge(reason, 1L, Long::sum);
    }

    void countTimeouts(int count) {
        timeouts += count;
    }

    PoolTotals totals() {
        return new PoolTotals(created, timeouts, Map.copyOf(closed));
    }

    // ---- outside the lock -----------------------------------------------------------------------------------------

    /** Tells the listener. What it throws must not reach the pool; it is logged once, as it will come again and again. */
    void tell(Consumer<PoolListener> event) {
        PoolListener target = listener;
        if (target == null) {
            return;
        }
        try {
            event.accept(target);
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.warn("The listener of the pool {} failed; further failures are not logged", pool, e);
            }
        }
    }
}
