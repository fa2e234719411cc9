package org.momoko.internal.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Notification;
import org.momoko.api.Query;
import org.momoko.api.TransactionOptions;
import org.momoko.api.TransactionStatus;
import org.momoko.config.QueryMode;
import org.momoko.error.ErrorFields;
import org.momoko.error.InterfaceException;
import org.momoko.internal.protocol.FrameHeader;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.session.ManyExchange;
import org.momoko.internal.session.ManyRows;
import org.momoko.internal.session.QueryExchange;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementGroup;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.type.JsonCodec;

/**
 * A connection as a user holds it: its own, or one that a pool has handed out. Counts the statements that are not
 * answered yet, so that a pool knows what it gets back.
 */
abstract class PgConnection extends ClientBase implements Connection, TransactionHost {
    private static final AtomicIntegerFieldUpdater<PgConnection> OUTSTANDING =
            AtomicIntegerFieldUpdater.newUpdater(PgConnection.class, "outstanding");
    private static final AtomicReferenceFieldUpdater<PgConnection, @Nullable Runnable> WHEN_IDLE =
            AtomicReferenceFieldUpdater.newUpdater(PgConnection.class, Runnable.class, "whenIdle");

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<PgConnection, @Nullable CompletableFuture> TRANSACTION =
            AtomicReferenceFieldUpdater.newUpdater(PgConnection.class, CompletableFuture.class, "transaction");

    private volatile int outstanding;
    /** The transaction with a body that began last; it is open until it is done. */
    @SuppressWarnings("rawtypes")
    private volatile @Nullable CompletableFuture transaction;

    private volatile @Nullable Runnable whenIdle;
    /** What it was made with. */
    private final SessionContext shared;
    /** Null while the codecs are those of all connections of the pool. */
    private volatile @Nullable SessionContext own;

    /** @param context of which this connection has its own codecs as soon as one is registered */
    PgConnection(SessionContext context) {
        shared = context;
    }

    @Override
    final SessionContext context() {
        SessionContext registered = own;
        return registered != null ? registered : shared;
    }

    /** The context of this connection alone, from now on that of all its statements. */
    private synchronized SessionContext ownContext() {
        SessionContext registered = own;
        if (registered == null) {
            registered = shared.overlay();
            own = registered;
        }
        return registered;
    }

    /** The session behind it; null when there is none, or it is no longer this connection's. */
    abstract @Nullable Session session();

    /** Whether every statement has been answered. */
    final boolean idle() {
        return outstanding == 0;
    }

    /** Runs a task, once, when every statement has been answered: now, or on the event loop. */
    final void whenIdle(Runnable task) {
        whenIdle = task;
        if (idle()) {
            becameIdle();
        }
    }

    private void becameIdle() {
        Runnable task = whenIdle == null ? null : WHEN_IDLE.getAndSet(this, null);
        if (task != null) {
            task.run();
        }
    }

    @Override
    final <T> CompletableFuture<Cursor<T>> run(
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> cursorFactory,
            @Nullable QueryMode mode,
            long deadlineNanos,
            boolean idempotent,
            Sharing sharing) {
        Session session = enter();
        if (session == null) {
            return CompletableFuture.failedFuture(new InterfaceException("connection already closed"));
        }
        CountedQuery<T> query = new CountedQuery<>(sql, values, cursorFactory, mode, deadlineNanos);
        session.submit(query);
        return query;
    }

    @Override
    final <R> CompletableFuture<R> run(StatementGroup<R> group) {
        return ConnectionGroup.start(this, context(), group);
    }

    @Override
    final CompletableFuture<Long> run(ManyRows rows) {
        Session session = enter();
        if (session == null) {
            return CompletableFuture.failedFuture(new InterfaceException("connection already closed"));
        }
        ManyExchange exchange = new ManyExchange(context(), rows) {
            @Override
            protected void released(@Nullable Session by) {
                answered();
            }
        };
        session.submit(exchange);
        return exchange;
    }

    @Override
    final boolean isInTransaction() {
        return transactionStatus() != TransactionStatus.IDLE;
    }

    private void answered() {
        if (OUTSTANDING.decrementAndGet(this) == 0) {
            becameIdle();
        }
    }

    /** A statement that was counted in {@link #run}. */
    private final class CountedQuery<T> extends QueryExchange<T> {
        CountedQuery(
                ParsedSql sql,
                @Nullable Object[] values,
                CursorFactory<T> cursorFactory,
                @Nullable QueryMode mode,
                long deadlineNanos) {
            super(PgConnection.this.context(), sql, values, cursorFactory, mode, deadlineNanos);
        }

        @Override
        protected SessionContext context() {
            return PgConnection.this.context();
        }

        @Override
        protected void released(@Nullable Session by) {
            answered();
        }
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        // codecs may be registered while the transaction runs, and count for it, too
        return ConnectionTransaction.start(this, ownContext(), options, autoRollback, body);
    }

    @Override
    public final boolean admits(CompletableFuture<?> next) {
        CompletableFuture<?> before = transaction;
        return (before == null || before.isDone()) && TRANSACTION.compareAndSet(this, before, next);
    }

    @Override
    public final boolean occupied() {
        CompletableFuture<?> last = transaction;
        return last != null && !last.isDone();
    }

    @Override
    public final @Nullable Session enter() {
        // counted first: a connection that is given back meanwhile is then seen to be in use, and nobody else gets it
        OUTSTANDING.incrementAndGet(this);
        Session session = session();
        if (session == null || !session.isOpen()) {
            answered();
            return null;
        }
        return session;
    }

    @Override
    public final void leave() {
        answered();
    }

    @Override
    public boolean closed() {
        Session session = session();
        return session == null || !session.isOpen();
    }

    @Override
    public OptionalInt serverVersion() {
        return ServerVersion.of(parameterStatus("server_version"));
    }

    @Override
    public TransactionStatus transactionStatus() {
        Session session = session();
        if (session == null) {
            return TransactionStatus.IDLE;
        }
        return switch (session.transactionStatus()) {
            case IDLE -> TransactionStatus.IDLE;
            case IN_TRANSACTION -> TransactionStatus.IN_TRANSACTION;
            case FAILED -> TransactionStatus.FAILED;
        };
    }

    @Override
    public int processId() {
        Session session = session();
        return session == null ? 0 : session.processId();
    }

    @Override
    public @Nullable String parameterStatus(String name) {
        Session session = session();
        return session == null ? null : session.parameter(name);
    }

    @Override
    public String mogrify(String sql, @Nullable Object @Nullable ... parameters) {
        return mogrified(Query.of(sql, parameters));
    }

    @Override
    public String mogrify(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return mogrified(Query.of(sql, parameters));
    }

    @Override
    public byte[] mogrifyBytes(String sql, @Nullable Object @Nullable ... parameters) {
        return bytesOf(mogrified(Query.of(sql, parameters)));
    }

    @Override
    public byte[] mogrifyBytes(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return bytesOf(mogrified(Query.of(sql, parameters)));
    }

    /** What is between the header of a Query message and its terminator. */
    private static byte[] bytesOf(String text) {
        ByteBuf message = Unpooled.buffer();
        Frontend.query(message, text);
        return ByteBufUtil.getBytes(message, FrameHeader.BYTES, message.readableBytes() - FrameHeader.BYTES - 1);
    }

    private String mogrified(Query query) {
        BoundStatement bound = BoundStatement.of(context(), query);
        boolean standardStrings = !"off".equals(parameterStatus("standard_conforming_strings"));
        return bound.literalText(
                context(), standardStrings, Objects.requireNonNullElse(parameterStatus("IntervalStyle"), "postgres"));
    }

    @Override
    public List<String> notices() {
        Session session = session();
        return session == null ? List.of() : session.events().notices();
    }

    @Override
    public void onNotice(Consumer<ErrorFields> listener) {
        openSession().events().onNotice(listener);
    }

    @Override
    public void onNotification(Consumer<Notification> listener) {
        openSession().events().onNotification(listener);
    }

    private Session openSession() {
        Session session = session();
        if (session == null || !session.isOpen()) {
            throw new InterfaceException("connection already closed");
        }
        return session;
    }

    @Override
    public CompletableFuture<@Nullable Void> registerJson(JsonCodec codec) {
        return TypeRegistration.json(ownContext(), Objects.requireNonNull(codec, "codec"));
    }

    @Override
    public CompletableFuture<@Nullable Void> registerHstore() {
        return TypeRegistration.hstore(this, ownContext());
    }

    @Override
    public CompletableFuture<@Nullable Void> cancel() {
        Session session = session();
        if (session == null || !session.isOpen()) {
            return CompletableFuture.failedFuture(new InterfaceException("connection already closed"));
        }
        return Delivered.by(context().completionExecutor(), session.cancelRunning());
    }
}
