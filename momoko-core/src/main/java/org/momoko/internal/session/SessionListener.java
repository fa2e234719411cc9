package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;

/** Hears what a session meets outside its exchanges. Called on the event loop. */
public interface SessionListener {

    /** The session has ended; called once. */
    default void closed(@Nullable Throwable cause) {}
}
