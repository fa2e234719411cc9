package org.momoko.error;

import java.io.Serial;
import java.util.List;

/**
 * Some of the connections that a pool opens when it connects failed to open. Those that did open stay usable. The errors
 * are the {@linkplain #causes() causes}, and suppressed exceptions of this one.
 */
public final class PartiallyConnectedException extends PoolException {
    @Serial
    private static final long serialVersionUID = 1L;

    public PartiallyConnectedException(String message, List<? extends Throwable> causes) {
        super(message, causes.isEmpty() ? null : causes.get(0));
        causes.stream().skip(1).forEach(this::addSuppressed);
    }

    /** Why the connections failed to open, one for each that did. */
    public List<Throwable> causes() {
        Throwable first = getCause();
        if (first == null) {
            return List.of();
        }
        Throwable[] rest = getSuppressed();
        Throwable[] all = new Throwable[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return List.of(all);
    }
}
