package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.error.DatabaseException;
import org.momoko.error.DatabaseExceptions;
import org.momoko.error.ErrorFields;
import org.momoko.error.SqlState;
import org.momoko.internal.sql.ErrorExcerpt;
import org.momoko.internal.sql.Literals;
import org.momoko.internal.sql.ParsedSql;

/** Turns ErrorResponses into exceptions whose message reads as libpq would print it. */
final class ServerErrors {
    private ServerErrors() {}

    /** An error that belongs to no statement's text. */
    static DatabaseException of(ErrorFields fields, boolean nothingSent) {
        return of(fields, null, 0, nothingSent);
    }

    /** @param written how the literals of the text were written; null when it was bound */
    static DatabaseException of(ErrorFields fields, ParsedSql sql, @Nullable Literals written) {
        int position = fields.position();
        if (position > 0) {
            position = written == null ? sql.sourcePosition(position) : positionOfLiteral(position, sql, written);
        }
        return of(fields, sql.sql(), position, false);
    }

    private static int positionOfLiteral(int position, ParsedSql sql, Literals written) {
        try {
            return sql.sourcePositionOfLiteral(position, written);
        } catch (RuntimeException changed) {
            // a mutable parameter that is not what it was when it was sent
            return 0;
        }
    }

    /** Whether the server ends the session with this error. */
    static boolean isFatal(Throwable failure) {
        return failure instanceof DatabaseException answer
                && answer.fields() != null
                && answer.fields().fatal();
    }

    /** Whether the server no longer knows a prepared statement, or its result has changed since. Bind says so, before anything is done. */
    static boolean isStale(Throwable failure) {
        if (!(failure instanceof DatabaseException answer)) {
            return false;
        }
        String state = answer.sqlState();
        return SqlState.INVALID_SQL_STATEMENT_NAME.equals(state)
                || SqlState.FEATURE_NOT_SUPPORTED.equals(state)
                        && answer.fields() != null
                        && "RevalidateCachedQuery".equals(answer.fields().routine());
    }

    /**
     * @param sql the caller's text; null when there is none to show
     * @param position where in it the error lies, in characters from 1; 0 for nowhere
     */
    static DatabaseException of(ErrorFields fields, @Nullable String sql, int position, boolean nothingSent) {
        StringBuilder message = new StringBuilder(fields.message());
        if (sql != null && position > 0) {
            message.append('\n').append(ErrorExcerpt.of(sql, position));
        }
        append(message, "DETAIL:  ", fields.detail());
        append(message, "HINT:  ", fields.hint());
        if (fields.internalQuery() != null && fields.internalPosition() > 0) {
            append(message, "QUERY:  ", fields.internalQuery());
        }
        append(message, "CONTEXT:  ", fields.where());
        return DatabaseExceptions.of(message.toString(), fields, null, nothingSent);
    }

    /**
     * Whether an error says nothing about the text: a transaction that has to be tried again (class 40), too few resources
     * (53), a lock not granted (55), cancelled or ended by somebody (57), trouble of the system (58).
     */
    static boolean isOfTheMoment(Throwable failure) {
        String state = failure instanceof DatabaseException answer ? answer.sqlState() : null;
        return state != null
                && (state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("55")
                        || state.startsWith("57")
                        || state.startsWith("58"));
    }

    /** A notice as libpq prints it; its context is for errors only. */
    static String notice(ErrorFields fields) {
        StringBuilder text = new StringBuilder(fields.severity()).append(":  ").append(fields.message());
        append(text, "DETAIL:  ", fields.detail());
        append(text, "HINT:  ", fields.hint());
        return text.append('\n').toString();
    }

    private static void append(StringBuilder message, String label, @Nullable String text) {
        if (text != null) {
            message.append('\n').append(label).append(text);
        }
    }
}
