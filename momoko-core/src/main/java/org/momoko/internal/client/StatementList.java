package org.momoko.internal.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;

/** Runs the statements of a list one after another, each once the one before it has succeeded. */
final class StatementList {
    private StatementList() {}

    static <T> CompletableFuture<List<Cursor<T>>> run(
            PgTransaction transaction, List<BoundStatement> statements, CursorFactory<T> cursorFactory) {
        transaction.endedByText();
        List<Cursor<T>> cursors = new ArrayList<>(statements.size());
        CompletableFuture<List<Cursor<T>>> result = new CompletableFuture<>();
        next(transaction, statements, cursorFactory, cursors, result);
        return result;
    }

    private static <T> void next(
            PgTransaction transaction,
            List<BoundStatement> statements,
            CursorFactory<T> cursorFactory,
            List<Cursor<T>> cursors,
            CompletableFuture<List<Cursor<T>>> result) {
        if (cursors.size() == statements.size()) {
            result.complete(cursors);
            return;
        }
        transaction.run(statements.get(cursors.size()), cursorFactory).whenComplete((cursor, error) -> {
            if (error != null) {
                result.completeExceptionally(error);
            } else {
                cursors.add(cursor);
                next(transaction, statements, cursorFactory, cursors, result);
            }
        });
    }
}
