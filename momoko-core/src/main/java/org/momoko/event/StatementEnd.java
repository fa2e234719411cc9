package org.momoko.event;

import org.jspecify.annotations.Nullable;

/**
 * How a statement went. Times are in nanoseconds.
 *
 * @param nanos from its start to its end
 * @param waitNanos until it was given to a connection, the last one if there were several; all the time if it never was
 * @param answerNanos from sending it, for the last time if it was sent again, to its end; 0 if it was never sent
 * @param rows the rows that came back or were affected; −1 when the server told no number
 * @param status the command tag, {@code INSERT 0 5}; null after an error
 * @param error null when it succeeded
 * @param sqlState of the error; null when it succeeded or the server did not answer
 * @param host the host or socket's directory that it was given to; null when it never got that far
 * @param port the port there; 0 when it never got that far
 * @param prepared whether it went as a prepared statement with bound parameters
 */
public record StatementEnd(
        long nanos,
        long waitNanos,
        long answerNanos,
        long rows,
        @Nullable String status,
        @Nullable Throwable error,
        @Nullable String sqlState,
        @Nullable String host,
        int port,
        boolean prepared) {}
