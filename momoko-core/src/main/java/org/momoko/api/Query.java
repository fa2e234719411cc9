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
    private final boolean shareable;
    private final boolean exclusive;

    private Query(
            String sql,
            @Nullable Object[] positional,
            @Nullable Map<String, @Nullable Object> named,
            @Nullable Duration timeout,
            @Nullable QueryMode mode,
            boolean idempotent,
            boolean shareable,
            boolean exclusive) {
        this.sql = sql;
        this.positional = positional;
        this.named = named;
        this.timeout = timeout;
        this.mode = mode;
        this.idempotent = idempotent;
        this.shareable = shareable;
        this.exclusive = exclusive;
    }

    private static Query plain(
            String sql, @Nullable Object[] positional, @Nullable Map<String, @Nullable Object> named) {
        return new Query(sql, positional, named, null, null, false, false, false);
    }

    /** A statement without parameters: the text goes to the server as it is. */
    public static Query of(String sql) {
        return plain(Objects.requireNonNull(sql, "sql"), NONE, null);
    }

    /** A statement with positional parameters; an empty array means no parameters at all. */
    public static Query of(String sql, @Nullable Object @Nullable ... parameters) {
        Objects.requireNonNull(sql, "sql");
        return plain(sql, positional(parameters), null);
    }

    /** A statement with named parameters; an empty map means no parameters at all. */
    public static Query of(String sql, Map<String, ? extends @Nullable Object> parameters) {
        Objects.requireNonNull(sql, "sql");
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(parameters);
        return plain(sql, NONE, copy.isEmpty() ? null : copy);
    }

    /** A statement with positional parameters from a list. */
    public static Query positional(String sql, List<? extends @Nullable Object> parameters) {
        Objects.requireNonNull(sql, "sql");
        return plain(sql, parameters.toArray(), null);
    }

    /** A call {@code f(x, null)} may arrive as a null array; it means one parameter that is null. */
    private static @Nullable Object[] positional(@Nullable Object @Nullable [] parameters) {
        if (parameters == null) {
            return new @Nullable Object[] {null};
        }
        if (parameters.length == 0) {
            return NONE;
        }
        // not a clone: the compiler sees through a loop, and then spares the array that the caller's call makes
        @Nullable Object[] own = new @Nullable Object[parameters.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = parameters[i];
        }
        return own;
    }

    /**
     * This query with a limit on the time from its submission to its complete answer; zero means none. It then has a
     * connection for itself, where it can be cancelled, unless it is {@link #shareable}.
     */
    public Query timeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative, but is " + limit);
        }
        return new Query(sql, positional, named, limit, mode, idempotent, shareable, exclusive);
    }

    /** This query, travelling in the given way instead of the connection's. */
    public Query mode(QueryMode queryMode) {
        Objects.requireNonNull(queryMode, "queryMode");
        return new Query(sql, positional, named, timeout, queryMode, idempotent, shareable, exclusive);
    }

    /**
     * This query, declared to have the same effect when it runs twice as when it runs once: it may be sent again, once,
     * after its connection was lost without an answer.
     */
    public Query idempotent() {
        return new Query(sql, positional, named, timeout, mode, true, shareable, exclusive);
    }

    /**
     * This query, allowed to share its connection with other callers' statements in flight, whatever the pool's
     * {@code pipelining} says; see {@link org.momoko.config.PoolConfig#pipelining} for what that means. With a
     * {@link #timeout}: when the limit is over while others are in flight on the connection, the future fails with
     * {@link org.momoko.error.OutcomeUnknownException}, the statement runs on, and its answer is dropped. Counts in a pool,
     * outside transactions.
     */
    public Query shareable() {
        return new Query(sql, positional, named, timeout, mode, idempotent, true, false);
    }

    /** This query, on a connection of its own even in a pool where connections are shared. */
    public Query exclusive() {
        return new Query(sql, positional, named, timeout, mode, idempotent, false, true);
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

    /** Whether it may share a connection, whatever the pool is configured for. */
    public boolean isShareable() {
        return shareable;
    }

    /** Whether it must have a connection of its own. */
    public boolean isExclusive() {
        return exclusive;
    }

    /** The text without parameter values, which may be secret. */
    @Override
    public String toString() {
        return "Query[" + sql + "]";
    }
}
