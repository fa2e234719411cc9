package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The server met an internal error or an invalid state (SQLSTATE classes 24, 25, 2B, 2D, 2F, 38, 39, 3B, F0, P0, XX). */
public class InternalException extends DatabaseException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InternalException(String message) {
        super(message);
    }

    public InternalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public InternalException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
