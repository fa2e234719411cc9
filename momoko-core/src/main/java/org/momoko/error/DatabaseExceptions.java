package org.momoko.error;

import org.jspecify.annotations.Nullable;

/** Chooses the exception class for an ErrorResponse. */
public final class DatabaseExceptions {
    private DatabaseExceptions() {}

    /**
     * The exception for an error of the server, its class chosen by the class of the SQLSTATE (the first two characters),
     * as psycopg chooses it.
     *
     * @param message the text for people: the server's message, detail, hint and an excerpt of the statement
     * @param fields the server's ErrorResponse
     * @param cause null where there is none
     * @param nothingSent see {@link DatabaseException#nothingSent()}
     */
    public static DatabaseException of(
            String message, ErrorFields fields, @Nullable Throwable cause, boolean nothingSent) {
        String state = fields.sqlState();
        if (state.length() != 5) {
            return new DatabaseException(message, cause, fields, nothingSent);
        }
        if (state.equals(SqlState.QUERY_CANCELED)) {
            return new QueryCanceledException(message, cause, fields, nothingSent);
        }
        return switch (state.substring(0, 2)) {
            case "08", "26", "27", "28", "34", "53", "54", "55", "57", "58", "HV" ->
                new OperationalException(message, cause, fields, nothingSent);
            case "0A" -> new NotSupportedException(message, cause, fields, nothingSent);
            case "20", "21", "3D", "3F", "42", "44" -> new ProgrammingException(message, cause, fields, nothingSent);
            case "22" -> new DataException(message, cause, fields, nothingSent);
            case "23" -> new IntegrityException(message, cause, fields, nothingSent);
            case "24", "25", "2B", "2D", "2F", "38", "39", "3B", "F0", "P0", "XX" ->
                new InternalException(message, cause, fields, nothingSent);
            case "40" -> new TransactionRollbackException(message, cause, fields, nothingSent);
            default ->
                state.charAt(0) == '5'
                        ? new OperationalException(message, cause, fields, nothingSent)
                        : new DatabaseException(message, cause, fields, nothingSent);
        };
    }
}
