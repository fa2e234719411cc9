package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The client was used in a way it does not allow, or its connection is closed. */
public class InterfaceException extends MomokoException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InterfaceException(String message) {
        super(message);
    }

    public InterfaceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
