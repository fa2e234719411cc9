package org.momoko.internal.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.internal.sql.ParsedSql;

/** The statements of a pipeline, each with a future of its own, which ends just before that of the whole. */
public final class PipelineGroup extends StatementGroup<List<Cursor<Row>>> {
    private final List<GroupStatement<?>> statements;
    private final CursorFactory<Row> rows;

    /**
     * @param rows what the rows are in the list of all cursors
     * @param deadlineNanos see {@link StatementGroup#StatementGroup}
     */
    public PipelineGroup(List<GroupStatement<?>> statements, CursorFactory<Row> rows, long deadlineNanos) {
        super(deadlineNanos);
        this.statements = statements;
        this.rows = rows;
    }

    @Override
    public int size() {
        return statements.size();
    }

    @Override
    protected ParsedSql sql(int index) {
        return statements.get(index).sql();
    }

    @Override
    protected @Nullable Object[] values(int index) {
        return statements.get(index).values();
    }

    @Override
    protected @Nullable QueryMode mode(int index) {
        return statements.get(index).mode();
    }

    @Override
    protected CursorFactory<?> factory(int index) {
        return statements.get(index).factory();
    }

    @Override
    protected String describe() {
        return "pipeline";
    }

    @Override
    protected boolean wants(int index) {
        return !statements.get(index).isDone();
    }

    @Override
    protected List<Cursor<Row>> result(Object[] cursors) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
        Cursor<Row>[] all = new Cursor[cursors.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = plain(i, (ResultCursor<?>) cursors[i]);
        }
        return List.of(all);
    }

    /** The cursor of a statement, or one with plain rows if that maps them. */
    @SuppressWarnings("unchecked") // the factory is the one for rows
    private Cursor<Row> plain(int index, ResultCursor<?> cursor) {
        return factory(index) == (Object) rows ? (Cursor<Row>) (Object) cursor : cursor.with(rows);
    }

    /** Each has begun when the caller named it. */
    @Override
    void begin(SessionContext context) {}

    @Override
    @Nullable
    StatementRun listened(int index) {
        return statements.get(index).listened();
    }

    @Override
    boolean ends(int index) {
        return true;
    }

    @Override
    void end(int index, @Nullable Object cursor, @Nullable Throwable error) {
        statements.get(index).end(cursor, error);
    }
}
