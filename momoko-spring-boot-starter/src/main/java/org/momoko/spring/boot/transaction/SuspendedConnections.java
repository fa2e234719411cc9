package org.momoko.spring.boot.transaction;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;

/**
 * Who holds a connection while it waits for another one of the same pool. When that is true of all connections of a pool,
 * none is ever given back, and the one that came last is refused instead of letting all wait until they time out.
 */
final class SuspendedConnections {
    /** For each transaction that holds a connection, how many inside it wait for one. */
    private final IdentityHashMap<TransactionState, Integer> waiting = new IdentityHashMap<>();

    /** What holds connections of the pool around a scope. */
    private static Set<TransactionState> holders(Pool pool, @Nullable Scope scope) {
        Set<TransactionState> holders = new HashSet<>();
        for (Scope around = scope; around != null; around = around.outer()) {
            TransactionState state = around.state();
            // a handle that was kept still has its scope
            if (state != null && state.connections() == pool && !state.root().ended()) {
                holders.add(state.root());
            }
        }
        return holders;
    }

    /**
     * Somebody in the scope waits for a connection of the pool.
     *
     * @return what to call when the wait is over
     * @throws TransactionScopeException when nobody could give one back
     */
    Runnable enter(Pool pool, @Nullable Scope scope) {
        Set<TransactionState> holders = holders(pool, scope);
        if (holders.isEmpty()) {
            return () -> {};
        }
        synchronized (waiting) {
            holders.forEach(holder -> waiting.merge(holder, 1, Integer::sum));
            long held = waiting.keySet().stream()
                    .filter(holder -> holder.connections() == pool)
                    .count();
            int maxSize = pool.config().maxSize();
            if (held >= maxSize) {
                leave(holders);
                throw new TransactionScopeException("Each of the " + maxSize + " connections of the pool "
                        + pool.config().name() + " is held by a transaction that waits for another connection"
                        + " (REQUIRES_NEW inside a transaction), so none would ever be given back. Make the pool larger"
                        + " (momoko.pool.max-size) than the number of such transactions at one time, or use NESTED.");
            }
        }
        return () -> {
            synchronized (waiting) {
                leave(holders);
            }
        };
    }

    private void leave(Set<TransactionState> holders) {
        holders.forEach(holder -> waiting.computeIfPresent(holder, (key, count) -> count == 1 ? null : count - 1));
    }
}
