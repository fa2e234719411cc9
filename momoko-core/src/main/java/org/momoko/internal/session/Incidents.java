package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.internal.sql.Literals;

/** The notes on what does not happen to most statements, kept apart so that these need no room for it. */
final class Incidents {
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

    /** What was received so far does not count. */
    void forgetAnswer() {
        written = null;
        stale = false;
        emptyQuery = false;
        tooLarge = false;
    }
}
