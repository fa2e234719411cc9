package org.momoko.internal.client;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pipeline;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.RowClient;
import org.momoko.api.SqlClient;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.config.QueryMode;
import org.momoko.error.MomokoException;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.session.ManyRows;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementGroup;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.sql.StatementKind;

/** What pool, connection and transaction do alike: turn what the caller wrote into a {@link BoundStatement}. */
abstract class ClientBase implements SqlClient {
    static final String PING = "SELECT 1 AS ping";

    /** What this client decides for all its statements. */
    abstract SessionContext context();

    /**
     * Runs a statement where this client runs statements. The parameters are what a {@link BoundStatement} holds, taken apart
     * because the compiler does not remove that where it is not sure who runs it.
     */
    abstract <T> CompletableFuture<Cursor<T>> run(
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> cursorFactory,
            @Nullable QueryMode mode,
            long deadlineNanos,
            boolean idempotent,
            Sharing sharing);

    /** Runs the statement where this client runs statements. */
    final <T> CompletableFuture<Cursor<T>> run(BoundStatement statement, CursorFactory<T> cursorFactory) {
        return run(
                statement.sql(),
                statement.values(),
                cursorFactory,
                statement.mode(),
                statement.deadlineNanos(),
                statement.idempotent(),
                statement.sharing());
    }

    /** Runs the statements of a group where this client runs statements. */
    abstract <R> CompletableFuture<R> run(StatementGroup<R> group);

    /** Runs the rows in the transaction that this client is in. */
    abstract CompletableFuture<Long> run(ManyRows rows);

    /** Runs the statement of a stream, whose rows leave as they arrive. */
    <T> CompletableFuture<Cursor<T>> stream(BoundStatement statement, CursorFactory<T> rows) {
        return run(statement, rows);
    }

    /** Whether this client is in a transaction. */
    boolean isInTransaction() {
        return false;
    }

    @Override
    public CompletableFuture<Long> executeMany(String sql, Iterable<? extends @Nullable Object[]> rows) {
        Objects.requireNonNull(sql, "sql");
        Iterator<? extends @Nullable Object[]> iterator = rows.iterator();
        ManyRows many;
        try {
            ParsedSql parsed = context().texts().get(sql, ArgumentStyle.POSITIONAL);
            if (parsed.kind() == StatementKind.MULTIPLE
                    || parsed.copies()
                    || parsed.transactionControl().any()) {
                throw new ProgrammingException(
                        "executeMany takes a single statement, which is neither COPY nor begins or ends a transaction",
                        null,
                        null,
                        true);
            }
            many = new ManyRows(parsed, iterator, context().deadline(null));
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (!iterator.hasNext()) {
            return CompletableFuture.completedFuture(0L);
        }
        return isInTransaction()
                ? run(many)
                : inTransaction(TransactionOptions.DEFAULT, true, transaction -> transaction.run(many));
    }

    @Override
    public CompletableFuture<List<Cursor<Row>>> pipeline(Consumer<? super Pipeline> statements) {
        return PgPipeline.run(this, Objects.requireNonNull(statements, "statements"));
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql) {
        return positional(Objects.requireNonNull(sql, "sql"), BoundStatement.NONE);
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql, @Nullable Object @Nullable ... parameters) {
        return positional(Objects.requireNonNull(sql, "sql"), parameters);
    }

    private CompletableFuture<Cursor<Row>> positional(String sql, @Nullable Object @Nullable [] parameters) {
        try {
            @Nullable Object[] values = BoundStatement.values(parameters);
            ParsedSql parsed = BoundStatement.sql(context(), sql, values.length);
            return run(parsed, values, defaultFactory(), null, context().deadline(null), false, Sharing.POOL);
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return execute(Query.of(sql, parameters));
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(Query query) {
        return execute(query, defaultFactory());
    }

    @Override
    public <T> CompletableFuture<Cursor<T>> execute(Query query, CursorFactory<T> cursorFactory) {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(cursorFactory, "cursorFactory");
        try {
            return run(BoundStatement.of(context(), query), cursorFactory);
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Cursor<Row>> callproc(String name, @Nullable Object @Nullable ... parameters) {
        Objects.requireNonNull(name, "name");
        try {
            return execute(FunctionCall.query(name, parameters));
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Cursor<Row>> callproc(String name, Map<String, ? extends @Nullable Object> parameters) {
        Objects.requireNonNull(name, "name");
        try {
            return execute(FunctionCall.query(name, parameters));
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Cursor<Row>> call(String name, @Nullable Object @Nullable ... parameters) {
        Objects.requireNonNull(name, "name");
        try {
            return execute(FunctionCall.procedure(name, parameters));
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Flow.Publisher<Row> stream(Query query) {
        return stream(query, defaultFactory());
    }

    @Override
    public <T> Flow.Publisher<T> stream(Query query, CursorFactory<T> cursorFactory) {
        return new RowPublisher<>(
                this, Objects.requireNonNull(query, "query"), Objects.requireNonNull(cursorFactory, "cursorFactory"));
    }

    @Override
    public <T> RowClient<T> as(CursorFactory<T> cursorFactory) {
        return new MappedClient<>(this, Objects.requireNonNull(cursorFactory, "cursorFactory"));
    }

    @Override
    public CompletableFuture<List<Cursor<Row>>> transaction(List<Query> statements, boolean autoRollback) {
        return transaction(statements, autoRollback, defaultFactory());
    }

    @Override
    public CompletableFuture<List<Cursor<Row>>> transaction(Query... statements) {
        // not a clone, see Query.of
        Query[] own = new Query[statements.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = statements[i];
        }
        return transaction(own, true, defaultFactory());
    }

    final <T> CompletableFuture<List<Cursor<T>>> transaction(
            List<Query> statements, boolean autoRollback, CursorFactory<T> cursorFactory) {
        return transaction(statements.toArray(new Query[0]), autoRollback, cursorFactory);
    }

    private <T> CompletableFuture<List<Cursor<T>>> transaction(
            Query[] statements, boolean autoRollback, CursorFactory<T> cursorFactory) {
        List<BoundStatement> bound;
        try {
            QueryList<T> list =
                    autoRollback && sendsListsAtOnce() ? QueryList.of(context(), statements, cursorFactory) : null;
            if (list != null) {
                return run(list);
            }
            bound = BoundStatement.all(context(), List.of(statements));
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
        return inTransaction(
                TransactionOptions.DEFAULT,
                autoRollback,
                transaction -> StatementList.run(transaction, bound, cursorFactory));
    }

    /** Whether a list of statements may travel in one flight with its BEGIN and COMMIT. */
    boolean sendsListsAtOnce() {
        return true;
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions options, Function<? super Transaction, ? extends CompletionStage<T>> body) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(body, "body");
        return inTransaction(options, true, body);
    }

    /** Runs the body in a transaction where this client runs statements. */
    abstract <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body);

    private CursorFactory<Row> defaultFactory() {
        return context().cursorFactory();
    }

    @Override
    public CompletableFuture<Cursor<Row>> ping() {
        // plain rows, whatever rows usually become here
        return execute(Query.of(PING), CursorFactory.rows());
    }
}
