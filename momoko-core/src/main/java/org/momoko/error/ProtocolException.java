package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The server sent what the protocol does not allow; the connection is closed. The message says what was expected, what was found, and where. */
public class ProtocolException extends InterfaceException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
