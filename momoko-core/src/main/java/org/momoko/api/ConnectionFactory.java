package org.momoko.api;

/**
 * Lets a user put an own {@link Connection} in front of each that a pool hands out, usually a subclass of
 * {@link ForwardingConnection}.
 */
@FunctionalInterface
public interface ConnectionFactory {

    /**
     * The connection that the user gets.
     *
     * @param plain the connection as Momoko made it, open
     * @return {@code plain} itself, or a {@link ForwardingConnection} around it
     */
    Connection create(Connection plain);
}
