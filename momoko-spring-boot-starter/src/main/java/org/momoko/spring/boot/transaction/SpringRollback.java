package org.momoko.spring.boot.transaction;

import java.io.Serial;

/** Stands for whatever made Spring roll back; nobody sees it. */
final class SpringRollback extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    SpringRollback() {
        super("rolled back by Spring", null, false, false);
    }
}
