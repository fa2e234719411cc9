package org.momoko.api;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ErrorFields;
import org.momoko.type.JsonCodec;

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
     * The text that {@link org.momoko.config.QueryMode#SIMPLE} sends for this statement. Behind statements that are not
     * answered yet, which may change the settings on which literals depend, strings are sent as {@code E'…'} and intervals
     * with all their signs: other text, the same values.
     *
     * @throws org.momoko.error.ParameterException when parameters and placeholders do not fit
     */
    String mogrify(String sql, @Nullable Object @Nullable ... parameters);

    /**
     * As {@link #mogrify(String, Object...)}, with named parameters.
     *
     * @throws org.momoko.error.ParameterException when a name is missing, or parameters and placeholders do not fit
     */
    String mogrify(String sql, Map<String, ? extends @Nullable Object> parameters);

    /**
     * As {@link #mogrify(String, Object...)}, in the client encoding, which is UTF-8: byte for byte what
     * {@link org.momoko.config.QueryMode#SIMPLE} sends.
     *
     * @throws org.momoko.error.ProgrammingException also when a value cannot be sent: it holds NUL or half a surrogate
     */
    byte[] mogrifyBytes(String sql, @Nullable Object @Nullable ... parameters);

    /** As {@link #mogrifyBytes(String, Object...)}, with named parameters. */
    byte[] mogrifyBytes(String sql, Map<String, ? extends @Nullable Object> parameters);

    /** The last 50 notices that the server sent, oldest first, each as libpq prints it: {@code NOTICE:  hello\n}. */
    List<String> notices();

    /**
     * Hears every notice from now on, also while the connection is idle.
     *
     * @param listener runs where futures complete; what it throws is logged and dropped
     */
    void onNotice(Consumer<ErrorFields> listener);

    /**
     * Hears every notification from now on, also while the connection is idle. The channel has to be listened to with
     * {@code LISTEN}.
     *
     * @param listener runs where futures complete; what it throws is logged and dropped
     */
    void onNotification(Consumer<Notification> listener);

    /**
     * Sets how json and jsonb are read and written on this connection alone; elsewhere the pool's way stays.
     *
     * @return completes at once; no statement is needed
     */
    CompletableFuture<@Nullable Void> registerJson(JsonCodec codec);

    /**
     * Reads hstore as maps and writes maps as hstore, on this connection alone.
     *
     * @return fails with 42704 when the database has no hstore
     */
    CompletableFuture<@Nullable Void> registerHstore();

    /** Asks the server to cancel what runs on this connection; the running statement then fails with 57014. */
    CompletableFuture<@Nullable Void> cancel();

    /** Closes the connection without waiting; running statements fail. Closing twice has no effect. */
    @Override
    void close();
}
