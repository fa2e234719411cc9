package org.momoko.spring.boot.transaction;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.momoko.api.TransactionOptions;

/**
 * How a body is to be run in a transaction. All but the propagation, the rollback rules and the pool matter only where a
 * transaction is begun; joining one that does not fit fails.
 *
 * @param name what observations call it; null for none
 * @param propagation what to do about the transaction whose scope it is called in
 * @param isolation how far it is shielded from others
 * @param readOnly whether it may not write; such a transaction may be sent to a standby, see
 *     {@code momoko.transaction.read-only-pool}
 * @param deferrable whether it waits for a moment at which it cannot fail; only for serializable read-only ones
 * @param timeout the longest time from asking for a connection to the answer to COMMIT; null for no limit
 * @param rollbackRules which errors roll back
 * @param retries how often it is run again after a serialization failure or a deadlock; only the outermost transaction is,
 *     when it was rolled back
 * @param pool the name or qualifier of the pool's bean; null for the pool that plain injection gives
 */
public record AsyncTransactionDefinition(
        @Nullable String name,
        Propagation propagation,
        Isolation isolation,
        boolean readOnly,
        boolean deferrable,
        @Nullable Duration timeout,
        RollbackRules rollbackRules,
        int retries,
        @Nullable String pool) {

    /** {@link Propagation#REQUIRED}, the server's defaults, every error rolls back, no limit, no retries. */
    public static final AsyncTransactionDefinition DEFAULT = new AsyncTransactionDefinition(
            null, Propagation.REQUIRED, Isolation.DEFAULT, false, false, null, RollbackRules.ANY, 0, null);

    /** @throws IllegalArgumentException when the values do not fit each other */
    public AsyncTransactionDefinition {
        Objects.requireNonNull(propagation, "propagation");
        Objects.requireNonNull(isolation, "isolation");
        Objects.requireNonNull(rollbackRules, "rollbackRules");
        require(
                !deferrable || (readOnly && isolation == Isolation.SERIALIZABLE),
                "deferrable means something for a transaction only that is SERIALIZABLE and read-only");
        require(timeout == null || (!timeout.isNegative() && !timeout.isZero()), "timeout must be positive");
        require(retries >= 0, "retries must be at least 0");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The same with another name. */
    public AsyncTransactionDefinition withName(String value) {
        return new AsyncTransactionDefinition(
                value, propagation, isolation, readOnly, deferrable, timeout, rollbackRules, retries, pool);
    }

    /** The same with another propagation. */
    public AsyncTransactionDefinition withPropagation(Propagation value) {
        return new AsyncTransactionDefinition(
                name, value, isolation, readOnly, deferrable, timeout, rollbackRules, retries, pool);
    }

    /** The same with another isolation. */
    public AsyncTransactionDefinition withIsolation(Isolation value) {
        return new AsyncTransactionDefinition(
                name, propagation, value, readOnly, deferrable, timeout, rollbackRules, retries, pool);
    }

    /** The same, read-only. */
    public AsyncTransactionDefinition asReadOnly() {
        return new AsyncTransactionDefinition(
                name, propagation, isolation, true, deferrable, timeout, rollbackRules, retries, pool);
    }

    /** The same, deferrable. */
    public AsyncTransactionDefinition asDeferrable() {
        return new AsyncTransactionDefinition(
                name, propagation, isolation, readOnly, true, timeout, rollbackRules, retries, pool);
    }

    /** The same with a time limit. */
    public AsyncTransactionDefinition withTimeout(Duration value) {
        return new AsyncTransactionDefinition(
                name, propagation, isolation, readOnly, deferrable, value, rollbackRules, retries, pool);
    }

    /** The same with other rollback rules. */
    public AsyncTransactionDefinition withRollbackRules(RollbackRules value) {
        return new AsyncTransactionDefinition(
                name, propagation, isolation, readOnly, deferrable, timeout, value, retries, pool);
    }

    /** The same, run again that often after a serialization failure or a deadlock. */
    public AsyncTransactionDefinition withRetries(int value) {
        return new AsyncTransactionDefinition(
                name, propagation, isolation, readOnly, deferrable, timeout, rollbackRules, value, pool);
    }

    /** The same on another pool. */
    public AsyncTransactionDefinition withPool(String value) {
        return new AsyncTransactionDefinition(
                name, propagation, isolation, readOnly, deferrable, timeout, rollbackRules, retries, value);
    }

    /** What BEGIN says. */
    TransactionOptions options() {
        TransactionOptions options = isolation.in(TransactionOptions.DEFAULT);
        options = readOnly ? options.asReadOnly() : options;
        options = deferrable ? options.asDeferrable() : options;
        return timeout == null ? options : options.withTimeout(timeout);
    }

    /** Why this cannot join a transaction begun so; null when it can. */
    @Nullable
    String misfit(AsyncTransactionDefinition outer) {
        if (isolation != Isolation.DEFAULT && isolation != outer.isolation) {
            return "isolation " + isolation + " was asked for, the transaction has " + outer.isolation;
        }
        if (!readOnly && outer.readOnly) {
            return "it may write, the transaction is read-only; mark it read-only, too";
        }
        return null;
    }
}
