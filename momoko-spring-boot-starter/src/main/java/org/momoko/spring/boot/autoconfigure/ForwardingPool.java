package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.ManagedConnection;
import org.momoko.api.Pool;
import org.momoko.api.PoolHealth;
import org.momoko.api.PoolStats;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.config.PoolConfig;

/**
 * A pool that hands everything on. Futures are handed out as they come, so that abandoning one abandons the operation.
 */
abstract class ForwardingPool implements Pool {

    /** The pool for work that needs connections. */
    abstract Pool opened();

    /** The pool for everything else. */
    abstract Pool current();

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql) {
        return opened().execute(sql);
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql, @Nullable Object... parameters) {
        return opened().execute(sql, parameters);
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return opened().execute(sql, parameters);
    }

    @Override
    public CompletableFuture<Cursor<Row>> execute(Query query) {
        return opened().execute(query);
    }

    @Override
    public <T> CompletableFuture<Cursor<T>> execute(Query query, CursorFactory<T> cursorFactory) {
        return opened().execute(query, cursorFactory);
    }

    @Override
    public CompletableFuture<Cursor<Row>> callproc(String name, @Nullable Object... parameters) {
        return opened().callproc(name, parameters);
    }

    @Override
    public CompletableFuture<Cursor<Row>> callproc(String name, Map<String, ? extends @Nullable Object> parameters) {
        return opened().callproc(name, parameters);
    }

    @Override
    public CompletableFuture<List<Cursor<Row>>> transaction(List<Query> statements) {
        return opened().transaction(statements);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions options, Function<? super Transaction, ? extends CompletionStage<T>> body) {
        return opened().inTransaction(options, body);
    }

    @Override
    public CompletableFuture<Cursor<Row>> ping() {
        return opened().ping();
    }

    @Override
    public CompletableFuture<Connection> getconn(boolean ping) {
        return opened().getconn(ping);
    }

    @Override
    public void putconn(Connection connection) {
        current().putconn(connection);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> withConnection(
            Function<? super Connection, ? extends CompletionStage<T>> body) {
        return opened().withConnection(body);
    }

    @Override
    public ManagedConnection manage(Connection connection) {
        return current().manage(connection);
    }

    @Override
    public CompletableFuture<String> mogrify(String sql, @Nullable Object... parameters) {
        return opened().mogrify(sql, parameters);
    }

    @Override
    public CompletableFuture<PoolHealth> health(Duration timeout) {
        return opened().health(timeout);
    }

    @Override
    public PoolStats stats() {
        return current().stats();
    }

    @Override
    public PoolConfig config() {
        return current().config();
    }

    @Override
    public boolean connected() {
        return current().connected();
    }

    @Override
    public boolean closed() {
        return current().closed();
    }

    @Override
    public OptionalInt serverVersion() {
        return current().serverVersion();
    }

    @Override
    public void close() {
        current().close();
    }

    @Override
    public CompletableFuture<@Nullable Void> closeGracefully(Duration limit) {
        return current().closeGracefully(limit);
    }

    @Override
    public String toString() {
        return current().toString();
    }
}
