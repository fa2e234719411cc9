package org.momoko.api;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server. Statements run in the order in which they were submitted; they are sent without waiting
 * for earlier answers.
 */
public interface Connection extends SqlClient, AutoCloseable {

    /**
     * Opens the connection.
     *
     * @return this connection; fails with {@link org.momoko.error.ConnectException}, with the server's own error, or with
     *     {@link org.momoko.error.InterfaceException} when the connection is open already
     */
    CompletableFuture<Connection> connect();

    /** Whether the connection is not open: never connected, closed, or seen to be dead. */
    boolean closed();

    /** The version of the server as a number, for example 180006; empty before the connection was open. */
    OptionalInt serverVersion();

    /** The transaction status that the server reported last. */
    TransactionStatus transactionStatus();

    /** The server's process that serves this connection; 0 before the connection was open. */
    int processId();

    /** The value the server last reported for a setting such as {@code TimeZone}; null when it reported none. */
    @Nullable
    String parameterStatus(String name);

    /**
     * The text that {@link org.momoko.config.QueryMode#SIMPLE} sends for this statement.
     *
     * @throws org.momoko.error.ParameterException when parameters and placeholders do not fit
     */
    String mogrify(String sql, @Nullable Object... parameters);

    /** Asks the server to cancel what runs on this connection; the running statement then fails with 57014. */
    CompletableFuture<@Nullable Void> cancel();

    /** Closes the connection without waiting; running statements fail. Closing twice has no effect. */
    @Override
    void close();
}
