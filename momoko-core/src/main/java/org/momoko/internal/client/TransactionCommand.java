package org.momoko.internal.client;

import org.jspecify.annotations.Nullable;
import org.momoko.error.OperationalException;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.TransactionControl;

/** A command inside a transaction that is not the user's. */
abstract class TransactionCommand extends TransactionControl implements TransactionPart {
    private final TopTransaction<?> top;

    TransactionCommand(TopTransaction<?> top, Text text) {
        super(top.context(), text);
        this.top = top;
    }

    /** It is over. */
    abstract void answered(@Nullable Throwable error);

    @Override
    public final TopTransaction<?> top() {
        return top;
    }

    @Override
    public final @Nullable TransactionRun<?> owner() {
        return null;
    }

    @Override
    public final void submitTo(Session session) {
        session.submit(this);
    }

    @Override
    public final void refuse(Throwable error) {
        answered(error);
    }

    @Override
    protected final void over(@Nullable String commandTag, @Nullable Throwable error, boolean sent) {
        answered(
                error != null || sent ? error : new OperationalException("The command was not sent", null, null, true));
    }
}
