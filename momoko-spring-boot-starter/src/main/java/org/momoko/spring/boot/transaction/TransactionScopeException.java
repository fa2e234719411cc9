package org.momoko.spring.boot.transaction;

import java.io.Serial;
import org.momoko.error.InterfaceException;

/** There is no transaction here, or one that should not be, or nobody can tell whose it is. Nothing was sent. */
public final class TransactionScopeException extends InterfaceException {
    @Serial
    private static final long serialVersionUID = 1L;

    TransactionScopeException(String message) {
        super(message);
    }
}
