package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.config.QueryMode;

/**
 * What few callers ask of a statement, kept apart so that the others need no room for it.
 *
 * @param mode null for the mode of the client
 * @param deadlineNanos by {@link System#nanoTime()}; {@link Exchange#NO_DEADLINE} for none
 */
record Terms(@Nullable QueryMode mode, long deadlineNanos) {

    /** Null when nothing is asked. */
    static @Nullable Terms of(@Nullable QueryMode mode, long deadlineNanos) {
        return mode == null && deadlineNanos == Exchange.NO_DEADLINE ? null : new Terms(mode, deadlineNanos);
    }
}
