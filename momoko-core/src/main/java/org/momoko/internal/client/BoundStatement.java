package org.momoko.internal.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Query;
import org.momoko.config.QueryMode;
import org.momoko.error.ParameterException;
import org.momoko.internal.codec.Literals;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.internal.sql.ParsedSql;

/**
 * A text with a value for each of its parameters, ready to be sent.
 *
 * @param deadlineNanos by {@link System#nanoTime()}, see {@link SessionContext#deadline}
 * @param mode null for the mode of the client
 * @param idempotent whether it may be sent twice
 * @param sharing whether it may share a connection of the pool
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and dropped; compared by nobody
record BoundStatement(
        ParsedSql sql,
        @Nullable Object[] values,
        long deadlineNanos,
        @Nullable QueryMode mode,
        boolean idempotent,
        Sharing sharing) {

    /** A statement of which the caller said nothing on sharing. */
    BoundStatement(
            ParsedSql sql,
            @Nullable Object[] values,
            long deadlineNanos,
            @Nullable QueryMode mode,
            boolean idempotent) {
        this(sql, values, deadlineNanos, mode, idempotent, Sharing.POOL);
    }

    static final @Nullable Object[] NONE = {};

    /** Fits positional parameters to the placeholders of a text. */
    static BoundStatement positional(SessionContext context, String sql, @Nullable Object @Nullable [] parameters) {
        @Nullable Object[] values = values(parameters);
        return new BoundStatement(sql(context, sql, values.length), values, context.deadline(null), null, false);
    }

    /** Positional parameters: a call {@code f(sql, null)} arrives as a null array; it means one parameter that is null. */
    static @Nullable Object[] values(@Nullable Object @Nullable [] parameters) {
        return parameters == null ? new @Nullable Object[] {null} : parameters;
    }

    /** A text, seen to have as many placeholders as there are positional parameters. */
    static ParsedSql sql(SessionContext context, String sql, int given) {
        ParsedSql parsed = context.texts().get(sql, given == 0 ? ArgumentStyle.NONE : ArgumentStyle.POSITIONAL);
        parsed.checkArity(given);
        return parsed;
    }

    /** Fits the parameters of a query to its placeholders. */
    static BoundStatement of(SessionContext context, Query query) {
        ParsedSql sql = sql(context, query);
        return new BoundStatement(
                sql,
                values(sql, query),
                context.deadline(query.timeout()),
                query.mode(),
                query.isIdempotent(),
                Sharing.of(query));
    }

    /** The text of a query, seen to have as many placeholders as there are positional parameters. */
    static ParsedSql sql(SessionContext context, Query query) {
        if (query.namedParameters() != null) {
            return context.texts().get(query.sql(), ArgumentStyle.NAMED);
        }
        return sql(context, query.sql(), query.positionalParameters().length);
    }

    /** The parameters of a query, one for each of the text's. */
    static @Nullable Object[] values(ParsedSql sql, Query query) {
        Map<String, @Nullable Object> named = query.namedParameters();
        return named == null ? query.positionalParameters() : inOrder(sql, named);
    }

    private static @Nullable Object[] inOrder(ParsedSql sql, Map<String, @Nullable Object> named) {
        List<String> names = sql.names();
        @Nullable Object[] values = new @Nullable Object[names.size()];
        for (int i = 0; i < values.length; i++) {
            String name = names.get(i);
            if (!named.containsKey(name)) {
                throw new ParameterException("The parameter " + name + " is missing", null, null, true);
            }
            values[i] = named.get(name);
        }
        return values;
    }

    /** The statements of a list, each of them seen to be sendable, so that a mistake in one keeps all from being sent. */
    static List<BoundStatement> all(SessionContext context, List<Query> queries) {
        List<BoundStatement> all = new ArrayList<>(queries.size());
        for (Query query : queries) {
            BoundStatement bound = of(context, query);
            bound.literalText(context, true, "postgres");
            all.add(bound);
        }
        return all;
    }

    /** The text with literals in the place of the parameters: what a Query message would carry. */
    String literalText(SessionContext context, boolean standardConformingStrings, String intervalStyle) {
        Literals literals = context.literals();
        return sql.literalText(
                (out, index) -> literals.append(out, values[index], standardConformingStrings, intervalStyle));
    }
}
