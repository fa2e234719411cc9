package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.pool.Pooled;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SimpleCommand;
import org.momoko.internal.transport.EventLoops;

/** A session as a pool hands it out. */
final class PooledSession extends Pooled {
    /** A connection that takes longer to answer a ping is not worth waiting for: another is opened sooner. */
    private static final long PING_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Session session;
    private final EventLoops loops;
    private volatile boolean closing;
    private volatile @Nullable OngoingTransaction transaction;

    PooledSession(Session session, EventLoops loops) {
        this.session = session;
        this.loops = loops;
    }

    Session session() {
        return session;
    }

    /** The transaction in progress; null for none, or none that Momoko runs. */
    @Nullable
    OngoingTransaction transaction() {
        return transaction;
    }

    void transaction(@Nullable OngoingTransaction inProgress) {
        transaction = inProgress;
    }

    /** False from the moment it is told to close, although the event loop may come to that later. */
    @Override
    protected boolean isOpen() {
        return !closing && session.isOpen();
    }

    @Override
    protected boolean takesMore() {
        return isOpen() && !session.cancelling();
    }

    @Override
    protected boolean near() {
        return session.near();
    }

    @Override
    protected void close() {
        closing = true;
        session.close();
    }

    @Override
    protected CompletionStage<?> validate() {
        Runnable limit;
        try {
            limit = loops.schedule(PING_LIMIT_NANOS, this::close);
        } catch (RejectedExecutionException poolClosed) {
            return CompletableFuture.<@Nullable Void>failedFuture(poolClosed);
        }
        return SimpleCommand.run(session, ClientBase.PING).whenComplete((answer, error) -> limit.run());
    }
}
