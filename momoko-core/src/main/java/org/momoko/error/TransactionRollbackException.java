package org.momoko.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The server rolled the transaction back: serialization failure, deadlock (SQLSTATE class 40). It may be tried again as a whole. */
public class TransactionRollbackException extends OperationalException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TransactionRollbackException(String message) {
        super(message);
    }

    public TransactionRollbackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public TransactionRollbackException(
            String message, @Nullable Throwable cause, @Nullable ErrorFields fields, boolean nothingSent) {
        super(message, cause, fields, nothingSent);
    }
}
