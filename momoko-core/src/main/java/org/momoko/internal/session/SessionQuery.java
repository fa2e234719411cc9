package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.config.QueryMode;
import org.momoko.internal.sql.ParsedSql;

/**
 * A statement that is given to a session directly.
 *
 * @param <T> what a row becomes
 */
public class SessionQuery<T> extends QueryExchange<T> {
    private final SessionContext context;

    /** See {@link QueryExchange}. */
    public SessionQuery(
            SessionContext context,
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> factory,
            @Nullable QueryMode mode,
            long deadlineNanos) {
        super(context, sql, values, factory, mode, deadlineNanos);
        this.context = context;
    }

    @Override
    protected SessionContext context() {
        return context;
    }
}
