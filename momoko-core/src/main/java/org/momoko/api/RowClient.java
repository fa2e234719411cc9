package org.momoko.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SqlClient} seen through one {@link CursorFactory}: what its statements return is already mapped. Made by
 * {@link SqlClient#as}; the methods are those of the client.
 *
 * @param <T> what a row is
 */
public interface RowClient<T> {

    /** As {@link SqlClient#execute(String)}. */
    CompletableFuture<Cursor<T>> execute(String sql);

    /** As {@link SqlClient#execute(String, Object...)}. */
    CompletableFuture<Cursor<T>> execute(String sql, @Nullable Object @Nullable ... parameters);

    /** As {@link SqlClient#execute(String, Map)}. */
    CompletableFuture<Cursor<T>> execute(String sql, Map<String, ? extends @Nullable Object> parameters);

    /** As {@link SqlClient#execute(Query)}. */
    CompletableFuture<Cursor<T>> execute(Query query);

    /** As {@link SqlClient#stream(Query)}. */
    Flow.Publisher<T> stream(Query query);

    /** As {@link SqlClient#callproc(String, Object...)}. */
    CompletableFuture<Cursor<T>> callproc(String name, @Nullable Object @Nullable ... parameters);

    /** As {@link SqlClient#callproc(String, Map)}. */
    CompletableFuture<Cursor<T>> callproc(String name, Map<String, ? extends @Nullable Object> parameters);

    /** As {@link SqlClient#transaction(List)}. */
    CompletableFuture<List<Cursor<T>>> transaction(List<Query> statements);
}
