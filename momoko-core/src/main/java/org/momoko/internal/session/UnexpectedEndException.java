package org.momoko.internal.session;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.momoko.error.OperationalException;

/** The connection ended while the session was being started, and nobody said why: another way may still lead there. */
public final class UnexpectedEndException extends OperationalException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnexpectedEndException(@Nullable Throwable cause) {
        super(
                "server closed the connection unexpectedly"
                        + (cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage()),
                cause,
                null,
                true);
    }
}
