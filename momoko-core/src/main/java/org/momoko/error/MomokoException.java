package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The root of every error that Momoko reports. An operation's error arrives through its future; {@code join()} wraps
 * it in a {@link java.util.concurrent.CompletionException}, whose cause it then is.
 */
public class MomokoException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public MomokoException(String message) {
        super(message);
    }

    public MomokoException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
