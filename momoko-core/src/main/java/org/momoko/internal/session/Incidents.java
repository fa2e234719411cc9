package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.internal.sql.Literals;

/** The notes on what does not happen to most exchanges, kept apart so that these need no room for it. */
final class Incidents {
    /** Whom its begin and its end are told; null when nobody listens. Stays what it was when the exchange was made. */
    @Nullable
    StatementRun listened;

    /** What went wrong first. */
    @Nullable
    Throwable error;

    /** That the answer is lost, as the caller is told. */
    @Nullable
    Throwable lost;

    /** What Parse refused, so that the text goes as a literal; null as long as it has not. */
    @Nullable
    Statement refused;

    /** How the literals were written; null if there were none. */
    @Nullable
    Literals written;

    /** The server had lost the prepared statement, and it was sent again. */
    boolean preparedAgain;

    /** The server had lost the prepared statement, and it could not be sent again on this session. */
    boolean stale;

    /** The text has no statement in it. */
    boolean emptyQuery;

    /** The rows are more than may be kept. */
    boolean tooLarge;

    /** The exchange goes to a session, perhaps not for the first time: what came of it before is void. */
    void forget() {
        error = null;
        lost = null;
        refused = null;
        preparedAgain = false;
        forgetAnswer();
    }

    /** What was received so far does not count. */
    void forgetAnswer() {
        written = null;
        stale = false;
        emptyQuery = false;
        tooLarge = false;
    }
}
