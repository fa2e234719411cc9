package org.momoko.internal.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.momoko.api.CursorFactory;
import org.momoko.api.Query;
import org.momoko.error.MomokoException;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.session.RowFlow;
import org.momoko.internal.sql.StatementKind;

/** Runs a statement anew for each subscriber, and hands its rows on as they arrive. */
final class RowPublisher<T> implements Flow.Publisher<T> {
    private final ClientBase client;
    private final Query query;
    private final CursorFactory<T> factory;

    RowPublisher(ClientBase client, Query query, CursorFactory<T> factory) {
        this.client = client;
        // on a shared connection the statements behind would wait for the subscriber
        this.query = query.exclusive();
        this.factory = factory;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        RowFlow<T> flow = new RowFlow<>(
                factory,
                Objects.requireNonNull(subscriber, "subscriber"),
                client.context().completionExecutor());
        subscriber.onSubscribe(flow);
        if (!flow.isStopped()) {
            flow.follow(run(flow));
        }
    }

    private CompletableFuture<?> run(RowFlow<T> flow) {
        try {
            BoundStatement statement = BoundStatement.of(client.context(), query);
            if (statement.sql().kind() == StatementKind.MULTIPLE) {
                throw new ProgrammingException("stream takes a single statement", null, null, true);
            }
            return client.stream(statement, flow);
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
