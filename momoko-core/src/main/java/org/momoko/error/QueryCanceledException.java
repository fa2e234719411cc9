package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The statement was cancelled, by its time limit, by the caller or by the server's statement_timeout (SQLSTATE 57014). */
public class QueryCanceledException extends OperationalException {
    @Serial
    private static final long serialVersionUID = 1L;

    public QueryCanceledException(String message) {
        super(message);
    }

    public QueryCanceledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public QueryCanceledException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
