package org.momoko.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The characteristics of a transaction; all of them travel on its one BEGIN.
 *
 * @param isolation null for the server's default
 * @param readOnly null for the server's default
 * @param deferrable matters for serializable read-only transactions only; null for the server's default
 */
public record TransactionOptions(
        @Nullable Isolation isolation,
        @Nullable Boolean readOnly,
        @Nullable Boolean deferrable) {

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
    public static final TransactionOptions DEFAULT = new TransactionOptions(null, null, null);

    /** The same options with another isolation level. */
    public TransactionOptions withIsolation(Isolation level) {
        return new TransactionOptions(Objects.requireNonNull(level, "level"), readOnly, deferrable);
    }

    /** The same options, read only. */
    public TransactionOptions asReadOnly() {
        return new TransactionOptions(isolation, true, deferrable);
    }

    /** The same options, deferrable. */
    public TransactionOptions asDeferrable() {
        return new TransactionOptions(isolation, readOnly, true);
    }

    /** The statement that begins such a transaction. */
    public String beginStatement() {
        if (equals(DEFAULT)) {
            return "BEGIN";
        }
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
