package org.momoko.internal.client;

import org.momoko.internal.session.Session;

/** An exchange that runs inside a transaction. */
interface TransactionPart {

    TopTransaction<?> top();

    void submitTo(Session session);

    /** It cannot be sent. */
    void refuse(Throwable error);
}
