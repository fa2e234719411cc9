package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.internal.pool.PoolClock;
import org.momoko.internal.pool.PoolCore;
import org.momoko.internal.pool.Waiter;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.QueryExchange;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.internal.transport.Connector;
import org.momoko.internal.transport.EventLoops;

/** The pool's sessions: how they are opened and set up, and how they are cleaned before they go back. */
final class SessionPool {
    private final SessionContext context;
    private final EventLoops loops;
    private final Connector connector;
    private final PoolCore<PooledSession> core;
    private final SessionSetup setup;
    private volatile @Nullable String serverVersion;

    SessionPool(PoolConfig config, ConnectConfig connectConfig, SessionContext context, EventLoops loops) {
        this.context = context;
        this.loops = loops;
        this.connector = new Connector(connectConfig, loops);
        this.setup = new SessionSetup(context, config.setsession());
        this.core = new PoolCore<>(config, this::connect, clock(loops));
    }

    private static PoolClock clock(EventLoops loops) {
        return new PoolClock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Timer schedule(long delayNanos, Runnable task) {
                return loops.schedule(delayNanos, task)::run;
            }
        };
    }

    SessionContext context() {
        return context;
    }

    EventLoops loops() {
        return loops;
    }

    PoolCore<PooledSession> core() {
        return core;
    }

    /** Tells the pool of a session that ends, once the pool has it. */
    private final class Watch implements SessionListener {
        private volatile @Nullable PooledSession pooled;

        @Override
        public void closed(@Nullable Throwable cause) {
            PooledSession resource = pooled;
            if (resource != null) {
                core.lost(resource);
            }
        }
    }

    private CompletionStage<PooledSession> connect() {
        Watch watch = new Watch();
        return openSession(watch).thenApply(session -> {
            PooledSession resource = new PooledSession(session);
            watch.pooled = resource;
            return resource;
        });
    }

    /** A session of the pool's kind that is not of the pool. */
    CompletableFuture<Session> openSession(SessionListener listener) {
        return connector.connect(context, () -> listener, setup::run).thenApply(session -> {
            serverVersion = session.parameter("server_version");
            return session;
        });
    }

    /** What the server said of its version when a session was last opened; null before the first. */
    @Nullable
    String serverVersion() {
        return serverVersion;
    }

    void acquire(Waiter<PooledSession> waiter) {
        core.acquire(waiter);
    }

    void withdraw(Waiter<PooledSession> waiter) {
        core.withdraw(waiter);
    }

    /**
     * Gives a session back. An open transaction is rolled back first, and meanwhile the session counts as busy; if that
     * fails the session is closed.
     */
    void recycle(PooledSession resource) {
        Session session = resource.session();
        session.events().clear();
        if (!session.isOpen() || session.transactionStatus() == TransactionStatus.IDLE) {
            core.release(resource);
            return;
        }
        QueryExchange<?> rollback =
                QueryExchange.plain(context, context.texts().get("ROLLBACK", ArgumentStyle.NONE), CursorFactory.rows());
        rollback.whenComplete((done, error) -> {
            if (error != null) {
                session.close();
            }
            core.release(resource);
        });
        session.submit(rollback);
    }
}
