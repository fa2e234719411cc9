package org.momoko.internal.session;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.error.DatabaseException;
import org.momoko.error.OperationalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.internal.sql.TransactionControl;

/**
 * Statements that travel together and fail as one: one write, one Sync.
 *
 * <p><b>How to run one.</b> Make a {@link GroupStatement} for each statement, a group of them, and let a
 * {@link GroupExchange} carry it through a session. The statements end just before the future that the caller gets: that of
 * the exchange, or of something around it that may run several exchanges, one after the other; it then calls
 * {@link #succeeds} or {@link #fails}. The statements may begin and end a transaction ({@code BEGIN}, …, {@code COMMIT}); after an error the
 * server skips the rest, COMMIT included, and {@link #failed()} says which statement it was.
 */
public final class StatementGroup {
    private static final int NONE = -1;

    private final List<GroupStatement<?>> statements;
    private final CursorFactory<Row> rows;
    private final long deadlineNanos;
    private final boolean controlsTransaction;
    private int failed = NONE;

    /**
     * @param rows what the rows are in the list of all cursors
     * @param deadlineNanos by {@link System#nanoTime()}; {@link Exchange#NO_DEADLINE} for none
     */
    public StatementGroup(List<GroupStatement<?>> statements, CursorFactory<Row> rows, long deadlineNanos) {
        this.statements = statements;
        this.rows = rows;
        this.deadlineNanos = deadlineNanos;
        this.controlsTransaction = statements.stream()
                .anyMatch(statement -> statement.sql().transactionControl() != TransactionControl.NONE);
    }

    public int size() {
        return statements.size();
    }

    /** The caller's text of the last statement. */
    public String lastText() {
        return statements.get(size() - 1).sql().sql();
    }

    /** Which statement failed, from 0; -1 when none did, or what failed was not one of them. Known when the group has ended. */
    public int failed() {
        return failed;
    }

    /** Remembers which statement failed. */
    public void failed(int index) {
        failed = index;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    GroupStatement<?> get(int index) {
        return statements.get(index);
    }

    /** Whether one of the statements may have committed what others did. */
    boolean controlsTransaction() {
        return controlsTransaction;
    }

    /** Everything is sent anew: nothing has failed. */
    void begin() {
        failed = NONE;
    }

    List<Cursor<Row>> cursors() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
        Cursor<Row>[] cursors = new Cursor[size()];
        for (int i = 0; i < cursors.length; i++) {
            cursors[i] = get(i).cursor(rows);
        }
        return List.of(cursors);
    }

    /** The whole has succeeded: so has every statement. */
    public void succeeds() {
        statements.forEach(GroupStatement::succeeds);
    }

    /** The whole has failed, and with it every statement. */
    public void fails(Throwable error) {
        for (int i = 0; i < size(); i++) {
            get(i).fails(i == failed ? error : consequence(error));
        }
    }

    /** What the failure of one statement means for the others. */
    private Throwable consequence(Throwable cause) {
        if (failed == NONE || cause instanceof OutcomeUnknownException || cause instanceof CancellationException) {
            return cause;
        }
        return new OperationalException(
                "The statement failed with its pipeline, of which statement " + (failed + 1) + " of " + size()
                        + " failed: " + cause.getMessage(),
                cause,
                null,
                cause instanceof DatabaseException answer && answer.nothingSent());
    }
}
