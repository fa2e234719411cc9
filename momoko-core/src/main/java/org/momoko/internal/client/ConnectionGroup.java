package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.momoko.api.OpenTransaction;
import org.momoko.error.InterfaceException;
import org.momoko.internal.session.GroupExchange;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementGroup;

/** A pipeline or a list of statements on a connection that somebody holds. */
final class ConnectionGroup<R> extends GroupExchange<R> implements OngoingTransaction {
    private final TransactionHost host;
    private final Session session;
    private final long beganNanos = System.nanoTime();

    private ConnectionGroup(TransactionHost host, Session session, SessionContext context, StatementGroup<R> group) {
        super(context, group);
        this.host = host;
        this.session = session;
    }

    static <R> CompletableFuture<R> start(TransactionHost host, SessionContext context, StatementGroup<R> group) {
        Session session = host.enter();
        if (session == null) {
            return group.refused(new InterfaceException("connection already closed"));
        }
        if (group.isTransaction() && host.occupied()) {
            host.leave();
            return group.refused(TransactionHost.occupiedBy());
        }
        ConnectionGroup<R> exchange = new ConnectionGroup<>(host, session, context, group);
        if (group.isTransaction()) {
            host.transactionBegan(exchange);
        }
        session.submit(exchange);
        return exchange;
    }

    @Override
    protected void over(@Nullable Session by) {
        if (group().isTransaction()) {
            host.transactionEnded(this, outcome());
        }
        host.leave();
    }

    @Override
    public long ageNanos() {
        return System.nanoTime() - beganNanos;
    }

    @Override
    public int statements() {
        return group().size();
    }

    @Override
    public OpenTransaction snapshot() {
        return OngoingTransaction.snapshot(group(), session.processId(), ageNanos());
    }
}
