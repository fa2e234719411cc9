package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.GroupExchange;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.StatementGroup;

/** A pipeline in a transaction, or in a savepoint. */
final class TransactionGroup<R> extends GroupExchange<R> implements TransactionPart {
    private final TransactionRun<?> run;

    TransactionGroup(TransactionRun<?> run, StatementGroup<R> group) {
        super(run.context(), group);
        this.run = run;
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
    protected void over(@Nullable Session by) {
        run.leave();
    }

    @Override
    protected void told() {
        run.ask();
    }

    @Override
    public void refuse(Throwable error) {
        run.leave();
        fail(error);
    }
}
