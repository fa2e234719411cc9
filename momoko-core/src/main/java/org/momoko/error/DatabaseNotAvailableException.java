package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The pool has no connection and could open none. The cause is the last error met while connecting. */
public class DatabaseNotAvailableException extends OperationalException {
    @Serial
    private static final long serialVersionUID = 1L;

    public DatabaseNotAvailableException(String message) {
        super(message);
    }

    public DatabaseNotAvailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public DatabaseNotAvailableException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
