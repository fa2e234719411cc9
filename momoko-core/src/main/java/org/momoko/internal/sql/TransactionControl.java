package org.momoko.internal.sql;

/**
 * What the commands of a text do to the transaction of the session, judged by their first words (gram.y,
 * {@code TransactionStmt}). Commands on prepared transactions ({@code COMMIT PREPARED}) do not touch it.
 */
public enum TransactionControl {
    /** No transaction command. */
    NONE(false, false),
    /** {@code SAVEPOINT}, {@code RELEASE}, {@code ROLLBACK TO}: inside the transaction, which stays open. */
    SAVEPOINT(false, false),
    /** {@code BEGIN}, {@code START TRANSACTION}. */
    BEGIN(true, false),
    /** {@code COMMIT}, {@code END}. */
    COMMIT(false, true),
    /** {@code ROLLBACK}, {@code ABORT}. */
    ROLLBACK(false, true),
    /** {@code PREPARE TRANSACTION}: the session leaves the transaction, which is neither committed nor rolled back. */
    PREPARE(false, true),
    /** Several different ones, or {@code … AND CHAIN}: may end one transaction and open another. */
    MIXED(true, true);

    private final boolean mayOpen;
    private final boolean mayEnd;

    TransactionControl(boolean mayOpen, boolean mayEnd) {
        this.mayOpen = mayOpen;
        this.mayEnd = mayEnd;
    }

    /** True when a transaction block may be open after the text that was not open before it. */
    public boolean mayOpen() {
        return mayOpen;
    }

    /** True when the text may end the transaction block that was open before it. */
    public boolean mayEnd() {
        return mayEnd;
    }

    /** True when the text holds any transaction command, savepoints included. */
    public boolean any() {
        return this != NONE;
    }

    /** What two statements do one after the other; never weaker than either. */
    TransactionControl and(TransactionControl other) {
        if (this == other || other == NONE) {
            return this;
        }
        if (this == NONE || this == SAVEPOINT) {
            return other;
        }
        return other == SAVEPOINT ? this : MIXED;
    }
}
