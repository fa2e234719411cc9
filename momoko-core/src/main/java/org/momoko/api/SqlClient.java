package org.momoko.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Pool}, a {@link Connection} and a {@link Transaction} have in common: running statements.
 *
 * <p><b>Results and errors.</b> Every outcome of an operation arrives through its future, which always completes; only a
 * null argument is thrown at once. The error is the exception itself, a {@link org.momoko.error.MomokoException};
 * {@code join()} and {@code get()} wrap it.
 *
 * <p><b>Threads.</b> Every method may be called from any thread. Futures complete on the connection's event loop, unless
 * an executor was configured, so a dependent stage must not block; {@code join()} on an event loop of ours fails at once.
 *
 * <p><b>Abandoning.</b> Cancelling or completing a returned future abandons the operation: what was not sent yet is
 * never sent, what runs is cancelled on the server where that cannot hit a neighbour, else its answer is dropped. Only
 * the returned future does this, not the stages that depend on it.
 *
 * <p><b>Placeholders.</b> Positional parameters are written {@code %s} or {@code $1}, named ones {@code %(name)s} or
 * {@code :name}; never in quotes. Without parameters the text goes to the server untouched.
 */
public interface SqlClient {

    /** Runs a statement without parameters: the text goes to the server as it is. */
    CompletableFuture<Cursor<Row>> execute(String sql);

    /**
     * Runs a statement with positional parameters.
     *
     * @param parameters one value for each placeholder; an empty array means no parameters at all, a null array one
     *     parameter that is null
     */
    CompletableFuture<Cursor<Row>> execute(String sql, @Nullable Object @Nullable ... parameters);

    /** Runs a statement with named parameters; names that the statement does not use are ignored. */
    CompletableFuture<Cursor<Row>> execute(String sql, Map<String, ? extends @Nullable Object> parameters);

    /** Runs a statement with the options of the query. */
    CompletableFuture<Cursor<Row>> execute(Query query);

    /** Runs a statement; the factory decides what a row of the result is. */
    <T> CompletableFuture<Cursor<T>> execute(Query query, CursorFactory<T> cursorFactory);

    /** As {@link #stream(Query, CursorFactory)}, with rows as this client makes them. */
    Flow.Publisher<Row> stream(Query query);

    /**
     * The rows of one statement, handed on while they arrive, for results that are too large to be held in memory.
     *
     * <p>The publisher runs the statement once for each subscriber, on a connection that does nothing else meanwhile. Rows
     * come as the subscriber requests them; while it does not, about 512 KiB wait in this process, and as much as the
     * operating systems buffer on the way, then the server waits. A text with several statements is refused. The time limit
     * of the statement covers the subscriber's time, too. {@code maxBufferedResultBytes} does not count.
     *
     * <p>The subscriber is called where futures complete, on the connection's event loop unless an executor was configured: it
     * must not block there, nor wait for another statement on the same connection. What it throws, and what the factory
     * throws, cancels the statement and comes to {@code onError}. Rows may be kept.
     *
     * @return every error of the statement arrives at {@code onError}, after the rows that came before it. A statement of
     *     which rows were handed on is never sent again. Cancelling the subscription cancels the statement
     */
    <T> Flow.Publisher<T> stream(Query query, CursorFactory<T> cursorFactory);

    /** This client, its rows mapped by a factory. */
    <T> RowClient<T> as(CursorFactory<T> cursorFactory);

    /**
     * Calls a function as {@code SELECT * FROM name(…)}.
     *
     * @param name the function's name, optionally qualified ({@code schema.name}); each part is quoted when needed
     */
    CompletableFuture<Cursor<Row>> callproc(String name, @Nullable Object @Nullable ... parameters);

    /** Calls a function with named arguments, as {@code SELECT * FROM name("argument" := …)}. */
    CompletableFuture<Cursor<Row>> callproc(String name, Map<String, ? extends @Nullable Object> parameters);

    /**
     * Calls a procedure as {@code CALL name(…)}. For an OUT parameter pass null; the values come back as the one row of the
     * cursor. The name is treated as for {@link #callproc(String, Object...)}.
     */
    CompletableFuture<Cursor<Row>> call(String name, @Nullable Object @Nullable ... parameters);

    /**
     * Runs the statements one after another in one transaction.
     *
     * @param autoRollback whether the transaction is rolled back when a statement fails; if not, a connection stays in its
     *     failed transaction (a pool cleans its connection in any case)
     * @return one cursor for each statement, once the transaction is committed; the future fails with the error of the
     *     first statement that failed
     */
    CompletableFuture<List<Cursor<Row>>> transaction(List<Query> statements, boolean autoRollback);

    /**
     * Runs the statements one after another in one transaction, rolled back when one of them fails.
     *
     * @return one cursor for each statement, once the transaction is committed; the future fails with the error of the
     *     first statement that failed
     */
    default CompletableFuture<List<Cursor<Row>>> transaction(List<Query> statements) {
        return transaction(statements, true);
    }

    /** As {@link #transaction(List)}. */
    default CompletableFuture<List<Cursor<Row>>> transaction(Query... statements) {
        return transaction(List.of(statements));
    }

    /**
     * Runs the body in a transaction: commits once its stage has succeeded, rolls back when the stage, or the body
     * itself, fails. On a connection one at a time: another one fails at once, and has to be begun after the first, or on
     * its handle.
     *
     * @return the body's result, after the commit was acknowledged. It fails with the body's error after the rollback,
     *     and with {@link org.momoko.error.OutcomeUnknownException} when the answer to COMMIT was lost
     */
    default <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> body) {
        return inTransaction(TransactionOptions.DEFAULT, body);
    }

    /** As {@link #inTransaction(Function)}, with the characteristics of the transaction. */
    <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions options, Function<? super Transaction, ? extends CompletionStage<T>> body);

    /**
     * Sends several statements at once, in one round trip, which succeed or fail as one. Outside a transaction they are one
     * transaction: the first error undoes them all. Inside one they are part of it, and an error fails it as that of a
     * single statement does. The statements after the one that fails are not run.
     *
     * <p>Statements that begin or end a transaction may be among them and do what they say: what was committed in the middle
     * stays, and a transaction that is left open is the connection's. A text with several statements, and COPY, are refused. A
     * text that the server has not parsed for this pool before, or that can only go as a literal, goes as a literal.
     *
     * <p>Nothing is sent when one of the statements cannot be: its parameters do not fit, or {@code statements} throws.
     * All of them together take 16 MiB on the wire at most, and their results {@code maxBufferedResultBytes}. Cancelling the
     * returned future, or the shortest of their time limits, ends all of them. When the connection is lost after they were
     * sent, the outcome is unknown; they are sent again only if none of it was sent.
     *
     * @param statements names the statements, at once, on the calling thread
     * @return the cursors of all statements in their order, with rows as this client makes them; fails with the error of the
     *     first statement that fails. For no statements an empty list, and nothing is sent
     */
    CompletableFuture<List<Cursor<Row>>> pipeline(Consumer<? super Pipeline> statements);

    /**
     * Runs one statement once for each row of parameters, all or nothing: in one transaction, or as part of the one that this
     * client is in already. Much faster than as many calls of {@code execute}, and memory does not grow with the rows: they
     * are read and sent in portions, the next one when the server has answered the last but one, and meanwhile the
     * connection does nothing else.
     *
     * @param sql one statement with positional placeholders; COPY, and what begins or ends a transaction, are refused
     * @param rows one value for each placeholder, read once and as they are sent, from the second on on the connection's
     *     event loop: reading them must not block. Of a row neither the array nor its values may change before the end
     * @return the sum of the rows that were inserted, updated, deleted or returned, as the server counts them (a statement that
     *     reports no count adds nothing). It fails with the error of the first row that fails, whose message ends in
     *     {@code ROW:} and the number of that row, from 0; then nothing is kept, and inside a transaction that has failed.
     *     For no rows 0, and nothing is sent
     */
    CompletableFuture<Long> executeMany(String sql, Iterable<? extends @Nullable Object[]> rows);

    /** Asks the server for an answer, {@code SELECT 1 AS ping}. */
    CompletableFuture<Cursor<Row>> ping();
}
