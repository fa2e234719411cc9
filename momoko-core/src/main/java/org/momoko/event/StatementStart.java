package org.momoko.event;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a statement before it is sent. Values of parameters are none of it, unless the caller wrote them into
 * the text.
 *
 * @param sql the text as the caller wrote it
 * @param operation its first keyword in capitals, {@code SELECT}, {@code BEGIN}; of several statements that of the first;
 *     empty if it begins with none
 * @param pool the name of the pool
 * @param database the database that is connected to
 * @param host the host or the socket's directory; null when there are several to choose from
 * @param port the port there; 0 when there are several to choose from
 */
public record StatementStart(
        String sql,
        String operation,
        String pool,
        String database,
        @Nullable String host,
        int port) {

    /** Does not show the text, which may hold anything. */
    @Override
    public String toString() {
        return "StatementStart[" + operation + " on " + pool + "]";
    }
}
