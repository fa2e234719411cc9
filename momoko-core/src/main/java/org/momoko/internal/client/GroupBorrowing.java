package org.momoko.internal.client;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.internal.session.StatementGroup;

/**
 * Runs a group of statements on a connection of the pool. When the connection is lost before anything was sent, the group
 * moves to another one.
 */
final class GroupBorrowing extends Borrowing<List<Cursor<Row>>> {
    private final StatementGroup group;
    private final boolean mayRetry;
    private @Nullable CompletableFuture<List<Cursor<Row>>> attempt;
    private int attempts;

    GroupBorrowing(PgPool pool, @Nullable Throwable takenHere, StatementGroup group, boolean mayRetry) {
        super(pool, takenHere);
        this.group = group;
        this.mayRetry = mayRetry;
    }

    @Override
    CompletionStage<List<Cursor<Row>>> use(LeasedConnection connection) {
        attempts++;
        CompletableFuture<List<Cursor<Row>>> next = connection.run(group, false);
        attempt = next;
        return next;
    }

    @Override
    boolean shallBeginAnew(LeasedConnection failedOn) {
        CompletableFuture<List<Cursor<Row>>> failed = attempt;
        Throwable error =
                failed == null ? null : failed.handle((cursors, cause) -> cause).getNow(null);
        return mayRetry && error != null && PooledQuery.lostUnsent(error) && attempts < PooledQuery.MAX_ATTEMPTS;
    }

    @Override
    protected void finish(List<Cursor<Row>> cursors) {
        group.succeeds();
        super.finish(cursors);
    }

    @Override
    protected void finishExceptionally(Throwable error) {
        group.fails(error);
        super.finishExceptionally(error);
    }

    @Override
    protected void abandoned() {
        group.fails(new CancellationException("The pipeline was given up"));
        super.abandoned();
    }
}
