package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A value is out of range, malformed or of another type than asked for (SQLSTATE class 22). */
public class DataException extends DatabaseException {
    @Serial
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public DataException(String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
