package org.momoko.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The characteristics of a transaction; those of the server all travel on its one BEGIN.
 *
 * @param isolation null for the server's default
 * @param readOnly null for the server's default
 * @param deferrable whether a serializable read-only transaction waits until it can run without being rolled back; the
 *     server accepts it for others too, where it has no effect; null for the server's default
 * @param timeout the most that everything from the call to the answer to COMMIT may take, waiting for a connection
 *     included; greater than zero, null for no limit. When it is over before COMMIT was sent, the future fails at once
 *     with {@link org.momoko.error.TransactionTimeoutException} (or {@link org.momoko.error.PoolTimeoutException} while it
 *     waits for a connection), what runs is cancelled, and the transaction is rolled back. A COMMIT that takes too long is
 *     cancelled, and its answer tells what became of the transaction
 */
public record TransactionOptions(
        @Nullable Isolation isolation,
        @Nullable Boolean readOnly,
        @Nullable Boolean deferrable,
        @Nullable Duration timeout) {

    /** How far a transaction is shielded from others. */
    public enum Isolation {
        READ_UNCOMMITTED("READ UNCOMMITTED"),
        READ_COMMITTED("READ COMMITTED"),
        REPEATABLE_READ("REPEATABLE READ"),
        SERIALIZABLE("SERIALIZABLE");

        private final String sql;

        Isolation(String sql) {
            this.sql = sql;
        }
    }

    /** The server's defaults in everything. */
    public static final TransactionOptions DEFAULT = new TransactionOptions(null, null, null, null);

    /** @throws IllegalArgumentException when the timeout is not greater than zero */
    public TransactionOptions {
        if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
            throw new IllegalArgumentException("The timeout of a transaction must be greater than zero: " + timeout);
        }
    }

    /** The same options with another isolation level. */
    public TransactionOptions withIsolation(Isolation level) {
        return new TransactionOptions(Objects.requireNonNull(level, "level"), readOnly, deferrable, timeout);
    }

    /** The same options, read only. */
    public TransactionOptions asReadOnly() {
        return new TransactionOptions(isolation, true, deferrable, timeout);
    }

    /** The same options, deferrable. */
    public TransactionOptions asDeferrable() {
        return new TransactionOptions(isolation, readOnly, true, timeout);
    }

    /** The same options with a time limit for the whole transaction. */
    public TransactionOptions withTimeout(Duration limit) {
        return new TransactionOptions(isolation, readOnly, deferrable, Objects.requireNonNull(limit, "limit"));
    }

    /** The statement that begins such a transaction. */
    public String beginStatement() {
        StringBuilder sql = new StringBuilder("BEGIN");
        if (isolation != null) {
            sql.append(" ISOLATION LEVEL ").append(isolation.sql);
        }
        if (readOnly != null) {
            sql.append(readOnly ? " READ ONLY" : " READ WRITE");
        }
        if (deferrable != null) {
            sql.append(deferrable ? " DEFERRABLE" : " NOT DEFERRABLE");
        }
        return sql.toString();
    }
}
