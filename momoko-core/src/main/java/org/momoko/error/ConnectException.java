package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No connection could be opened. The message names the host and port that was tried and the phase that failed. */
public class ConnectException extends OperationalException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ConnectException(String message) {
        super(message);
    }

    public ConnectException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public ConnectException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
