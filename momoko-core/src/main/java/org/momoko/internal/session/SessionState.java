package org.momoko.internal.session;

/** The states of a {@link Session}. */
public enum SessionState {
    /** The server has not yet said that it is ready. Goes to READY or CLOSED. */
    STARTING,
    /** Statements may be sent. Goes to CLOSING or CLOSED. */
    READY,
    /** Closed on our side; the socket is about to follow. Goes to CLOSED. */
    CLOSING,
    /** The socket is closed. The end. */
    CLOSED
}
