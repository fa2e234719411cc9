package org.momoko.event;

/** Why a pool's connection came to its end. */
public enum CloseReason {
    /** It was beyond {@code size} and not needed for {@code shrinkDelay}. */
    SHRUNK,
    /** It reached {@code maxLifetime}. */
    LIFETIME,
    /** {@code evict()} was called. */
    EVICTED,
    /** It was idle for longer than {@code idleValidation} and did not answer the ping. */
    VALIDATION,
    /** Its server is no longer of the kind that {@code target_session_attrs} asks for. */
    WRONG_ROLE,
    /** The server, the network or the holder closed it. */
    LOST,
    /** The pool was closed. */
    POOL_CLOSED
}
