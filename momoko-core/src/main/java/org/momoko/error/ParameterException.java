package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The parameters do not fit the placeholders of the statement, or a value has a type that cannot be sent. Nothing was sent. */
public class ParameterException extends ProgrammingException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ParameterException(String message) {
        this(message, null);
    }

    public ParameterException(String message, @Nullable Throwable cause) {
        this(message, cause, null, true);
    }

    public ParameterException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
