package org.momoko.internal.client;

/** A part that BEGIN travels with. */
interface TransactionOpener extends TransactionPart {

    /** The connection that was to carry it cannot be had. */
    void unsent(Throwable error);
}
