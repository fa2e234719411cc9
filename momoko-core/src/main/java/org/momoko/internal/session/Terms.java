package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.config.QueryMode;

/**
 * What few callers ask of a statement, kept apart so that the others need no room for it.
 *
 * @param mode null for the mode of the client
 * @param deadlineNanos by {@link System#nanoTime()}; {@link Exchange#NO_DEADLINE} for none
 * @param idempotent whether it may be sent twice
 */
public record Terms(@Nullable QueryMode mode, long deadlineNanos, boolean idempotent) {

    /** Null when nothing is asked. */
    public static @Nullable Terms of(@Nullable QueryMode mode, long deadlineNanos, boolean idempotent) {
        return mode == null && deadlineNanos == Exchange.NO_DEADLINE && !idempotent
                ? null
                : new Terms(mode, deadlineNanos, idempotent);
    }
}
