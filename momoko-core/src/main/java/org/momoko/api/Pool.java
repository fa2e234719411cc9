package org.momoko.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.config.PoolConfig;
import org.momoko.event.PoolTotals;
import org.momoko.type.JsonCodec;

/**
 * Connections to one database, shared by many callers. The pool opens {@code size} connections, grows up to
 * {@code maxSize} while callers wait, and replaces connections that died. Callers are served in the order they came; free
 * connections are reused last in, first out.
 *
 * <p>A statement that runs through the pool itself takes a connection for its own duration. What needs one connection
 * for several statements uses {@link #inTransaction}, {@link #withConnection}, or {@link #getconn} and {@link #putconn}.
 */
public interface Pool extends SqlClient, AutoCloseable {

    /**
     * Opens the pool's connections. Statements may be executed before the returned future completes: they wait for the
     * first connection.
     *
     * @return this pool, once every attempt has ended; the same future for every call. With {@code raiseConnectErrors} it
     *     fails with {@link org.momoko.error.PartiallyConnectedException} when an attempt failed; the connections that
     *     did open stay usable
     */
    CompletableFuture<Pool> connect();

    /** As {@link #getconn(boolean)}, with a ping. */
    default CompletableFuture<Connection> getconn() {
        return getconn(true);
    }

    /**
     * Takes a connection out of the pool until {@link #putconn} gives it back.
     *
     * @param ping whether the server must answer a ping first; a connection that died is replaced by a new one
     * @return fails with {@link org.momoko.error.PoolTimeoutException}, {@link org.momoko.error.PoolClosedException} or
     *     {@link org.momoko.error.DatabaseNotAvailableException}
     */
    CompletableFuture<Connection> getconn(boolean ping);

    /**
     * Gives a connection back. An open transaction is rolled back before the next caller gets the connection.
     *
     * @throws IllegalStateException when the connection is not one that this pool handed out and still awaits
     */
    void putconn(Connection connection);

    /**
     * Runs the body with a connection of its own, which goes back once the body's stage has completed.
     *
     * @return the body's result
     */
    <T extends @Nullable Object> CompletableFuture<T> withConnection(
            Function<? super Connection, ? extends CompletionStage<T>> body);

    /**
     * A handle that gives the connection back when it is closed, for try-with-resources in blocking code.
     *
     * @throws IllegalStateException when the connection is not one that this pool handed out and still awaits
     */
    ManagedConnection manage(Connection connection);

    /** The text that {@link org.momoko.config.QueryMode#SIMPLE} would send for this statement. Waits for a connection, sends nothing. */
    CompletableFuture<String> mogrify(String sql, @Nullable Object @Nullable ... parameters);

    /** As {@link Connection#mogrify(String, Map)}, on a free connection. */
    CompletableFuture<String> mogrify(String sql, Map<String, ? extends @Nullable Object> parameters);

    /** As {@link Connection#mogrifyBytes(String, Object...)}, on a free connection. */
    CompletableFuture<byte[]> mogrifyBytes(String sql, @Nullable Object @Nullable ... parameters);

    /** As {@link Connection#mogrifyBytes(String, Map)}, on a free connection. */
    CompletableFuture<byte[]> mogrifyBytes(String sql, Map<String, ? extends @Nullable Object> parameters);

    /**
     * Sets how json and jsonb are read and written on all connections of this pool, and only of this pool.
     *
     * @return completes at once; no statement is needed
     */
    CompletableFuture<@Nullable Void> registerJson(JsonCodec codec);

    /**
     * Reads hstore as maps and writes maps as hstore, on all connections of this pool, and only of this pool.
     *
     * @return fails with 42704 when the database has no hstore
     */
    CompletableFuture<@Nullable Void> registerHstore();

    /**
     * Whether the database answers. Takes a free connection without queueing and pings it; when none is free, a pool
     * whose connections were recently heard of counts as saturated, and else one extra short-lived connection decides.
     *
     * @param timeout the most that the check may take
     * @return never fails for want of a database: the result says so
     */
    CompletableFuture<PoolHealth> health(Duration timeout);

    /** A snapshot of the counts, consistent in itself. */
    PoolStats stats();

    /** What happened in the pool since it was made. */
    PoolTotals totals();

    /** Who holds a connection at present, longest first; empty unless {@code leakDetection} is on. */
    List<ConnectionHolder> holders();

    /** The transactions in progress on connections of this pool, oldest first; an instant's picture. */
    List<OpenTransaction> transactions();

    /**
     * Has every connection replaced, for example after credentials or the server have changed: free ones now, busy ones
     * when they are given back. Nobody's work is interrupted.
     */
    void evict();

    /** The configuration in force. */
    PoolConfig config();

    /** Whether {@link #connect()} has succeeded in opening at least one connection, and the pool is not closed. */
    boolean connected();

    /** Whether the pool was closed. */
    boolean closed();

    /**
     * The version of the server as a number, {@code major * 10000 + minor}, for example 180006; empty until the first
     * connection is open.
     */
    OptionalInt serverVersion();

    /**
     * Closes the pool at once: waiting callers and running statements fail, sockets are closed.
     *
     * @throws org.momoko.error.PoolClosedException when the pool is closed already
     */
    @Override
    void close();

    /**
     * Refuses new work, fails the callers that wait, waits for running work up to the limit, then closes what is left by
     * force. On a closed pool it does nothing.
     *
     * @return completes when every connection is closed, with the number of those that were closed by force; never fails
     */
    CompletableFuture<Integer> closeGracefully(Duration limit);
}
