package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No connection became free within the acquire timeout, or too many callers are waiting already. */
public class PoolTimeoutException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    public PoolTimeoutException(String message) {
        super(message);
    }

    public PoolTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
