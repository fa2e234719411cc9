package org.momoko.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One place to connect to.
 *
 * @param host a DNS name or address, or a directory for Unix sockets if it starts with {@code /} or, for Linux's
 *     abstract sockets, with {@code @}
 * @param hostAddress an IP address that is used instead of looking the host up; null to look it up
 * @param port from 1 to 65535; for a Unix socket a part of the file's name
 */
public record HostSpec(String host, @Nullable String hostAddress, int port) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the host is empty or the port out of range
     */
    public HostSpec {
        if (Objects.requireNonNull(host, "host").isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be from 1 to 65535");
        }
    }

    /** Whether the connection goes through a Unix socket; TLS is never used there. */
    public boolean unixSocket() {
        return hostAddress == null && isSocketDirectory(host);
    }

    /**
     * The socket's file, {@code directory/.s.PGSQL.port}; with a leading {@code @} a name in the abstract namespace.
     *
     * @throws IllegalStateException if this is not a Unix socket
     */
    public String socketPath() {
        if (!unixSocket()) {
            throw new IllegalStateException(this + " is not a Unix socket");
        }
        return (host.endsWith("/") ? host : host + "/") + ".s.PGSQL." + port;
    }

    /** How messages name this place: {@code host:port}, {@code [::1]:5432}, {@code host/address:port} or the socket's path. */
    @Override
    public String toString() {
        if (unixSocket()) {
            return socketPath();
        }
        String name = bracketed(host);
        if (hostAddress != null && !hostAddress.equals(host)) {
            name += "/" + bracketed(hostAddress);
        }
        return name + ":" + port;
    }

    static boolean isSocketDirectory(String host) {
        return host.startsWith("/") || host.startsWith("@");
    }

    private static String bracketed(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }
}
