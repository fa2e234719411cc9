package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A constraint was violated (SQLSTATE class 23). */
public class IntegrityException extends DatabaseException {
    @Serial
    private static final long serialVersionUID = 1L;

    public IntegrityException(String message) {
        super(message);
    }

    public IntegrityException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public IntegrityException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
