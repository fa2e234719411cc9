package org.momoko.internal.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Query;
import org.momoko.api.RowClient;
import org.momoko.error.MomokoException;

/** A client whose every result goes through one factory. */
final class MappedClient<T> implements RowClient<T> {
    private final ClientBase client;
    private final CursorFactory<T> factory;

    MappedClient(ClientBase client, CursorFactory<T> factory) {
        this.client = client;
        this.factory = factory;
    }

    @Override
    public CompletableFuture<Cursor<T>> execute(String sql) {
        return execute(Query.of(sql));
    }

    @Override
    public CompletableFuture<Cursor<T>> execute(String sql, @Nullable Object @Nullable ... parameters) {
        return execute(Query.of(sql, parameters));
    }

    @Override
    public CompletableFuture<Cursor<T>> execute(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return execute(Query.of(sql, parameters));
    }

    @Override
    public CompletableFuture<Cursor<T>> execute(Query query) {
        return client.execute(query, factory);
    }

    @Override
    public Flow.Publisher<T> stream(Query query) {
        return client.stream(query, factory);
    }

    @Override
    public CompletableFuture<Cursor<T>> callproc(String name, @Nullable Object @Nullable ... parameters) {
        try {
            return execute(FunctionCall.query(name, parameters));
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Cursor<T>> callproc(String name, Map<String, ? extends @Nullable Object> parameters) {
        try {
            return execute(FunctionCall.query(name, parameters));
        } catch (MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<List<Cursor<T>>> transaction(List<Query> statements) {
        return client.transaction(statements, true, factory);
    }
}
