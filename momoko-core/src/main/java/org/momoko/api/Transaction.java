package org.momoko.api;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.event.TransactionOutcome;

/**
 * A transaction in progress, handed to the body of {@link SqlClient#inTransaction}. It ends when the body's stage
 * completes; statements after that fail. Text that would end it ({@code COMMIT}, {@code ROLLBACK}) is refused and not sent.
 * May be used from any thread.
 */
public interface Transaction extends SqlClient {

    /** The characteristics that the transaction was begun with. */
    TransactionOptions options();

    /** Whether the transaction has ended, or is about to: no statement is accepted any more. */
    boolean completed();

    /**
     * What became of the transaction; null while that is open. It is known before the future of the transaction completes,
     * and tells apart what an error does not: a connection lost before COMMIT was sent is a transaction rolled back.
     */
    @Nullable
    TransactionOutcome outcome();

    /**
     * Runs the body in a savepoint: when the body fails, what it did is undone, and the transaction goes on. Several in
     * one transaction take turns, in the order of the calls, so a body must not wait for one that is begun on this handle
     * instead of its own. The same as {@link #inTransaction(Function)} on this handle.
     *
     * @return the body's result, after the savepoint was released. It fails with the body's error after the work was undone
     */
    default <T extends @Nullable Object> CompletableFuture<T> savepoint(
            Function<? super Transaction, ? extends CompletionStage<T>> body) {
        return inTransaction(body);
    }

    /**
     * Has the transaction, or this savepoint, rolled back in the end even if its body succeeds. The future then still
     * delivers the body's result.
     */
    void setRollbackOnly();

    /** Whether {@link #setRollbackOnly()} was called. */
    boolean rollbackOnly();

    /** The server's process that runs the transaction. */
    int processId();

    /** When the body was called. */
    Instant began();

    /** How many statements were accepted so far, those of savepoints among them. */
    int statements();

    /** The text of the statement that was accepted last, without its parameters; null for none. */
    @Nullable
    String lastStatement();
}
