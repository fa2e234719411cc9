package org.momoko.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ErrorFields;
import org.momoko.type.JsonCodec;

/** A connection that passes everything on to another one; a subclass changes what it wants to be different. */
public abstract class ForwardingConnection implements Connection {
    private final Connection delegate;

    protected ForwardingConnection(Connection delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** The connection behind this one. */
    public final Connection delegate() {
        return delegate;
    }

    @Override
    public CompletableFuture<Connection> connect() {
        return delegate.connect().thenApply(connected -> this);
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql) {
        return delegate.execute(sql);
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql, @Nullable Object @Nullable ... parameters) {
        return delegate.execute(sql, parameters);
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return delegate.execute(sql, parameters);
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(Query query) {
        return delegate.execute(query);
    }

    @Override
    public <T> CompletableFuture<Cursor<T>> execute(Query query, CursorFactory<T> cursorFactory) {
        return delegate.execute(query, cursorFactory);
    }

    @Override
    public Flow.Publisher<Row> stream(Query query) {
        return delegate.stream(query);
    }

    @Override
    public <T> Flow.Publisher<T> stream(Query query, CursorFactory<T> cursorFactory) {
        return delegate.stream(query, cursorFactory);
    }

    @Override
    public <T> RowClient<T> as(CursorFactory<T> cursorFactory) {
        return delegate.as(cursorFactory);
    }

    @Override
    public CompletableFuture<Cursor<Row>> callproc(String name, @Nullable Object @Nullable ... parameters) {
        return delegate.callproc(name, parameters);
    }

    @Override
    public CompletableFuture<Cursor<Row>> callproc(String name, Map<String, ? extends @Nullable Object> parameters) {
        return delegate.callproc(name, parameters);
    }

    @Override
    public CompletableFuture<Cursor<Row>> call(String name, @Nullable Object @Nullable ... parameters) {
        return delegate.call(name, parameters);
    }

    @Override
    public CompletableFuture<List<Cursor<Row>>> transaction(List<Query> statements, boolean autoRollback) {
        return delegate.transaction(statements, autoRollback);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions options, Function<? super Transaction, ? extends CompletionStage<T>> body) {
        return delegate.inTransaction(options, body);
    }

    @Override
    public CompletableFuture<Cursor<Row>> ping() {
        return delegate.ping();
    }

    @Override
    public boolean closed() {
        return delegate.closed();
    }

    @Override
    public OptionalInt serverVersion() {
        return delegate.serverVersion();
    }

    @Override
    public TransactionStatus transactionStatus() {
        return delegate.transactionStatus();
    }

    @Override
    public int processId() {
        return delegate.processId();
    }

    @Override
    public @Nullable String parameterStatus(String name) {
        return delegate.parameterStatus(name);
    }

    @Override
    public CompletableFuture<List<Cursor<Row>>> pipeline(Consumer<? super Pipeline> statements) {
        return delegate.pipeline(statements);
    }

    @Override
    public CompletableFuture<Long> executeMany(String sql, Iterable<? extends @Nullable Object[]> rows) {
        return delegate.executeMany(sql, rows);
    }

    @Override
    public String mogrify(String sql, @Nullable Object @Nullable ... parameters) {
        return delegate.mogrify(sql, parameters);
    }

    @Override
    public String mogrify(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return delegate.mogrify(sql, parameters);
    }

    @Override
    public byte[] mogrifyBytes(String sql, @Nullable Object @Nullable ... parameters) {
        return delegate.mogrifyBytes(sql, parameters);
    }

    @Override
    public byte[] mogrifyBytes(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return delegate.mogrifyBytes(sql, parameters);
    }

    @Override
    public List<String> notices() {
        return delegate.notices();
    }

    @Override
    public void onNotice(Consumer<ErrorFields> listener) {
        delegate.onNotice(listener);
    }

    @Override
    public void onNotification(Consumer<Notification> listener) {
        delegate.onNotification(listener);
    }

    @Override
    public CompletableFuture<@Nullable Void> registerJson(JsonCodec codec) {
        return delegate.registerJson(codec);
    }

    @Override
    public CompletableFuture<@Nullable Void> registerHstore() {
        return delegate.registerHstore();
    }

    @Override
    public CompletableFuture<@Nullable Void> cancel() {
        return delegate.cancel();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
