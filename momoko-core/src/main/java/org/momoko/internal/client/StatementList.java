package org.momoko.internal.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;

/** Runs the statements of a list one after another, each once the one before it has succeeded. */
final class StatementList {
    private StatementList() {}

    static CompletableFuture<List<Cursor<Row>>> run(PgTransaction transaction, List<BoundStatement> statements) {
        List<Cursor<Row>> cursors = new ArrayList<>(statements.size());
        CompletableFuture<List<Cursor<Row>>> result = new CompletableFuture<>();
        next(transaction, statements, cursors, result);
        return result;
    }

    private static void next(
            PgTransaction transaction,
            List<BoundStatement> statements,
            List<Cursor<Row>> cursors,
            CompletableFuture<List<Cursor<Row>>> result) {
        if (cursors.size() == statements.size()) {
            result.complete(cursors);
            return;
        }
        transaction.run(statements.get(cursors.size()), CursorFactory.rows()).whenComplete((cursor, error) -> {
            if (error != null) {
                result.completeExceptionally(error);
            } else {
                cursors.add(cursor);
                next(transaction, statements, cursors, result);
            }
        });
    }
}
