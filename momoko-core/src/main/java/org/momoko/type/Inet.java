package org.momoko.type;

import java.net.InetAddress;
import java.util.Objects;

/**
 * A host address with the length of its network prefix, the {@code inet} and {@code cidr} types of the server. An IPv6
 * scope has no counterpart there and is left out when the value is sent.
 *
 * @param address an IPv4 or IPv6 address
 * @param prefix bits of the network part, 0 to 32 for IPv4 and 0 to 128 for IPv6
 */
public record Inet(InetAddress address, int prefix) {
    /** @throws IllegalArgumentException if the prefix is out of range for the address */
    public Inet {
        Objects.requireNonNull(address, "address");
        int bits = address.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("prefix must be from 0 to " + bits + ", is " + prefix);
        }
    }

    /** A single host: the prefix covers the whole address. */
    public static Inet host(InetAddress address) {
        return new Inet(address, address.getAddress().length * 8);
    }

    /** The form of the server: {@code 10.0.0.1/8}, without the prefix if it covers the whole address. */
    @Override
    public String toString() {
        String host = address.getHostAddress();
        int scope = host.indexOf('%');
        if (scope >= 0) {
            host = host.substring(0, scope);
        }
        return prefix == address.getAddress().length * 8 ? host : host + '/' + prefix;
    }
}
