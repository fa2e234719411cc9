package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The pool cannot do what was asked, whatever the state of the database. */
public class PoolException extends MomokoException {
    @Serial
    private static final long serialVersionUID = 1L;

    public PoolException(String message) {
        super(message);
    }

    public PoolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
