package org.momoko.internal.session;

import org.momoko.error.DatabaseException;
import org.momoko.error.OperationalException;

/** The errors of a result that passed {@code maxBufferedResultBytes}; they say what became of the statement. */
final class TooLargeResult {
    private TooLargeResult() {}

    /** The server has stopped it, or it failed on its own just then. */
    static OperationalException cancelled(long limitBytes, DatabaseException answer) {
        return new OperationalException(
                message(limitBytes, "the statement was cancelled"), answer, answer.fields(), false);
    }

    static OperationalException ran(long limitBytes) {
        return new OperationalException(message(limitBytes, "the statement ran to its end and its rows were dropped"));
    }

    private static String message(long limitBytes, String end) {
        return "The result is larger than maxBufferedResultBytes, " + limitBytes + " bytes; " + end
                + ". Read it with stream, or raise the limit";
    }
}
