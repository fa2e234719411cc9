package org.momoko.spring.boot.dao;

import java.io.Serial;
import org.springframework.dao.UncategorizedDataAccessException;

/** An error of the server for which Spring has no class of its own; the cause tells the SQLSTATE. */
public final class UncategorizedMomokoException extends UncategorizedDataAccessException {
    @Serial
    private static final long serialVersionUID = 1L;

    UncategorizedMomokoException(String message, Throwable cause) {
        super(message, cause);
    }
}
