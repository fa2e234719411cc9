package org.momoko.api;

/** Where a session stands, as ReadyForQuery tells it. */
public enum TransactionStatus {
    /** Not in a transaction block (I). */
    IDLE,
    /** In a transaction block (T). */
    IN_TRANSACTION,
    /** In a transaction block that failed: everything but ROLLBACK is refused (E). */
    FAILED
}
