package org.momoko.spring.boot.transaction;

import org.jspecify.annotations.Nullable;
import org.momoko.api.TransactionOptions;

/** How far a transaction is shielded from others. */
public enum Isolation {
    /** What the server's {@code default_transaction_isolation} says. */
    DEFAULT(null),
    READ_UNCOMMITTED(TransactionOptions.Isolation.READ_UNCOMMITTED),
    READ_COMMITTED(TransactionOptions.Isolation.READ_COMMITTED),
    REPEATABLE_READ(TransactionOptions.Isolation.REPEATABLE_READ),
    SERIALIZABLE(TransactionOptions.Isolation.SERIALIZABLE);

    private final TransactionOptions.@Nullable Isolation level;

    Isolation(TransactionOptions.@Nullable Isolation level) {
        this.level = level;
    }

    /** The options with this level. */
    TransactionOptions in(TransactionOptions options) {
        return level == null ? options : options.withIsolation(level);
    }
}
