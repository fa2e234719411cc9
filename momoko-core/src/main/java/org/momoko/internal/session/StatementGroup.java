package org.momoko.internal.session;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.config.QueryMode;
import org.momoko.error.DatabaseException;
import org.momoko.error.OperationalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.sql.TransactionControl;

/**
 * Statements that travel together and fail as one: one write, one Sync. A {@link GroupExchange} carries them through a
 * session; what they are, and what becomes of their cursors, is the subclass's business.
 *
 * @param <R> what the whole gives
 */
public abstract class StatementGroup<R> {
    /** As the number of a statement: none of them. */
    static final int NONE = -1;

    private final long deadlineNanos;
    /** Null unless somebody listens. */
    private @Nullable StatementRun @Nullable [] listened;

    /** @param deadlineNanos by {@link System#nanoTime()}; {@link Exchange#NO_DEADLINE} for none */
    protected StatementGroup(long deadlineNanos) {
        this.deadlineNanos = deadlineNanos;
    }

    public abstract int size();

    protected abstract ParsedSql sql(int index);

    /** The caller's text of a statement. */
    protected String text(int index) {
        return sql(index).sql();
    }

    protected abstract @Nullable Object[] values(int index);

    /** Null for the mode of the context. */
    protected abstract @Nullable QueryMode mode(int index);

    protected abstract CursorFactory<?> factory(int index);

    /** Whether BEGIN goes before the statements and COMMIT behind them. */
    public boolean isTransaction() {
        return false;
    }

    /** What the whole is called in messages. */
    protected abstract String describe();

    /** What the whole gives, of a cursor for each statement. */
    protected abstract R result(Object[] cursors);

    /** Whether somebody waits for the rows of a statement. */
    protected boolean wants(int index) {
        return true;
    }

    /** The caller's text of the last statement. */
    public final String lastText() {
        return text(size() - 1);
    }

    final long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether one of the statements may have committed what others did. */
    final boolean controlsTransaction() {
        for (int i = 0; i < size(); i++) {
            if (sql(i).transactionControl() != TransactionControl.NONE) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the statements may end the transaction that they run in. */
    public final boolean mayEndTransaction() {
        for (int i = 0; i < size(); i++) {
            if (sql(i).transactionControl().mayEnd()) {
                return true;
            }
        }
        return false;
    }

    // ---- who hears of them ----------------------------------------------------------------------------------------

    /** The statements begin, on the caller's thread, for those who listen. */
    void begin(SessionContext context) {
        StatementEvents events = context.statementEvents();
        if (events != null) {
            listened = new StatementRun[size()];
            for (int i = 0; i < listened.length; i++) {
                listened[i] = events.begin(sql(i));
            }
        }
    }

    /** Who listens to a statement; null for nobody. */
    @Nullable
    StatementRun listened(int index) {
        return listened == null ? null : listened[index];
    }

    /** The whole has succeeded: so has every statement. */
    final void succeeds(Object[] cursors) {
        for (int i = 0; i < cursors.length; i++) {
            end(i, cursors[i], null);
        }
    }

    /**
     * The whole has failed, and with it every statement.
     *
     * @param failed which failed, {@link #NONE} when it was none of them
     */
    final void fails(Throwable error, int failed) {
        for (int i = 0; i < size(); i++) {
            if (ends(i)) {
                end(i, null, i == failed ? error : consequence(error, failed));
            }
        }
    }

    /** None of it is sent; the future of the whole, which has failed with the error as the statements have. */
    public final CompletableFuture<R> refused(Throwable error) {
        fails(error, NONE);
        return CompletableFuture.failedFuture(error);
    }

    /** Whether anybody is to hear of the end of a statement. */
    boolean ends(int index) {
        return listened(index) != null;
    }

    /** A statement has ended, with a cursor or an error. */
    void end(int index, @Nullable Object cursor, @Nullable Throwable error) {
        StatementRun run = listened(index);
        if (run != null && run.end(cursor, error)) {
            run.delivered();
        }
    }

    /** What the failure of one statement means for the others. */
    private Throwable consequence(Throwable cause, int failed) {
        if (failed == NONE || cause instanceof OutcomeUnknownException || cause instanceof CancellationException) {
            return cause;
        }
        return new OperationalException(
                "The statement failed with its " + describe() + ", of which statement " + (failed + 1) + " of " + size()
                        + " failed: " + cause.getMessage(),
                cause,
                null,
                cause instanceof DatabaseException answer && answer.nothingSent());
    }
}
