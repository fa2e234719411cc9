package org.momoko.spring.boot.transaction;

import org.jspecify.annotations.Nullable;
import org.momoko.api.Pool;
import org.momoko.api.SqlClient;

/** Where code is running with respect to transactions: in one, or in a scope that has none on purpose. */
final class Scope {
    private final @Nullable Scope outer;
    private final Pool pool;
    private final SqlClient client;
    private final @Nullable TransactionState state;
    private final AsyncTransaction handle;

    /**
     * @param outer the scope that this one was opened in
     * @param pool the pool that users name; a read-only transaction may run on another one
     * @param client what statements run on: the transaction, or the pool
     * @param state null for a scope without a transaction
     * @param joined whether somebody else began the transaction
     */
    Scope(
            @Nullable Scope outer,
            Pool pool,
            SqlClient client,
            AsyncTransactionDefinition definition,
            @Nullable TransactionState state,
            boolean joined) {
        this.outer = outer;
        this.pool = pool;
        this.client = client;
        this.state = state;
        this.handle = HandleInvocations.handle(this, definition, joined);
    }

    @Nullable
    Scope outer() {
        return outer;
    }

    Pool pool() {
        return pool;
    }

    SqlClient client() {
        return client;
    }

    @Nullable
    TransactionState state() {
        return state;
    }

    AsyncTransaction handle() {
        return handle;
    }

    /** The innermost scope of a pool, this one or one around it. */
    static @Nullable Scope of(Pool pool, @Nullable Scope innermost) {
        for (Scope scope = innermost; scope != null; scope = scope.outer) {
            if (scope.pool == pool) {
                return scope;
            }
        }
        return null;
    }
}
