package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.ManyExchange;
import org.momoko.internal.session.ManyRows;
import org.momoko.internal.session.Session;

/** An executeMany in a transaction, or in a savepoint. */
final class TransactionMany extends ManyExchange implements TransactionPart {
    private final TransactionRun<?> run;

    TransactionMany(TransactionRun<?> run, ManyRows rows) {
        super(run.context(), rows);
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
    protected void released(@Nullable Session by) {
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
