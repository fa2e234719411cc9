package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * An error that concerns the database: reported by the server, or met on the way to it. Its subclass follows the class
 * of the SQLSTATE, see {@link DatabaseExceptions#of}.
 */
public class DatabaseException extends MomokoException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable ErrorFields fields;
    private final boolean nothingSent;

    public DatabaseException(String message) {
        this(message, (Throwable) null);
    }

    public DatabaseException(String message, @Nullable Throwable cause) {
        this(message, cause, null, false);
    }

    /**
     * @param message what went wrong, with the excerpt of the statement where there is one
     * @param cause null where there is none
     * @param fields the server's own words, null when the error arose on the client
     * @param nothingSent true only when it is certain that no byte of the statement was handed to the operating system
     */
    public DatabaseException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause);
        this.fields = fields;
        this.nothingSent = nothingSent;
    }

    /** The fields of the server's ErrorResponse; null when the error arose on the client. */
    public @Nullable ErrorFields fields() {
        return fields;
    }

    /** The five characters of the SQLSTATE; null when the error arose on the client or the server sent none. */
    public @Nullable String sqlState() {
        return fields == null || fields.sqlState().isEmpty() ? null : fields.sqlState();
    }

    /**
     * True only when it is certain that no byte of the statement was handed to the operating system, so that sending it
     * again cannot run it twice.
     */
    public boolean nothingSent() {
        return nothingSent;
    }

    /** The server's error as libpq prints it: {@code ERROR:  …\nDETAIL:  …}; the plain message without server fields. */
    public @Nullable String serverText() {
        if (fields == null) {
            return getMessage();
        }
        StringBuilder text = new StringBuilder();
        text.append(fields.severity()).append(":  ").append(getMessage()).append('\n');
        return text.toString();
    }
}
