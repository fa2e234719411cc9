package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.error.DatabaseException;
import org.momoko.error.InternalException;
import org.momoko.error.SqlState;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.TransactionQuery;

/** A statement of a transaction, or of a savepoint. */
final class TransactionStatement<T> extends TransactionQuery<T> implements TransactionPart {
    private final TransactionRun<?> run;

    TransactionStatement(TransactionRun<?> run, BoundStatement statement, CursorFactory<T> cursorFactory) {
        super(
                run.transaction().context(),
                statement.sql(),
                statement.values(),
                cursorFactory,
                statement.mode(),
                statement.deadlineNanos());
        this.run = run;
    }

    @Override
    public TopTransaction<?> top() {
        return run.top();
    }

    TransactionRun<?> owner() {
        return run;
    }

    @Override
    public void submitTo(Session session) {
        session.submit(this);
    }

    /** From now on this statement begins the transaction. */
    void takeAlong(byte[] begin) {
        opens(begin);
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
            Throwable first = run.firstError();
            if (first != null && error instanceof DatabaseException answer && isAborted(answer)) {
                clearError();
                error(new InternalException(answer.getMessage(), first, answer.fields(), false));
            } else {
                run.failed(error);
            }
        }
        return true;
    }

    private static boolean isAborted(DatabaseException answer) {
        return SqlState.IN_FAILED_SQL_TRANSACTION.equals(answer.sqlState());
    }

    @Override
    protected Throwable unanswered(String peer, @Nullable Throwable reason) {
        Throwable unknown = super.unanswered(peer, reason);
        run.failed(unknown);
        return unknown;
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

    /** The connection that was to carry it cannot be had. */
    void unsent(Throwable error) {
        run.failed(error);
        over(error);
        fail(error);
    }

    @Override
    public void refuse(Throwable error) {
        run.leave();
        fail(error);
    }

    private void over(@Nullable Throwable notSent) {
        if (opens()) {
            top().opened(begun(), sent(), notSent != null ? notSent : error());
        }
        run.leave();
    }
}
