package org.momoko.api;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the statements of {@link SqlClient#pipeline}; for use in that call only, on its thread. The methods are those of
 * the client; each returned future ends when the pipeline ends, just before the pipeline's own.
 *
 * <p>Of the statement whose error fails the pipeline the future fails with that error, of all others with an
 * {@link org.momoko.error.OperationalException} that names it and has it as its cause. If no single statement failed (the
 * connection was lost, the commit failed, the pipeline was given up) all fail with the same error. Cancelling one of these
 * futures gives up its answer; the statement runs with the others.
 */
public interface Pipeline {

    /** As {@link SqlClient#execute(String)}. */
    CompletableFuture<Cursor<Row>> execute(String sql);

    /** As {@link SqlClient#execute(String, Object...)}. */
    CompletableFuture<Cursor<Row>> execute(String sql, @Nullable Object @Nullable ... parameters);

    /** As {@link SqlClient#execute(String, Map)}. */
    CompletableFuture<Cursor<Row>> execute(String sql, Map<String, ? extends @Nullable Object> parameters);

    /**
     * As {@link SqlClient#execute(Query)}. The shortest time limit of the queries is that of the pipeline;
     * {@link Query#idempotent()} is of no effect.
     */
    CompletableFuture<Cursor<Row>> execute(Query query);

    /** As {@link SqlClient#execute(Query, CursorFactory)}. */
    <T> CompletableFuture<Cursor<T>> execute(Query query, CursorFactory<T> cursorFactory);
}
