package org.momoko.spring.boot.transaction;

/** How a transaction ended. */
public enum TransactionOutcome {
    /** The server has acknowledged the COMMIT. */
    COMMITTED,
    /** Nothing of it remains. */
    ROLLED_BACK,
    /** COMMIT was sent and its answer was lost: it may have committed, or not. */
    UNKNOWN
}
