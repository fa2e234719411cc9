package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.TransactionOptions;
import org.momoko.error.InterfaceException;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;

/** A transaction on a connection that somebody holds. */
final class ConnectionTransaction<T extends @Nullable Object> extends TopTransaction<T> {
    private final TransactionHost host;
    private final Session session;
    private final SessionContext context;
    private volatile boolean bodyCalled;

    private ConnectionTransaction(
            TransactionHost host,
            Session session,
            SessionContext context,
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        super(new PgTransaction(options), autoRollback, body);
        this.host = host;
        this.session = session;
        this.context = context;
    }

    static <T extends @Nullable Object> CompletableFuture<T> start(
            TransactionHost host,
            SessionContext context,
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        Session session = host.enter();
        if (session == null) {
            return CompletableFuture.failedFuture(new InterfaceException("connection already closed"));
        }
        ConnectionTransaction<T> run = new ConnectionTransaction<>(host, session, context, options, autoRollback, body);
        if (!host.admits(run)) {
            host.leave();
            return CompletableFuture.failedFuture(TransactionHost.occupiedBy());
        }
        run.startOn(session);
        return run;
    }

    @Override
    SessionContext context() {
        return context;
    }

    @Override
    Session session() {
        return session;
    }

    @Override
    void began() {
        bodyCalled = true;
        host.transactionBegan(transaction());
    }

    @Override
    void concluded(TransactionOutcome outcome) {
        super.concluded(outcome);
        if (bodyCalled) {
            host.transactionEnded(transaction(), outcome);
        }
        host.leave();
    }
}
