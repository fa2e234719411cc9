package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.TransactionOptions;
import org.momoko.config.QueryMode;
import org.momoko.internal.session.ManyExchange;
import org.momoko.internal.session.ManyRows;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionQuery;
import org.momoko.internal.session.StatementGroup;
import org.momoko.internal.sql.ParsedSql;

/** Runs statements on one session, in order. */
class SessionClient extends ClientBase implements TransactionHost {
    private final SessionContext context;
    private final Session session;

    SessionClient(SessionContext context, Session session) {
        this.context = context;
        this.session = session;
    }

    @Override
    final SessionContext context() {
        return context;
    }

    final Session session() {
        return session;
    }

    @Override
    boolean sendsListsAtOnce() {
        return false;
    }

    @Override
    public Session enter() {
        return session;
    }

    @Override
    public void leave() {}

    @Override
    <T> CompletableFuture<Cursor<T>> run(
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> cursorFactory,
            @Nullable QueryMode mode,
            long deadlineNanos,
            boolean idempotent,
            Sharing sharing) {
        SessionQuery<T> exchange = new SessionQuery<>(context(), sql, values, cursorFactory, mode, deadlineNanos);
        session.submit(exchange);
        return exchange;
    }

    @Override
    <R> CompletableFuture<R> run(StatementGroup<R> group) {
        return ConnectionGroup.start(this, context(), group);
    }

    @Override
    CompletableFuture<Long> run(ManyRows rows) {
        ManyExchange exchange = new ManyExchange(context(), rows);
        session.submit(exchange);
        return exchange;
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        return ConnectionTransaction.start(this, context(), options, autoRollback, body);
    }
}
