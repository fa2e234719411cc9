package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.error.ConnectException;

/** What tests of connecting do alike. */
final class Connecting {
    private static final long LIMIT_SECONDS = 20;

    private Connecting() {}

    /** An open connection; the caller closes it. */
    static Connection open(String dsn) {
        return get(Momoko.connect(dsn));
    }

    /** The result of a future that must not fail. */
    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** The error of a future that must fail. */
    static Throwable error(CompletableFuture<?> future) {
        try {
            future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("expected a failure");
    }

    /** Whether a future ends without an error. */
    static boolean succeeds(CompletableFuture<?> future) {
        return get(future.handle((done, error) -> error == null));
    }

    /** The error of connecting, which must fail in the way every such failure does. */
    static ConnectException failure(String dsn) {
        Throwable error = error(Momoko.connect(dsn));
        assertThat(error).isInstanceOf(ConnectException.class);
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("-secret");
        return (ConnectException) error;
    }

    /** The first column of the only row, as text. */
    static String value(Connection connection, String sql) {
        return String.valueOf(get(connection.execute(sql)).fetchAll().get(0).getString(0));
    }
}
