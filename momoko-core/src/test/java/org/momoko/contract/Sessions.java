package org.momoko.contract;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** Short words for what every test of statements does: open a connection, wait for an answer, unwrap an error. */
final class Sessions {
    private Sessions() {}

    /** An open connection over the transport of this run, to be closed by the caller. */
    static Connection open(QueryMode mode, String... extra) {
        String dsn = TestMode.dsn(PostgresServer.shared(), extra);
        return Momoko.connection(dsn).queryMode(mode).build().connect().join();
    }

    /** The result of a statement, which must succeed. */
    static Cursor<Row> run(Connection on, String sql, @Nullable Object... parameters) {
        return on.execute(sql, parameters).join();
    }

    /** The only value of a result of one row and one column. */
    static @Nullable Object value(Connection on, String sql, @Nullable Object... parameters) {
        Cursor<Row> cursor = run(on, sql, parameters);
        if (cursor.rowCount() != 1) {
            throw new AssertionError("expected one row, found " + cursor.rowCount());
        }
        Row row = cursor.fetchOne();
        if (row == null || row.size() != 1) {
            throw new AssertionError("expected one column, found " + row);
        }
        return row.get(0);
    }

    /** The error with which a future fails, which it must. */
    static Throwable failure(CompletableFuture<?> future) {
        try {
            Object result = future.join();
            throw new AssertionError("expected a failure, found " + result);
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            return cause == null ? e : cause;
        }
    }
}
