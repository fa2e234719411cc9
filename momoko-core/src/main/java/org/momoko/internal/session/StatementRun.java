package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.config.HostSpec;
import org.momoko.error.DatabaseException;
import org.momoko.event.StatementEnd;
import org.momoko.event.StatementListener;

/** The notes on one statement that somebody listens to. Its fields follow the exchange from thread to thread. */
final class StatementRun {
    private final StatementEvents events;
    private final StatementListener.@Nullable Watch[] watches;
    private final int count;
    private final long startNanos = System.nanoTime();
    private volatile long connectedNanos;
    private volatile long sentNanos;
    private volatile @Nullable HostSpec host;
    private volatile boolean prepared;
    private boolean ended;

    StatementRun(StatementEvents events, StatementListener.@Nullable Watch[] watches, int count) {
        this.events = events;
        this.watches = watches;
        this.count = count;
    }

    /** The statement was given to a session. */
    void connected(HostSpec to) {
        host = to;
        connectedNanos = System.nanoTime();
    }

    /** The statement is being sent. */
    void sent() {
        sentNanos = System.nanoTime();
    }

    void prepared(boolean asPrepared) {
        prepared = asPrepared;
    }

    /** The statement is over. True the first time: then {@link #delivered} has to follow. */
    boolean end(@Nullable Object value, @Nullable Throwable error) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
        }
        long now = System.nanoTime();
        Cursor<?> cursor = value instanceof Cursor<?> result ? result : null;
        HostSpec reached = host;
        StatementEnd end = new StatementEnd(
                now - startNanos,
                (connectedNanos == 0 ? now : connectedNanos) - startNanos,
                sentNanos == 0 ? 0 : now - sentNanos,
                cursor == null ? -1 : cursor.rowCount(),
                cursor == null ? null : cursor.statusMessage(),
                error,
                error instanceof DatabaseException answer ? answer.sqlState() : null,
                reached == null ? null : reached.host(),
                reached == null ? 0 : reached.port(),
                prepared);
        for (int i = 0; i < count; i++) {
            StatementListener.Watch watch = watches[i];
            if (watch != null) {
                events.tell(watch, told -> told.ended(end));
            }
        }
        return true;
    }

    /** The stages that depended on the future have run. In the reverse order, so that what listeners open they close inside out. */
    void delivered() {
        for (int i = count - 1; i >= 0; i--) {
            StatementListener.Watch watch = watches[i];
            if (watch != null) {
                events.tell(watch, StatementListener.Watch::delivered);
            }
        }
    }
}
