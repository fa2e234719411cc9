package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The statement is wrong: syntax, unknown names, missing rights (SQLSTATE classes 20, 21, 3D, 3F, 42, 44). */
public class ProgrammingException extends DatabaseException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ProgrammingException(String message) {
        super(message);
    }

    public ProgrammingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public ProgrammingException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
