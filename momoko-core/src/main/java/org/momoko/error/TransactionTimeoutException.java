package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The transaction did not end within the time limit of its options. COMMIT was not sent; the transaction is rolled back. */
public class TransactionTimeoutException extends QueryCanceledException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TransactionTimeoutException(String message) {
        super(message);
    }

    public TransactionTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
