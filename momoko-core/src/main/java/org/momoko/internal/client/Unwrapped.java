package org.momoko.internal.client;

import java.util.concurrent.CompletionException;
import org.momoko.error.InterfaceException;
import org.momoko.error.MomokoException;

/** Takes errors out of the wrapper that stages put around them. */
final class Unwrapped {
    private Unwrapped() {}

    static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** The error as what a stage may throw. */
    static RuntimeException of(Throwable error) {
        Throwable cause = cause(error);
        return cause instanceof RuntimeException unchecked ? unchecked : wrapped(cause);
    }

    private static MomokoException wrapped(Throwable cause) {
        return new InterfaceException(String.valueOf(cause.getMessage()), cause);
    }
}
