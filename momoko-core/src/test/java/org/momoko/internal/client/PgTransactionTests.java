package org.momoko.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.api.TransactionOptions;
import org.momoko.config.PoolConfig;
import org.momoko.config.QueryMode;
import org.momoko.internal.session.ManyRows;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementGroup;
import org.momoko.testing.Await;

/** A statement that meets the end of its transaction on another thread. */
class PgTransactionTests {
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private @Nullable Thread ending;

    private final class Recorder extends ClientBase {
        Recorder() {
            super(new SessionContext(PoolConfig.builder().build(), QueryMode.AUTO, null, CursorFactory.rows()));
        }

        /** Before the statement is sent, another thread ends the transaction. */
        @Override
        <T> CompletableFuture<Cursor<T>> run(BoundStatement statement, CursorFactory<T> cursorFactory) {
            Thread other = new Thread(() -> {
                transaction.complete();
                sent.add("COMMIT");
            });
            ending = other;
            other.start();
            Await.until(
                    "the end has come, or waits",
                    () -> other.getState() == Thread.State.TERMINATED || other.getState() == Thread.State.BLOCKED);
            sent.add(statement.sql().sql());
            return new CompletableFuture<>();
        }

        @Override
        CompletableFuture<Long> run(ManyRows rows) {
            throw new UnsupportedOperationException();
        }

        @Override
        CompletableFuture<List<Cursor<Row>>> run(StatementGroup group) {
            throw new UnsupportedOperationException();
        }

        @Override
        <T extends @Nullable Object> CompletableFuture<T> inTransaction(
                TransactionOptions options,
                boolean autoRollback,
                Function<? super PgTransaction, ? extends java.util.concurrent.CompletionStage<T>> body) {
            throw new UnsupportedOperationException();
        }
    }

    private final PgTransaction transaction = new PgTransaction(new Recorder(), 0, TransactionOptions.DEFAULT);

    @Test
    void statementThatWasLetInIsSentBeforeTheEnd() throws InterruptedException {
        transaction.execute("INSERT INTO t VALUES (1)");
        Thread other = ending;
        if (other != null) {
            other.join();
        }

        assertThat(sent).containsExactly("INSERT INTO t VALUES (1)", "COMMIT");
        assertThat(transaction.execute("SELECT 1")).isCompletedExceptionally();
    }
}
