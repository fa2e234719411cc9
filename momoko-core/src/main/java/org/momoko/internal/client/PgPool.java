package org.momoko.internal.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.api.ConnectionFactory;
import org.momoko.api.ConnectionHolder;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.ForwardingConnection;
import org.momoko.api.ManagedConnection;
import org.momoko.api.OpenTransaction;
import org.momoko.api.Pool;
import org.momoko.api.PoolHealth;
import org.momoko.api.PoolStats;
import org.momoko.api.TransactionOptions;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.config.RetryPolicy;
import org.momoko.error.PartiallyConnectedException;
import org.momoko.error.PoolClosedException;
import org.momoko.event.PoolListener;
import org.momoko.event.PoolTotals;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.concurrent.Nanos;
import org.momoko.internal.pool.PoolCounts;
import org.momoko.internal.session.ManyRows;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementGroup;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.transport.EventLoops;
import org.momoko.type.JsonCodec;

/** The pool as its users see it. */
public final class PgPool extends ClientBase implements Pool {
    private final PoolConfig config;
    private final ConnectionFactory connectionFactory;
    private final SessionPool sessions;
    private final HealthCheck healthCheck;
    private final Holders holders;
    private @Nullable CompletableFuture<Pool> connecting;

    /**
     * @param loops belong to the pool, which ends them when it is closed
     * @param listener hears what happens in the pool; null for nobody
     */
    public PgPool(
            PoolConfig config,
            ConnectConfig connectConfig,
            RetryPolicy retryPolicy,
            ConnectionFactory connectionFactory,
            SessionContext context,
            EventLoops loops,
            @Nullable PoolListener listener) {
        this.config = config;
        this.connectionFactory = connectionFactory;
        this.sessions = new SessionPool(config, connectConfig, retryPolicy, context, loops, listener);
        this.holders = new Holders(config.name(), config.leakDetection(), loops);
        this.healthCheck = new HealthCheck(sessions, config.silenceLimit());
    }

    @Override
    SessionContext context() {
        return sessions.context();
    }

    @Override
    public synchronized CompletableFuture<Pool> connect() {
        CompletableFuture<Pool> first = connecting;
        if (first == null) {
            first = delivered(sessions.core().open().thenApply(this::opened));
            connecting = first;
        }
        // a copy, so that nobody can end it for the others
        return first.copy();
    }

    private <T extends @Nullable Object> CompletableFuture<T> delivered(CompletionStage<T> outcome) {
        return Delivered.by(context().completionExecutor(), outcome);
    }

    private Pool opened(List<Throwable> errors) {
        if (!errors.isEmpty() && config.raiseConnectErrors()) {
            throw new PartiallyConnectedException(
                    errors.size() + " connection(s) failed to connect: "
                            + errors.get(0).getMessage(),
                    errors);
        }
        return this;
    }

    @Override
    <T> CompletableFuture<Cursor<T>> run(
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> cursorFactory,
            @Nullable QueryMode mode,
            long deadlineNanos,
            boolean idempotent,
            Sharing sharing) {
        PooledQuery<T> query = sessions.shares(sql, sharing)
                ? new SharedQuery<>(sessions, sql, values, cursorFactory, mode, deadlineNanos, idempotent)
                : new PooledQuery<>(sessions, sql, values, cursorFactory, mode, deadlineNanos, idempotent);
        query.acquire();
        return query;
    }

    @Override
    <R> CompletableFuture<R> run(StatementGroup<R> group) {
        return new PooledGroup<>(this, group).start();
    }

    @Override
    CompletableFuture<Long> run(ManyRows rows) {
        return inTransaction(TransactionOptions.DEFAULT, true, transaction -> transaction.run(rows));
    }

    @Override
    <T> CompletableFuture<Cursor<T>> stream(BoundStatement statement, CursorFactory<T> rows) {
        Throwable here = holders.here();
        if (here == null) {
            return super.stream(statement, rows);
        }
        StreamedQuery<T> query = new StreamedQuery<>(sessions, statement, rows, holders, here);
        query.acquire();
        return query;
    }

    @Override
    public CompletableFuture<Connection> getconn(boolean ping) {
        return lease(ping, holders.here(), connectionFactory::create);
    }

    <C extends Connection> CompletableFuture<C> lease(
            boolean ping, @Nullable Throwable takenHere, Function<? super LeasedConnection, ? extends C> view) {
        return new Lease<C>(this, ping, takenHere, view).start();
    }

    SessionPool sessions() {
        return sessions;
    }

    /** @param takenHere where the caller has asked, see {@link Holders#here()} */
    LeasedConnection handOver(PooledSession session, @Nullable Throwable takenHere) {
        Runnable end =
                takenHere == null ? null : holders.taken(session.session().processId(), takenHere);
        return new LeasedConnection(this, session, end);
    }

    Holders holderList() {
        return holders;
    }

    @Override
    public void putconn(Connection connection) {
        LeasedConnection leased = leased(connection, "Tried to release a connection that is not busy in this pool");
        PooledSession session = leased.takeBack();
        if (session == null) {
            throw new IllegalStateException("Tried to release a connection that was given back already");
        }
        if (!leased.idle()) {
            // whoever comes next must not read the answers of this holder's statements
            session.close();
        }
        sessions.recycle(session);
    }

    private LeasedConnection leased(Connection connection, String problem) {
        Connection plain = connection;
        while (plain instanceof ForwardingConnection forwarding) {
            plain = forwarding.delegate();
        }
        if (plain instanceof LeasedConnection leased && leased.pool() == this && leased.given()) {
            return leased;
        }
        throw new IllegalStateException(problem);
    }

    @Override
    public ManagedConnection manage(Connection connection) {
        LeasedConnection leased = leased(
                connection, "Can not manage a connection that is not busy in this pool. Where did you get it from?");
        return new ManagedConnection() {
            @Override
            public Connection connection() {
                return connection;
            }

            @Override
            public void close() {
                putconn(leased);
            }
        };
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> withConnection(
            Function<? super Connection, ? extends CompletionStage<T>> body) {
        Objects.requireNonNull(body, "body");
        return new Borrowing<T>(this, holders.here()) {
            @Override
            CompletionStage<T> use(LeasedConnection connection) {
                return Objects.requireNonNull(
                        body.apply(connectionFactory.create(connection)), "the body returned null instead of a stage");
            }
        }.start();
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        return new PooledTransaction<T>(this, holders.here(), options, autoRollback, body).start();
    }

    @Override
    public CompletableFuture<String> mogrify(String sql, @Nullable Object @Nullable ... parameters) {
        return withConnection(connection -> CompletableFuture.completedFuture(connection.mogrify(sql, parameters)));
    }

    @Override
    public CompletableFuture<String> mogrify(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return withConnection(connection -> CompletableFuture.completedFuture(connection.mogrify(sql, parameters)));
    }

    @Override
    public CompletableFuture<byte[]> mogrifyBytes(String sql, @Nullable Object @Nullable ... parameters) {
        return withConnection(
                connection -> CompletableFuture.completedFuture(connection.mogrifyBytes(sql, parameters)));
    }

    @Override
    public CompletableFuture<byte[]> mogrifyBytes(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return withConnection(
                connection -> CompletableFuture.completedFuture(connection.mogrifyBytes(sql, parameters)));
    }

    @Override
    public CompletableFuture<@Nullable Void> registerJson(JsonCodec codec) {
        return TypeRegistration.json(context(), Objects.requireNonNull(codec, "codec"));
    }

    @Override
    public CompletableFuture<@Nullable Void> registerHstore() {
        return TypeRegistration.hstore(this, context());
    }

    @Override
    public CompletableFuture<PoolHealth> health(Duration timeout) {
        return delivered(healthCheck.run(Objects.requireNonNull(timeout, "timeout")));
    }

    @Override
    public PoolStats stats() {
        PoolCounts counts = sessions.core().counts();
        return new PoolStats(
                counts.free(), counts.busy(), counts.pending(), counts.dead(), counts.waiting(), config.maxSize());
    }

    @Override
    public PoolTotals totals() {
        return sessions.core().totals();
    }

    @Override
    public List<ConnectionHolder> holders() {
        return holders.list();
    }

    @Override
    public List<OpenTransaction> transactions() {
        List<OpenTransaction> open = new ArrayList<>();
        for (PooledSession session : sessions.core().members()) {
            OngoingTransaction transaction = session.transaction();
            if (transaction != null) {
                open.add(transaction.snapshot());
            }
        }
        open.sort(Comparator.comparing(OpenTransaction::age).reversed());
        return open;
    }

    void transactionBegan() {
        sessions.core().tell(PoolListener::transactionBegan);
    }

    void transactionEnded(OngoingTransaction transaction, TransactionOutcome outcome) {
        if (sessions.core().listening()) {
            long nanos = transaction.ageNanos();
            int statements = transaction.statements();
            sessions.core().tell(listener -> listener.transactionEnded(outcome, nanos, statements));
        }
    }

    @Override
    public void evict() {
        sessions.core().evict();
    }

    @Override
    public PoolConfig config() {
        return config;
    }

    @Override
    public boolean connected() {
        return !closed() && totals().created() > 0;
    }

    @Override
    public boolean closed() {
        return sessions.core().closed();
    }

    @Override
    public OptionalInt serverVersion() {
        return ServerVersion.of(sessions.serverVersion());
    }

    @Override
    public void close() {
        CompletableFuture<@Nullable Void> drained = sessions.close();
        sessions.core().closeBusy();
        drained.whenComplete((done, error) -> sessions.loops().shutdown());
    }

    @Override
    public CompletableFuture<Integer> closeGracefully(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        CompletableFuture<@Nullable Void> drained;
        try {
            drained = sessions.close();
        } catch (PoolClosedException closedBefore) {
            return CompletableFuture.completedFuture(0);
        }
        AtomicInteger forced = new AtomicInteger();
        Runnable force = sessions.loops().schedule(Nanos.of(limit), () -> {
            forced.set(sessions.core().members().size());
            sessions.core().closeBusy();
        });
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        drained.thenRun(() -> {
            force.run();
            sessions.loops().shutdown();
            closed.complete(forced.get());
        });
        return delivered(closed);
    }

    @Override
    public String toString() {
        return "Pool[" + config.name() + ": " + stats() + "]";
    }
}
