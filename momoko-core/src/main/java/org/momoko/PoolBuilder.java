package org.momoko;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.api.ConnectionFactory;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pool;
import org.momoko.api.Row;
import org.momoko.config.ConnectConfig;
import org.momoko.config.CredentialsSource;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.config.RetryPolicy;
import org.momoko.config.TlsMaterial;
import org.momoko.event.PoolListener;
import org.momoko.event.StatementListener;
import org.momoko.internal.client.PgPool;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementEvents;
import org.momoko.internal.transport.EventLoops;

/**
 * Configures a pool. What each parameter is for, and its range, is told at {@link PoolConfig}; a value out of range fails
 * {@link #build()} with {@link IllegalArgumentException}, which names the parameter.
 */
public final class PoolBuilder {
    private ConnectConfig connectConfig;
    private PoolConfig.Builder config = PoolConfig.builder();
    private QueryMode mode = QueryMode.AUTO;
    private RetryPolicy retryPolicy = RetryPolicy.SAFE;
    private @Nullable Executor executor;
    private CursorFactory<Row> cursorFactory = CursorFactory.rows();
    private ConnectionFactory connectionFactory = plain -> plain;
    private @Nullable PoolListener listener;
    private final List<StatementListener> statementListeners = new ArrayList<>();
    private int eventLoopThreads;

    PoolBuilder(ConnectConfig connectConfig) {
        this.connectConfig = Objects.requireNonNull(connectConfig, "connectConfig");
    }

    /** Takes over all parameters of a configuration. */
    public PoolBuilder config(PoolConfig all) {
        config = all.toBuilder();
        return this;
    }

    /** What logs, meters and threads call the pool; default {@code momoko}. */
    public PoolBuilder name(String name) {
        config.name(name);
        return this;
    }

    /** Connections that are opened by {@code connect()} and kept; default 1. */
    public PoolBuilder size(int size) {
        config.size(size);
        return this;
    }

    /** The most connections at any time; default {@code size}. */
    public PoolBuilder maxSize(int maxSize) {
        config.maxSize(maxSize);
        return this;
    }

    /** Whether {@code connect()} fails if any connection could not be opened; default true. */
    public PoolBuilder raiseConnectErrors(boolean raiseConnectErrors) {
        config.raiseConnectErrors(raiseConnectErrors);
        return this;
    }

    /** How long after a failed attempt dead connections are left alone; default 500 ms. */
    public PoolBuilder reconnectInterval(Duration reconnectInterval) {
        config.reconnectInterval(reconnectInterval);
        return this;
    }

    /** Whether connections beyond {@code size} are closed when idle; default false. */
    public PoolBuilder autoShrink(boolean autoShrink) {
        config.autoShrink(autoShrink);
        return this;
    }

    /** How long a connection beyond {@code size} stays idle before it is closed; default 2 min. */
    public PoolBuilder shrinkDelay(Duration shrinkDelay) {
        config.shrinkDelay(shrinkDelay);
        return this;
    }

    /** How often idle connections are looked for; default 2 min. */
    public PoolBuilder shrinkPeriod(Duration shrinkPeriod) {
        config.shrinkPeriod(shrinkPeriod);
        return this;
    }

    /** How long a caller waits for a connection; default 30 s, zero waits without limit. */
    public PoolBuilder acquireTimeout(Duration acquireTimeout) {
        config.acquireTimeout(acquireTimeout);
        return this;
    }

    /** How many callers may wait; default 100,000. */
    public PoolBuilder maxWaiting(int maxWaiting) {
        config.maxWaiting(maxWaiting);
        return this;
    }

    /** The age at which a connection is replaced as soon as it is free; default zero for no limit. */
    public PoolBuilder maxLifetime(Duration maxLifetime) {
        config.maxLifetime(maxLifetime);
        return this;
    }

    /** How long a connection may be idle and still be handed out without a ping; default zero for never pinging. */
    public PoolBuilder idleValidation(Duration idleValidation) {
        config.idleValidation(idleValidation);
        return this;
    }

    /** How long a caller may hold a connection before a warning shows where it was taken; default zero for off. */
    public PoolBuilder leakDetection(Duration leakDetection) {
        config.leakDetection(leakDetection);
        return this;
    }

    /** How long a statement may take unless it says itself; default zero for no limit. */
    public PoolBuilder statementTimeout(Duration statementTimeout) {
        config.statementTimeout(statementTimeout);
        return this;
    }

    /** How long the server may take to end a cancelled statement; default 5 s. */
    public PoolBuilder cancelTimeout(Duration cancelTimeout) {
        config.cancelTimeout(cancelTimeout);
        return this;
    }

    /** How long a graceful close waits for busy connections; default 10 s. */
    public PoolBuilder closeTimeout(Duration closeTimeout) {
        config.closeTimeout(closeTimeout);
        return this;
    }

    /** The most bytes of rows that one result may hold; default 256 MiB, zero for no limit. */
    public PoolBuilder maxBufferedResultBytes(long maxBufferedResultBytes) {
        config.maxBufferedResultBytes(maxBufferedResultBytes);
        return this;
    }

    /** Prepared statements kept for each connection; default 256. */
    public PoolBuilder preparedStatementCacheSize(int preparedStatementCacheSize) {
        config.preparedStatementCacheSize(preparedStatementCacheSize);
        return this;
    }

    /**
     * How many plain single statements may be in flight on one connection; default 1, each has one for itself. See
     * {@link PoolConfig#pipelining} for what must not be sent then; 16 is a good value.
     */
    public PoolBuilder pipelining(int statements) {
        config.pipelining(statements);
        return this;
    }

    /** How long a saturated pool may hear nothing and still count as healthy; default 10 s. */
    public PoolBuilder silenceLimit(Duration silenceLimit) {
        config.silenceLimit(silenceLimit);
        return this;
    }

    /** Statements that run in one transaction on every new connection; if one fails, so does connecting. */
    public PoolBuilder setsession(String... statements) {
        config.setsession(List.of(statements));
        return this;
    }

    /** What takes session state out of a connection that goes back, for example {@code DISCARD ALL}; default nothing. */
    public PoolBuilder resetQuery(String resetQuery) {
        config.resetQuery(Objects.requireNonNull(resetQuery, "resetQuery"));
        return this;
    }

    /** Who is asked for user and password at each connect; see {@link ConnectConfig.Builder#credentials}. */
    public PoolBuilder credentials(CredentialsSource source) {
        connectConfig = connectConfig.toBuilder().credentials(source).build();
        return this;
    }

    /** Who is asked for keys and trust at each connect; see {@link ConnectConfig.Builder#tlsMaterial}. */
    public PoolBuilder tlsMaterial(Supplier<TlsMaterial> source) {
        connectConfig = connectConfig.toBuilder().tlsMaterial(source).build();
        return this;
    }

    /** Hears what happens in the pool; default nobody. */
    public PoolBuilder listener(PoolListener poolListener) {
        listener = Objects.requireNonNull(poolListener, "poolListener");
        return this;
    }

    /** Hears of all statements, beside the listeners that were added before; default nobody. */
    public PoolBuilder addStatementListener(StatementListener statementListener) {
        statementListeners.add(Objects.requireNonNull(statementListener, "statementListener"));
        return this;
    }

    /** How statements travel unless they say themselves; default {@link QueryMode#AUTO}. */
    public PoolBuilder queryMode(QueryMode queryMode) {
        mode = Objects.requireNonNull(queryMode, "queryMode");
        return this;
    }

    /** Whether statements are sent again when their connection was lost; default {@link RetryPolicy#SAFE}. */
    public PoolBuilder retryPolicy(RetryPolicy policy) {
        retryPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Completes all futures, so that the stages that depend on them may block. Default: they complete on the event loop,
     * where nothing may block.
     */
    public PoolBuilder executor(Executor completionExecutor) {
        executor = Objects.requireNonNull(completionExecutor, "completionExecutor");
        return this;
    }

    /** What rows become where a call does not say; see {@link org.momoko.api.SqlClient#as} for other than rows. */
    @SuppressWarnings("unchecked") // a cursor only hands rows out, so a subtype serves as well
    public PoolBuilder cursorFactory(CursorFactory<? extends Row> factory) {
        cursorFactory = (CursorFactory<Row>) Objects.requireNonNull(factory, "factory");
        return this;
    }

    /** Puts the user's own connection in front of each that the pool hands out. */
    public PoolBuilder connectionFactory(ConnectionFactory factory) {
        connectionFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /** Threads that drive the connections; default one for every two processors, at most one for each connection. */
    public PoolBuilder eventLoopThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("eventLoopThreads must be at least 1, but is " + threads);
        }
        eventLoopThreads = threads;
        return this;
    }

    /** The pool, not yet connected. */
    public Pool build() {
        PoolConfig built = config.build();
        int threads = eventLoopThreads > 0 ? eventLoopThreads : defaultThreads(built);
        StatementEvents events =
                StatementEvents.of(built.name(), connectConfig.database(), connectConfig.hosts(), statementListeners);
        return new PgPool(
                built,
                connectConfig,
                retryPolicy,
                connectionFactory,
                new SessionContext(built, mode, executor, cursorFactory, events),
                new EventLoops(built.name(), threads),
                listener);
    }

    private static int defaultThreads(PoolConfig built) {
        return Math.min(built.maxSize(), EventLoops.usualThreads());
    }
}
