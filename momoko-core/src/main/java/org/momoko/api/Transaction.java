package org.momoko.api;

/**
 * A transaction in progress, handed to the body of {@link SqlClient#inTransaction}. It ends when the body's stage
 * completes; statements after that fail.
 */
public interface Transaction extends SqlClient {

    /** The characteristics that the transaction was begun with. */
    TransactionOptions options();

    /** Whether the transaction has ended, or is about to: its COMMIT or ROLLBACK was sent. */
    boolean completed();
}
