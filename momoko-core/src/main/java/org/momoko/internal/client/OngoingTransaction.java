package org.momoko.internal.client;

import java.time.Duration;
import org.momoko.api.OpenTransaction;
import org.momoko.api.TransactionOptions;
import org.momoko.internal.session.StatementGroup;

/** A transaction that Momoko runs on a session, as onlookers see it. */
interface OngoingTransaction {

    /** How long ago it began. */
    long ageNanos();

    /** How many statements it has run so far. */
    int statements();

    /** What an onlooker may know. */
    OpenTransaction snapshot();

    /** What an onlooker may know of a group that is a transaction. */
    static OpenTransaction snapshot(StatementGroup<?> group, int processId, long ageNanos) {
        return new OpenTransaction(
                processId, Duration.ofNanos(ageNanos), group.size(), group.lastText(), TransactionOptions.DEFAULT);
    }
}
