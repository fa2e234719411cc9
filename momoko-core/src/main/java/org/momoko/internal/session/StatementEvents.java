package org.momoko.internal.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.event.StatementListener;
import org.momoko.event.StatementStart;
import org.momoko.internal.sql.ParsedSql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners of statements. There is none of these where nobody listens, so that nothing is measured. */
public final class StatementEvents {
    private static final Logger LOG = LoggerFactory.getLogger(StatementEvents.class);

    private final String pool;
    private final String database;
    private final @Nullable HostSpec onlyHost;
    private final List<StatementListener> listeners;
    private final AtomicBoolean complained = new AtomicBoolean();

    private StatementEvents(String pool, String database, List<HostSpec> hosts, List<StatementListener> listeners) {
        this.pool = pool;
        this.database = database;
        this.onlyHost = hosts.size() == 1 ? hosts.get(0) : null;
        this.listeners = List.copyOf(listeners);
    }

    /** The events of one pool or connection; null when nobody listens. */
    public static @Nullable StatementEvents of(
            String pool, String database, List<HostSpec> hosts, List<StatementListener> listeners) {
        return listeners.isEmpty() ? null : new StatementEvents(pool, database, hosts, listeners);
    }

    /** A statement begins, on the caller's thread; null when no listener wants to follow it. */
    @Nullable
    StatementRun begin(ParsedSql sql) {
        HostSpec host = onlyHost;
        StatementStart start = new StatementStart(
                sql.sql(),
                sql.command(),
                pool,
                database,
                host == null ? null : host.host(),
                host == null ? 0 : host.port());
        StatementListener.Watch[] watches = new StatementListener.Watch[listeners.size()];
        int count = 0;
        for (StatementListener listener : listeners) {
            StatementListener.Watch watch = begin(listener, start);
            if (watch != null) {
                watches[count++] = watch;
            }
        }
        return count == 0 ? null : new StatementRun(this, watches, count);
    }

    private StatementListener.@Nullable Watch begin(StatementListener listener, StatementStart start) {
        try {
            return listener.started(start);
        } catch (Throwable e) {
            complain(e);
            return null;
        }
    }

    /** What a listener throws must not reach the statement. */
    void tell(StatementListener.Watch watch, Consumer<StatementListener.Watch> event) {
        try {
            event.accept(watch);
        } catch (Throwable e) {
            complain(e);
        }
    }

    /** Logged once, as it will come again and again. */
    private void complain(Throwable failure) {
        if (complained.compareAndSet(false, true)) {
            LOG.warn("A statement listener of the pool {} failed; further failures are not logged", pool, failure);
        }
    }
}
