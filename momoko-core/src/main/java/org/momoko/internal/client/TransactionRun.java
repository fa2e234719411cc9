package org.momoko.internal.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.api.TransactionOptions;
import org.momoko.error.DatabaseException;
import org.momoko.error.InternalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.SqlState;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.concurrent.OperationFuture;
import org.momoko.internal.sql.ArgumentStyle;

/**
 * One run of a body in a transaction, or in a savepoint: begin, body, then commit or roll back. The caller's future
 * completes after the server has acknowledged the end. When the caller abandons it, the transaction is rolled back: at
 * once while the body runs, its later statements being refused, or not at all if COMMIT was sent already.
 */
final class TransactionRun<T extends @Nullable Object> extends OperationFuture<T> {
    private static final AtomicInteger SAVEPOINTS = new AtomicInteger();

    private enum Phase {
        /** BEGIN was sent. Goes to BODY or ENDING. */
        BEGINNING,
        /** The body's stage has not completed. Goes to ENDING. */
        BODY,
        /** COMMIT or ROLLBACK was sent, or nothing was begun. The end. */
        ENDING
    }

    private final ClientBase client;
    private final TransactionHost host;
    private final PgTransaction transaction;
    private final boolean autoRollback;
    private final Function<? super PgTransaction, ? extends CompletionStage<T>> body;
    private final String begin;
    private final String commit;
    private final String rollback;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BEGINNING);

    private TransactionRun(
            ClientBase client,
            TransactionHost host,
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body,
            String begin,
            String commit,
            String rollback) {
        super(client.context().completionExecutor());
        this.client = client;
        this.host = host;
        this.transaction = new PgTransaction(client, host.processId(), options);
        this.autoRollback = autoRollback;
        this.body = body;
        this.begin = begin;
        this.commit = commit;
        this.rollback = rollback;
    }

    /** A transaction of its own on a session. */
    static <T extends @Nullable Object, C extends ClientBase & TransactionHost> TransactionRun<T> top(
            C client,
            TransactionOptions options,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        return new TransactionRun<>(
                        client, client, options, autoRollback, body, options.beginStatement(), "COMMIT", "ROLLBACK")
                .start();
    }

    /** A savepoint in a transaction. */
    static <T extends @Nullable Object> TransactionRun<T> nested(
            PgTransaction outer,
            boolean autoRollback,
            Function<? super PgTransaction, ? extends CompletionStage<T>> body) {
        String name = "momoko_" + SAVEPOINTS.incrementAndGet();
        String release = "RELEASE SAVEPOINT " + name;
        return new TransactionRun<>(
                        outer,
                        outer,
                        outer.options(),
                        autoRollback,
                        body,
                        "SAVEPOINT " + name,
                        release,
                        "ROLLBACK TO SAVEPOINT " + name + "; " + release)
                .start();
    }

    private TransactionRun<T> start() {
        send(begin).whenComplete((begun, error) -> {
            if (error != null) {
                phase.set(Phase.ENDING);
                transaction.complete();
                transaction.end(TransactionOutcome.ROLLED_BACK);
                fail(Unwrapped.cause(error));
            } else if (phase.compareAndSet(Phase.BEGINNING, Phase.BODY)) {
                runBody();
            } else {
                rollBack(new CancellationException());
            }
        });
        return this;
    }

    private CompletableFuture<Cursor<Row>> send(String sql) {
        return client.run(
                new BoundStatement(
                        client.context().texts().get(sql, ArgumentStyle.NONE),
                        new @Nullable Object[0],
                        client.context().deadline(null),
                        null,
                        false),
                CursorFactory.rows());
    }

    private void runBody() {
        transaction.begin();
        host.transactionBegan(transaction);
        CompletionStage<T> stage;
        try {
            stage = body.apply(transaction);
            if (stage == null) {
                throw new NullPointerException("the body of the transaction returned null instead of a stage");
            }
        } catch (Throwable e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((value, error) -> {
            if (!phase.compareAndSet(Phase.BODY, Phase.ENDING)) {
                return;
            }
            transaction.complete();
            if (error == null && transaction.rollbackOnly()) {
                rollBack(value);
            } else if (error == null) {
                commit(value);
            } else if (!autoRollback) {
                ended(TransactionOutcome.ROLLED_BACK);
                fail(Unwrapped.cause(error));
            } else {
                rollBack(Unwrapped.cause(error));
            }
        });
    }

    private void commit(T value) {
        send(commit).whenComplete((cursor, error) -> {
            if (error != null) {
                Throwable cause = Unwrapped.cause(error);
                Throwable swallowed = transaction.firstError();
                if (client instanceof PgTransaction && swallowed != null && isOfAFailedTransaction(cause)) {
                    // RELEASE fails when a statement had failed and nobody minded; the outer transaction shall go on
                    rollBack(swallowed);
                    return;
                }
                ended(
                        cause instanceof OutcomeUnknownException
                                ? TransactionOutcome.UNKNOWN
                                : TransactionOutcome.ROLLED_BACK);
                fail(cause);
            } else if (cursor.statusMessage().equals("ROLLBACK")) {
                // the server answers so, without an error, when a statement had failed and nobody minded
                ended(TransactionOutcome.ROLLED_BACK);
                Throwable cause = transaction.firstError();
                fail(
                        cause != null
                                ? cause
                                : new InternalException("The transaction was rolled back instead of committed"));
            } else {
                ended(TransactionOutcome.COMMITTED);
                succeed(value);
            }
        });
    }

    private static boolean isOfAFailedTransaction(Throwable cause) {
        return cause instanceof DatabaseException answer
                && SqlState.IN_FAILED_SQL_TRANSACTION.equals(answer.sqlState());
    }

    /** The body succeeded, and wants nothing of it to remain. */
    private void rollBack(T value) {
        send(rollback).whenComplete((cursor, error) -> {
            ended(TransactionOutcome.ROLLED_BACK);
            if (error != null) {
                fail(Unwrapped.cause(error));
            } else {
                succeed(value);
            }
        });
    }

    private void ended(TransactionOutcome outcome) {
        transaction.end(outcome);
        host.transactionEnded(transaction, outcome);
    }

    private void rollBack(Throwable cause) {
        transaction.complete();
        send(rollback).whenComplete((cursor, error) -> {
            if (error != null) {
                cause.addSuppressed(Unwrapped.cause(error));
            }
            ended(TransactionOutcome.ROLLED_BACK);
            fail(cause);
        });
    }

    @Override
    protected void abandoned() {
        abort();
    }

    /** Ends the transaction before its time: what runs is cancelled, then all is rolled back, then the future fails. */
    void abort() {
        if (phase.getAndSet(Phase.ENDING) == Phase.BODY) {
            transaction.complete();
            transaction.cancelRunning();
            rollBack(new CancellationException());
        }
    }
}
