package org.momoko.internal.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pipeline;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.error.InterfaceException;
import org.momoko.error.MomokoException;
import org.momoko.internal.session.Exchange;
import org.momoko.internal.session.GroupStatement;
import org.momoko.internal.session.PipelineGroup;
import org.momoko.internal.session.SessionContext;

/** The statements of a pipeline while the caller names them. */
final class PgPipeline implements Pipeline {
    private final SessionContext context;
    private final List<GroupStatement<?>> statements = new ArrayList<>();
    private long deadlineNanos = Exchange.NO_DEADLINE;
    private @Nullable Throwable mistake;
    private boolean closed;

    private PgPipeline(SessionContext context) {
        this.context = context;
    }

    /** Has the caller name the statements, then runs them on the client; a mistake in one keeps all from being sent. */
    static CompletableFuture<List<Cursor<Row>>> run(ClientBase client, Consumer<? super Pipeline> caller) {
        PgPipeline pipeline = new PgPipeline(client.context());
        try {
            caller.accept(pipeline);
        } catch (Throwable e) { // whatever the caller's code throws
            pipeline.mistake = e;
        }
        pipeline.closed = true;
        PipelineGroup group =
                new PipelineGroup(pipeline.statements, client.context().cursorFactory(), pipeline.deadlineNanos);
        Throwable wrong = pipeline.mistake;
        if (wrong != null) {
            return group.refused(wrong);
        }
        return group.size() == 0 ? CompletableFuture.completedFuture(List.of()) : client.run(group);
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql) {
        Objects.requireNonNull(sql, "sql");
        return add(() -> BoundStatement.positional(context, sql, BoundStatement.NONE), context.cursorFactory());
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql, @Nullable Object @Nullable ... parameters) {
        Objects.requireNonNull(sql, "sql");
        return add(() -> BoundStatement.positional(context, sql, parameters), context.cursorFactory());
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return execute(Query.of(sql, parameters));
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(Query query) {
        return execute(query, context.cursorFactory());
    }

    @Override
    public <T> CompletableFuture<Cursor<T>> execute(Query query, CursorFactory<T> cursorFactory) {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(cursorFactory, "cursorFactory");
        return add(() -> BoundStatement.of(context, query), cursorFactory);
    }

    private <T> CompletableFuture<Cursor<T>> add(
            java.util.function.Supplier<BoundStatement> statement, CursorFactory<T> factory) {
        if (closed) {
            return CompletableFuture.failedFuture(new InterfaceException("The pipeline takes no more statements"));
        }
        BoundStatement bound;
        try {
            bound = statement.get();
        } catch (MomokoException e) {
            if (mistake == null) {
                mistake = e;
            }
            return CompletableFuture.failedFuture(e);
        }
        GroupStatement<T> member = new GroupStatement<>(context, bound.sql(), bound.values(), factory, bound.mode());
        statements.add(member);
        if (bound.deadlineNanos() != Exchange.NO_DEADLINE
                && (deadlineNanos == Exchange.NO_DEADLINE || bound.deadlineNanos() - deadlineNanos < 0)) {
            deadlineNanos = bound.deadlineNanos();
        }
        return member;
    }
}
