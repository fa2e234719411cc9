package org.momoko.internal.client;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Query;
import org.momoko.config.QueryMode;
import org.momoko.error.ParameterException;
import org.momoko.internal.session.Exchange;
import org.momoko.internal.session.GroupExchange;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementGroup;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.sql.StatementKind;

/** A list of statements that travels with its BEGIN and its COMMIT. */
final class QueryList<T> extends StatementGroup<List<Cursor<T>>> {
    private final SessionContext context;
    private final Query[] queries;
    private final CursorFactory<T> factory;

    private QueryList(SessionContext context, Query[] queries, CursorFactory<T> factory, long deadlineNanos) {
        super(deadlineNanos);
        this.context = context;
        this.queries = queries;
        this.factory = factory;
    }

    /**
     * Takes a list that can go at once: single statements that leave transactions alone, in a mode that allows it, and are not
     * too large together. Null for any other.
     *
     * @param queries taken over
     * @throws ParameterException when the parameters of a statement do not fit, or are of a class that cannot be sent
     */
    static <T> @Nullable QueryList<T> of(SessionContext context, Query[] queries, CursorFactory<T> factory) {
        long deadline = Exchange.NO_DEADLINE;
        long bytes = 0;
        for (Query query : queries) {
            ParsedSql sql = BoundStatement.sql(context, query);
            QueryMode mode = query.mode() == null ? context.mode() : query.mode();
            if (mode == QueryMode.SIMPLE
                    || sql.kind() == StatementKind.MULTIPLE
                    || sql.copies()
                    || sql.transactionControl().any()) {
                return null;
            }
            @Nullable Object[] values = BoundStatement.values(sql, query);
            context.requireSendable(values);
            bytes += FlightSize.of(query.sql(), values);
            long own = context.deadline(query.timeout());
            if (own != Exchange.NO_DEADLINE && (deadline == Exchange.NO_DEADLINE || own - deadline < 0)) {
                deadline = own;
            }
        }
        return queries.length == 0 || bytes > GroupExchange.MAX_GROUP_BYTES
                ? null
                : new QueryList<>(context, queries, factory, deadline);
    }

    @Override
    public int size() {
        return queries.length;
    }

    @Override
    protected ParsedSql sql(int index) {
        return BoundStatement.sql(context, queries[index]);
    }

    @Override
    protected String text(int index) {
        return queries[index].sql();
    }

    @Override
    protected @Nullable Object[] values(int index) {
        return BoundStatement.values(sql(index), queries[index]);
    }

    @Override
    protected @Nullable QueryMode mode(int index) {
        return queries[index].mode();
    }

    @Override
    protected CursorFactory<?> factory(int index) {
        return factory;
    }

    @Override
    public boolean isTransaction() {
        return true;
    }

    @Override
    protected String describe() {
        return "transaction";
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // each cursor was made with the factory
    protected List<Cursor<T>> result(Object[] cursors) {
        return (List) Arrays.asList(cursors);
    }
}
