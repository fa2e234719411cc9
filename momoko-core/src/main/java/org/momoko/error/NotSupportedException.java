package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The server, or Momoko, does not support what was asked for (SQLSTATE class 0A). */
public class NotSupportedException extends DatabaseException {
    @Serial
    private static final long serialVersionUID = 1L;

    public NotSupportedException(String message) {
        super(message);
    }

    public NotSupportedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public NotSupportedException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
