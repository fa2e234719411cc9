package org.momoko.event;

/** What became of a transaction on the server. */
public enum TransactionOutcome {
    /** The server has acknowledged COMMIT; of a savepoint: its work is part of the transaction around it. */
    COMMITTED,
    /** Nothing of it remains. */
    ROLLED_BACK,
    /** COMMIT was sent, and its answer was lost. */
    UNKNOWN
}
