package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.internal.session.Session;

/** An exchange that runs inside a transaction. */
interface TransactionPart {

    TopTransaction<?> top();

    /** Where it is counted; null for a command of our own. */
    @Nullable
    TransactionRun<?> owner();

    void submitTo(Session session);

    /** It cannot be sent. */
    void refuse(Throwable error);
}
