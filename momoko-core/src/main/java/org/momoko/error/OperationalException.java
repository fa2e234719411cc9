package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The database could not do its work, through no fault of the statement: connection lost, resources, authorisation (SQLSTATE classes 08, 26, 27, 28, 34, 53 to 58, HV). */
public class OperationalException extends DatabaseException {
    @Serial
    private static final long serialVersionUID = 1L;

    public OperationalException(String message) {
        super(message);
    }

    public OperationalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public OperationalException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
