package org.momoko.sample.account;

import java.io.Serial;

/** A request that the ledger refuses. The message is meant for the person who made the request. */
final class LedgerException extends RuntimeException {

    /** Why it is refused. */
    enum Reason {
        /** It could never be granted. */
        INVALID,
        /** It names an account that does not exist. */
        NOT_FOUND,
        /** It does not fit what the ledger holds at present. */
        CONFLICT
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String field;

    /** @param field the field of the request that is at fault */
    LedgerException(Reason reason, String field, String message) {
        super(message);
        this.reason = reason;
        this.field = field;
    }

    Reason reason() {
        return reason;
    }

    String field() {
        return field;
    }
}
