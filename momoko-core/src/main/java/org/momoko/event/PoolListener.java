package org.momoko.event;

/**
 * Hears what happens in one pool, for metrics. Called on whichever thread it happens, often an event loop, so it must
 * not block; what it throws is logged and otherwise ignored. Times are in nanoseconds.
 */
public interface PoolListener {

    /** A connection was opened, authenticated and set up. */
    default void connectionCreated(long nanos) {}

    /** An attempt to open a connection failed. */
    default void connectionFailed(long nanos, Throwable cause) {}

    /** A connection of the pool has ended. */
    default void connectionClosed(CloseReason reason) {}

    /** A caller got a connection after waiting for that long; zero when one was free. */
    default void acquired(long waitNanos) {}

    /** A caller waited in vain until the acquire timeout, or its own time limit, was over. */
    default void acquireTimedOut(long waitNanos) {}

    /** A caller gave a connection back after using it for that long. */
    default void released(long usageNanos) {}

    /** A transaction has got its connection, and its body is about to be called. */
    default void transactionBegan() {}

    /**
     * A transaction has ended; savepoints are not told of.
     *
     * @param nanos since its body was called
     * @param statements how many statements it sent, BEGIN and COMMIT not counted
     */
    default void transactionEnded(TransactionOutcome outcome, long nanos, int statements) {}
}
