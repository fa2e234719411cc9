package org.momoko.internal.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.OpenTransaction;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.config.QueryMode;
import org.momoko.error.InterfaceException;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.session.ManyRows;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementGroup;
import org.momoko.internal.sql.ParsedSql;

/** The user's handle of one transaction, or of one savepoint in it. */
final class PgTransaction extends ClientBase implements Transaction, OngoingTransaction {
    private static final AtomicIntegerFieldUpdater<PgTransaction> STATEMENTS =
            AtomicIntegerFieldUpdater.newUpdater(PgTransaction.class, "statements");

    private final TransactionOptions options;
    private @Nullable TransactionRun<?> run;
    private boolean endedByText;
    private volatile long beganNanos;
    /** The same moment by the clock on the wall; null until somebody asks. */
    private volatile @Nullable Instant began;

    private volatile int statements;
    private volatile @Nullable String lastStatement;

    PgTransaction(TransactionOptions options) {
        this.options = options;
    }

    void run(TransactionRun<?> of) {
        run = of;
    }

    /** Its statements were all known before, as a list, in which COMMIT means what it says. */
    void endedByText() {
        endedByText = true;
    }

    /** A statement must not end the transaction under those that follow: they would run outside it. */
    private static InterfaceException endByText() {
        return new InterfaceException(
                "A transaction ends with the stage of its body, or by setRollbackOnly; COMMIT, ROLLBACK"
                        + " and their like cannot be sent as text in it. The statement was not sent");
    }

    private TransactionRun<?> run() {
        TransactionRun<?> known = run;
        if (known == null) {
            throw new IllegalStateException("a transaction without a run");
        }
        return known;
    }

    @Override
    SessionContext context() {
        return run().context();
    }

    // ---- what the run tells ---------------------------------------------------------------------------------------

    /** The body is about to be called. */
    void begin() {
        beganNanos = System.nanoTime();
    }

    @Override
    public long ageNanos() {
        return System.nanoTime() - beganNanos;
    }

    @Override
    public OpenTransaction snapshot() {
        return new OpenTransaction(processId(), Duration.ofNanos(ageNanos()), statements, lastStatement, options);
    }

    // ---- statements -----------------------------------------------------------------------------------------------

    InterfaceException refusal() {
        return new InterfaceException("The transaction is complete; the statement was not sent");
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
        TransactionRun<?> in = run();
        if (sql.transactionControl().mayEnd() && !(endedByText && in.outer() == null)) {
            return CompletableFuture.failedFuture(endByText());
        }
        if (!in.enter()) {
            return CompletableFuture.failedFuture(refusal());
        }
        count(1, sql.sql());
        in.prepare();
        TransactionStatement<T> query = new TransactionStatement<>(in, sql, values, cursorFactory, mode, deadlineNanos);
        in.top().submit(query);
        return query;
    }

    @Override
    CompletableFuture<Long> run(ManyRows rows) {
        TransactionRun<?> in = run();
        if (!in.enter()) {
            return CompletableFuture.failedFuture(refusal());
        }
        count(1, rows.sql().sql());
        in.prepare();
        TransactionMany exchange = new TransactionMany(in, rows);
        in.top().submit(exchange);
        return exchange;
    }

    @Override
    boolean isInTransaction() {
        return true;
    }

    @Override
    <R> CompletableFuture<R> run(StatementGroup<R> group) {
        TransactionRun<?> in = run();
        boolean ends = group.mayEndTransaction();
        if (ends || !in.enter()) {
            return group.refused(ends ? endByText() : refusal());
        }
        count(group.size(), group.lastText());
        in.prepare();
        TransactionGroup<R> exchange = new TransactionGroup<>(in, group);
        in.top().submit(exchange);
        return exchange;
    }

    @Override
    boolean sendsListsAtOnce() {
        return false;
    }

    private void count(int more, String lastText) {
        for (TransactionRun<?> in = run(); in != null; in = in.outer()) {
            PgTransaction counted = in.transaction();
            STATEMENTS.addAndGet(counted, more);
            counted.lastStatement = lastText;
        }
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionOptions nestedOptions,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        if (!nestedOptions.equals(TransactionOptions.DEFAULT)) {
            return CompletableFuture.failedFuture(new InterfaceException(
                    "A nested transaction takes the characteristics of the one around it; they cannot be set"));
        }
        return run().savepoint(autoRollback, body);
    }

    // ---- what the user asks ---------------------------------------------------------------------------------------

    @Override
    public TransactionOptions options() {
        return options;
    }

    @Override
    public boolean completed() {
        return run().claimed();
    }

    @Override
    public @Nullable TransactionOutcome outcome() {
        return run().outcome();
    }

    @Override
    public void setRollbackOnly() {
        run().setRollbackOnly();
    }

    @Override
    public boolean rollbackOnly() {
        return run().rollbackOnly();
    }

    @Override
    public int processId() {
        return run().top().session().processId();
    }

    @Override
    public Instant began() {
        Instant known = began;
        if (known == null) {
            known = Instant.now().minusNanos(ageNanos());
            began = known;
        }
        return known;
    }

    @Override
    public int statements() {
        return statements;
    }

    @Override
    public @Nullable String lastStatement() {
        return lastStatement;
    }
}
