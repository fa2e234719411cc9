package org.momoko.api;

/** A connection taken from a pool that goes back when this handle is closed. */
public interface ManagedConnection extends AutoCloseable {

    /** The connection. */
    Connection connection();

    /** Gives the connection back to its pool. */
    @Override
    void close();
}
