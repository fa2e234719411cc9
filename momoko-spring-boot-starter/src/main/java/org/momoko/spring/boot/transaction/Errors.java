package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DatabaseException;
import org.momoko.error.MomokoException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.SqlState;

/** What the errors of stages say about the transaction. */
final class Errors {
    /** Chains of causes are short; one that is not may be a circle. */
    private static final int MAX_DEPTH = 20;

    private Errors() {}

    /** The error without the wrapping that futures put around it. */
    static Throwable unwrapped(Throwable error) {
        Throwable inner = error;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Momoko's exception of which this is the translation; null when it is none. */
    static @Nullable Throwable original(Throwable error) {
        return error instanceof MomokoException || !(error.getCause() instanceof MomokoException cause) ? null : cause;
    }

    /** Whether the server rolled back for the sake of other transactions, so that the same may succeed a second time. */
    static boolean mayBeRetried(Throwable error) {
        boolean transientFailure = false;
        Throwable inner = error;
        for (int depth = 0; inner != null && depth < MAX_DEPTH; depth++) {
            if (inner instanceof OutcomeUnknownException) {
                return false;
            }
            if (inner instanceof DatabaseException database) {
                String state = database.sqlState();
                transientFailure |=
                        SqlState.SERIALIZATION_FAILURE.equals(state) || SqlState.DEADLOCK_DETECTED.equals(state);
            }
            inner = inner.getCause();
        }
        return transientFailure;
    }

    /** Throws a checked exception, too: whoever declared it in the method expects it bare. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Throwable> RuntimeException asIs(Throwable error) throws E {
        throw (E) error;
    }
}
