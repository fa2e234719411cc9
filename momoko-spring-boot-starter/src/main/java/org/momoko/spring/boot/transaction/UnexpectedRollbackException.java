package org.momoko.spring.boot.transaction;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.momoko.error.MomokoException;

/**
 * The body succeeded, yet its transaction was rolled back, because something that had joined it failed or asked for that;
 * the cause tells.
 */
public final class UnexpectedRollbackException extends MomokoException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnexpectedRollbackException(@Nullable Throwable cause) {
        super(
                cause == null
                        ? "The transaction was rolled back, because something that had joined it asked for that"
                        : "The transaction was rolled back, because something that had joined it failed: " + cause,
                cause);
    }
}
