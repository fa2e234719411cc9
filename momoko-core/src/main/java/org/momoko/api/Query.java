package org.momoko.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.momoko.config.QueryMode;

/**
 * A statement with its parameters and the options of one execution. Immutable: every option returns a new query. The
 * parameters are taken over when the query is made; values that change afterwards (arrays, mutable lists) are read when
 * the statement is sent.
 */
public final class Query {
    private static final @Nullable Object[] NONE = {};

    private final String sql;
    private final @Nullable Object[] positional;
    private final @Nullable Map<String, @Nullable Object> named;
    private final @Nullable Duration timeout;
    private final @Nullable QueryMode mode;
    private final boolean idempotent;

    private Query(
            String sql,
            @Nullable Object[] positional,
            @Nullable Map<String, @Nullable Object> named,
            @Nullable Duration timeout,
            @Nullable QueryMode mode,
            boolean idempotent) {
        this.sql = sql;
        this.positional = positional;
        this.named = named;
        this.timeout = timeout;
        this.mode = mode;
        this.idempotent = idempotent;
    }

    /** A statement without parameters: the text goes to the server as it is. */
    public static Query of(String sql) {
        return new Query(Objects.requireNonNull(sql, "sql"), NONE, null, null, null, false);
    }

    /** A statement with positional parameters; an empty array means no parameters at all. */
    public static Query of(String sql, @Nullable Object @Nullable ... parameters) {
        Objects.requireNonNull(sql, "sql");
        return new Query(sql, positional(parameters), null, null, null, false);
    }

    /** A statement with named parameters; an empty map means no parameters at all. */
    public static Query of(String sql, Map<String, ? extends @Nullable Object> parameters) {
        Objects.requireNonNull(sql, "sql");
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(parameters);
        return new Query(sql, NONE, copy.isEmpty() ? null : copy, null, null, false);
    }

    /** A statement with positional parameters from a list. */
    public static Query positional(String sql, List<? extends @Nullable Object> parameters) {
        Objects.requireNonNull(sql, "sql");
        return new Query(sql, parameters.toArray(), null, null, null, false);
    }

    /** A call {@code f(x, null)} may arrive as a null array; it means one parameter that is null. */
    private static @Nullable Object[] positional(@Nullable Object @Nullable [] parameters) {
        if (parameters == null) {
            return new @Nullable Object[] {null};
        }
        return parameters.length == 0 ? NONE : parameters.clone();
    }

    /** This query with a limit on the time from its submission to its complete answer; zero means none. */
    public Query timeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative, but is " + limit);
        }
        return new Query(sql, positional, named, limit, mode, idempotent);
    }

    /** This query, travelling in the given way instead of the connection's. */
    public Query mode(QueryMode queryMode) {
        return new Query(sql, positional, named, timeout, Objects.requireNonNull(queryMode, "queryMode"), idempotent);
    }

    /**
     * This query, declared to have the same effect when it runs twice as when it runs once: it may be sent again, once,
     * after its connection was lost without an answer.
     */
    public Query idempotent() {
        return new Query(sql, positional, named, timeout, mode, true);
    }

    /** The caller's text. */
    public String sql() {
        return sql;
    }

    /** The positional parameters; empty when there are none or they are named. Not to be modified. */
    public @Nullable Object[] positionalParameters() {
        return positional;
    }

    /** The named parameters; null when there are none or they are positional. Not to be modified. */
    public @Nullable Map<String, @Nullable Object> namedParameters() {
        return named;
    }

    /** The limit of this execution; null for the client's default. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** How this query travels; null for the client's default. */
    public @Nullable QueryMode mode() {
        return mode;
    }

    /** Whether it may be sent twice. */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** The text without parameter values, which may be secret. */
    @Override
    public String toString() {
        return "Query[" + sql + "]";
    }
}
