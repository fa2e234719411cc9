package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.config.QueryMode;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.TransactionQuery;
import org.momoko.internal.sql.ParsedSql;

/** A statement of a transaction, or of a savepoint. */
final class TransactionStatement<T> extends TransactionQuery<T> implements TransactionOpener {
    private final TransactionRun<?> run;

    TransactionStatement(
            TransactionRun<?> run,
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> cursorFactory,
            @Nullable QueryMode mode,
            long deadlineNanos) {
        super(run.context(), sql, values, cursorFactory, mode, deadlineNanos);
        this.run = run;
    }

    @Override
    protected SessionContext context() {
        return run.context();
    }

    @Override
    public TopTransaction<?> top() {
        return run.top();
    }

    @Override
    public TransactionRun<?> owner() {
        return run;
    }

    @Override
    public void submitTo(Session session) {
        session.submit(this);
    }

    @Override
    protected byte[] beginAhead() {
        return top().beginAhead();
    }

    @Override
    protected boolean ready(Session on, TransactionStatus status) {
        if (!super.ready(on, status)) {
            return false;
        }
        Throwable error = error();
        if (error == null) {
            run.recovered();
        } else {
            clearError();
            error(run.failed(error));
        }
        return true;
    }

    @Override
    protected Throwable unanswered(String peer, @Nullable Throwable reason) {
        return run.failed(super.unanswered(peer, reason));
    }

    @Override
    protected void released(@Nullable Session by) {
        if (sent() || isAbandoned()) {
            over(null);
        }
    }

    @Override
    protected boolean retry(Throwable notSent) {
        if (opens() && top().moves(this, notSent)) {
            return true;
        }
        run.failed(notSent);
        over(notSent);
        return false;
    }

    @Override
    public void unsent(Throwable error) {
        run.failed(error);
        over(error);
        fail(error);
    }

    @Override
    public void refuse(Throwable error) {
        run.leave();
        fail(error);
    }

    @Override
    protected void told() {
        run.ask();
    }

    private void over(@Nullable Throwable notSent) {
        if (opens()) {
            top().opened(begun(), sent(), notSent != null ? notSent : error());
        }
        run.leave();
    }
}
