package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The connection was lost after the statement was sent and before its answer was complete: it may have run, or not. */
public class OutcomeUnknownException extends OperationalException {
    @Serial
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message) {
        super(message);
    }

    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public OutcomeUnknownException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
