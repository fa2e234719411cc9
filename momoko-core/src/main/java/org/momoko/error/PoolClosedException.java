package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The pool is closed. */
public class PoolClosedException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    public PoolClosedException(String message) {
        super(message);
    }

    public PoolClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
