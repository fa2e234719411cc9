package org.momoko.internal.client;

import org.momoko.api.OpenTransaction;

/** A transaction that Momoko runs on a session, as onlookers see it. */
interface OngoingTransaction {

    /** How long ago it began. */
    long ageNanos();

    /** How many statements it has run so far. */
    int statements();

    /** What an onlooker may know. */
    OpenTransaction snapshot();
}
