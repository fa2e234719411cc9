package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.config.QueryMode;
import org.momoko.internal.concurrent.OperationFuture;
import org.momoko.internal.sql.ParsedSql;

/**
 * One statement of a {@link PipelineGroup}, and the future that the caller holds. It ends with its group. A caller who ends
 * the future before only gives up the answer: the statement runs with its group.
 *
 * @param <T> what a row becomes
 */
public final class GroupStatement<T> extends OperationFuture<Cursor<T>> {
    private final ParsedSql sql;
    private final @Nullable Object[] values;
    private final CursorFactory<T> factory;
    private final @Nullable QueryMode mode;
    private final @Nullable StatementRun listened;

    /**
     * @param values one for each parameter of {@code sql}
     * @param mode null for the mode of the context
     */
    public GroupStatement(
            SessionContext context,
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> factory,
            @Nullable QueryMode mode) {
        this.sql = sql;
        this.values = values;
        this.factory = factory;
        this.mode = mode;
        StatementEvents events = context.statementEvents();
        this.listened = events == null ? null : events.begin(sql);
    }

    ParsedSql sql() {
        return sql;
    }

    @Nullable
    Object[] values() {
        return values;
    }

    CursorFactory<T> factory() {
        return factory;
    }

    @Nullable
    QueryMode mode() {
        return mode;
    }

    @Nullable
    StatementRun listened() {
        return listened;
    }

    /** Its group has ended. */
    @SuppressWarnings("unchecked") // the cursor was made with this statement's factory
    void end(@Nullable Object cursor, @Nullable Throwable error) {
        StatementRun run = listened;
        boolean first = run != null && run.end(cursor, error);
        if (error != null) {
            fail(error);
        } else if (cursor != null) {
            succeed((Cursor<T>) cursor);
        }
        if (run != null && first) {
            run.delivered();
        }
    }

    /** The statement is one of several that were sent together, and what the others do does not change for it. */
    @Override
    protected void abandoned() {}
}
