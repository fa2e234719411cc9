package org.momoko.internal.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.config.RetryPolicy;
import org.momoko.config.TargetSessionAttrs;
import org.momoko.event.CloseReason;
import org.momoko.event.PoolListener;
import org.momoko.internal.pool.Lanes;
import org.momoko.internal.pool.PoolClock;
import org.momoko.internal.pool.PoolCore;
import org.momoko.internal.pool.Waiter;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.ServerRole;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;
import org.momoko.internal.session.SimpleCommand;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.transport.Connector;
import org.momoko.internal.transport.EventLoops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool's sessions: how they are opened and set up, and how they are cleaned before they go back. */
final class SessionPool {
    private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

    private final String name;
    private final RetryPolicy retryPolicy;
    private final SessionContext context;
    private final EventLoops loops;
    private final Connector connector;
    private final PoolCore<PooledSession> core;
    private final Lanes<PooledSession> lanes;
    private final boolean sharing;
    private final SessionSetup setup;
    private final TargetSessionAttrs wanted;
    private final @Nullable String resetQuery;
    private final @Nullable String setUpAgain;
    /** What is being opened, by the listener that each has of its own. */
    private final Map<SessionListener, CompletableFuture<Session>> connecting = new ConcurrentHashMap<>();

    private volatile @Nullable String serverVersion;

    SessionPool(
            PoolConfig config,
            ConnectConfig connectConfig,
            RetryPolicy retryPolicy,
            SessionContext context,
            EventLoops loops,
            @Nullable PoolListener listener) {
        this.name = config.name();
        this.retryPolicy = retryPolicy;
        this.context = context;
        this.loops = loops;
        this.connector = new Connector(connectConfig, loops);
        this.wanted = connectConfig.targetSessionAttrs();
        this.setup = new SessionSetup(context, config.setsession());
        this.resetQuery = config.resetQuery();
        this.setUpAgain = config.resetQuery() == null ? null : inOneText(config.setsession());
        PoolClock clock = clock(loops);
        this.core = new PoolCore<>(config, this::connect, clock, listener);
        this.lanes = new Lanes<>(core, config, clock, this::recycle);
        this.sharing = config.pipelining() > 1;
    }

    /** One Query message runs in one transaction. A statement may end in a comment, so each ends with its line. */
    private static @Nullable String inOneText(List<String> statements) {
        return statements.isEmpty() ? null : String.join("\n;", statements);
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

    /** When a statement may be sent again. */
    RetryPolicy retryPolicy() {
        return retryPolicy;
    }

    EventLoops loops() {
        return loops;
    }

    PoolCore<PooledSession> core() {
        return core;
    }

    Lanes<PooledSession> lanes() {
        return lanes;
    }

    /** Whether a statement may share a connection, where the caller wants it so. */
    boolean shares(ParsedSql sql, Sharing wanted) {
        return switch (wanted) {
            case POOL -> sharing && sql.shareable();
            case SHARED -> sql.shareable();
            case ALONE -> false;
        };
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
            PooledSession resource = new PooledSession(session, loops);
            watch.pooled = resource;
            return resource;
        });
    }

    /** A session of the pool's kind that is not of the pool. */
    CompletableFuture<Session> openSession(SessionListener listener) {
        CompletableFuture<Session> opening = connector.connect(context, () -> listener, setup::run);
        connecting.put(listener, opening);
        if (core.closed()) {
            // the pool was closed just before, when there was nothing to give up
            opening.cancel(false);
        }
        return opening.handle((session, error) -> {
            connecting.remove(listener);
            if (error != null) {
                throw Unwrapped.of(error);
            }
            serverVersion = session.parameter("server_version");
            return session;
        });
    }

    /**
     * Closes the pool, see {@link PoolCore#close}, and gives up every connection that is being opened.
     *
     * @throws org.momoko.error.PoolClosedException when the pool is closed already
     */
    CompletableFuture<@Nullable Void> close() {
        lanes.close();
        CompletableFuture<@Nullable Void> drained = core.close();
        connecting.values().forEach(opening -> opening.cancel(false));
        return drained;
    }

    /** What the server said of its version when a session was last opened; null before the first. */
    @Nullable
    String serverVersion() {
        return serverVersion;
    }

    void acquire(Waiter<PooledSession> waiter) {
        core.acquire(waiter);
    }

    /** Stops waiting; true when the waiter was waiting, and will hear nothing more. */
    boolean withdraw(Waiter<PooledSession> waiter) {
        return core.withdraw(waiter);
    }

    /**
     * Gives a session back. An open transaction is rolled back first, and meanwhile the session counts as busy; if that
     * fails the session is closed. What else there is to clean is sent ahead of whatever comes next, which need not wait
     * for it. A session whose server has changed its role is replaced, unless the new role will do as well.
     */
    void recycle(PooledSession resource) {
        Session session = resource.session();
        session.events().clear();
        if (!resource.isOpen() || session.transactionStatus() == TransactionStatus.IDLE) {
            clean(resource);
            release(resource);
            return;
        }
        LOG.debug("A connection of the pool {} came back inside a transaction, which is rolled back", name);
        SimpleCommand.run(session, "ROLLBACK").whenComplete((done, error) -> {
            if (error == null) {
                clean(resource);
            } else {
                resource.close();
            }
            release(resource);
        });
    }

    private void release(PooledSession resource) {
        if (wanted == TargetSessionAttrs.ANY
                || !resource.isOpen()
                || !resource.session().takeRoleChange()) {
            core.release(resource);
            return;
        }
        ServerRole.objection(resource.session(), wanted).whenComplete((objection, error) -> {
            if (error != null || !objection.isEmpty()) {
                LOG.info("A connection of the pool {} is replaced: {}", name, error == null ? objection : error);
                core.retire(resource, CloseReason.WRONG_ROLE);
            }
            core.release(resource);
        });
    }

    private void clean(PooledSession resource) {
        if (resource.session().listening() && resource.isOpen()) {
            reset(resource, "UNLISTEN *");
        }
        if (resetQuery != null && resource.isOpen()) {
            reset(resource, resetQuery);
            if (setUpAgain != null) {
                reset(resource, setUpAgain);
            }
        }
    }

    private void reset(PooledSession resource, String sql) {
        SimpleCommand.reset(resource.session(), sql).whenComplete((done, error) -> {
            if (error != null && resource.isOpen()) {
                LOG.warn("A connection of the pool {} could not be reset and is closed", name, error);
                resource.close();
            }
        });
    }
}
