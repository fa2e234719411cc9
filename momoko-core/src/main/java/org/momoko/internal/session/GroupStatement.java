package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.error.ProtocolException;
import org.momoko.internal.concurrent.OperationFuture;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.DataRow;
import org.momoko.internal.sql.Literals;
import org.momoko.internal.sql.ParsedSql;

/**
 * One statement of a {@link StatementGroup}: the future that the caller holds, and the result as it comes in. It ends
 * with its group. A caller who ends the future before only gives up the answer: the statement runs with its group.
 *
 * @param <T> what a row becomes
 */
public final class GroupStatement<T> extends OperationFuture<Cursor<T>> {
    private final ParsedSql sql;
    private final @Nullable Object[] values;
    private final CursorFactory<T> factory;
    private final @Nullable QueryMode mode;
    private final @Nullable StatementRun listened;
    private @Nullable PreparedStatement prepared;
    private @Nullable Literals written;
    private @Nullable ResultCursor<T> result;
    /** Whether the columns were known when the statement was sent. */
    private boolean described;

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
        this(sql, values, factory, mode, context.statementEvents());
    }

    private GroupStatement(
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> factory,
            @Nullable QueryMode mode,
            @Nullable StatementEvents events) {
        this.sql = sql;
        this.values = values;
        this.factory = factory;
        this.mode = mode;
        this.listened = events == null ? null : events.begin(sql);
    }

    /** A text without parameters that is not the caller's: those who listen do not hear of it. */
    public static <T> GroupStatement<T> untold(ParsedSql sql, CursorFactory<T> factory) {
        return new GroupStatement<>(sql, new @Nullable Object[0], factory, null, null);
    }

    ParsedSql sql() {
        return sql;
    }

    @Nullable
    Object[] values() {
        return values;
    }

    @Nullable
    QueryMode mode() {
        return mode;
    }

    /** The prepared statement that it was sent with; null when it went as a literal. */
    @Nullable
    PreparedStatement prepared() {
        return prepared;
    }

    /** How its literals were written; null when it was bound. */
    @Nullable
    Literals written() {
        return written;
    }

    /** It is being sent, bound to a prepared statement. */
    void bindsTo(PreparedStatement target, boolean columnsKnown) {
        begin();
        prepared = target;
        described = columnsKnown;
    }

    /** It is being sent with its parameters in the text. */
    void writes(Literals literals) {
        begin();
        written = literals;
    }

    /** What an earlier attempt left is void. */
    private void begin() {
        prepared = null;
        written = null;
        described = false;
        result = null;
    }

    void sent(Session on) {
        if (listened != null) {
            listened.connected(on.host());
            listened.prepared(prepared != null);
            listened.sent();
        }
    }

    // ---- its answer -----------------------------------------------------------------------------------------------

    /** BindComplete: where the columns are known nothing else announces the rows. */
    void bound(Session on) {
        PreparedStatement target = prepared;
        if (described && target != null) {
            result = fresh(target.description(), on);
        }
    }

    void columns(@Nullable ResultDescription columns, Session on) {
        result = fresh(columns, on);
    }

    private ResultCursor<T> fresh(@Nullable ResultDescription columns, Session on) {
        return new ResultCursor<>(columns, on.textSettings(), factory, sql.sql());
    }

    /** Checks a row; returns how many bytes are kept of it. */
    int row(ByteBuf buffer, int index, int length, boolean keep) {
        ResultCursor<T> target = result;
        ResultDescription columns = target == null ? null : target.columns();
        if (target == null || columns == null) {
            throw new ProtocolException("DataRow before RowDescription");
        }
        DataRow.checkFields(buffer, index, length, columns.size());
        if (!keep || isDone()) {
            return 0;
        }
        target.append(buffer, index, length);
        return length;
    }

    void complete(CommandTag tag, Session on) {
        ResultCursor<T> target = result;
        if (target == null) {
            target = fresh(null, on);
            result = target;
        }
        target.tag(tag);
    }

    /** Drops what has come. */
    void forgetRows() {
        result = null;
    }

    // ---- its end --------------------------------------------------------------------------------------------------

    /** Its group has succeeded. Returns the cursor that its future ends with, or one with plain rows if that maps them. */
    @SuppressWarnings("unchecked") // the factory is the one for rows
    Cursor<Row> cursor(CursorFactory<Row> rows) {
        return factory == (Object) rows ? (Cursor<Row>) (Object) own() : own().with(rows);
    }

    private ResultCursor<T> own() {
        ResultCursor<T> complete = result;
        if (complete == null) {
            throw new ProtocolException("ReadyForQuery before the statement was complete");
        }
        return complete;
    }

    /** Its future ends with its result. */
    void succeeds() {
        Cursor<T> own = own();
        StatementRun run = listened;
        boolean first = run != null && run.end(own, null);
        succeed(own);
        if (run != null && first) {
            run.delivered();
        }
    }

    void fails(Throwable error) {
        StatementRun run = listened;
        boolean first = run != null && run.end(null, error);
        fail(error);
        if (run != null && first) {
            run.delivered();
        }
    }

    /** The statement is one of several that were sent together, and what the others do does not change for it. */
    @Override
    protected void abandoned() {}
}
