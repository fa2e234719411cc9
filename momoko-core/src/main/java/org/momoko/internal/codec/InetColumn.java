package org.momoko.internal.codec;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.momoko.type.Inet;

/** {@code inet} and {@code cidr} as String, as psycopg2 gives them, or on demand as {@link Inet} or, for a single host, as InetAddress. */
final class InetColumn extends ColumnCodec {
    InetColumn(String typeName) {
        super(typeName);
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public Class<?> javaType() {
        return String.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return decodeString(data, offset, length, binary, settings);
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (binary) {
            throw cannotBeReadAs(String.class);
        }
        return Bytes.utf8(data, offset, length);
    }

    @Override
    public <T> @Nullable T decodeAs(
            byte[] data, int offset, int length, boolean binary, TextSettings settings, Class<T> type) {
        if (type != Inet.class && type != InetAddress.class) {
            return super.decodeAs(data, offset, length, binary, settings, type);
        }
        Inet inet = parse(decodeString(data, offset, length, binary, settings));
        if (type == Inet.class) {
            return type.cast(inet);
        }
        if (inet.prefix() != inet.address().getAddress().length * 8) {
            throw Numbers.outOfRange(typeName(), "java.net.InetAddress");
        }
        return type.cast(inet.address());
    }

    private Inet parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        try {
            // In brackets only an IPv6 literal is accepted, so nothing is ever looked up by name.
            InetAddress address = host.indexOf(':') < 0
                    ? InetAddress.getByAddress(version4(host))
                    : InetAddress.getByName('[' + host + ']');
            return slash < 0
                    ? Inet.host(address)
                    : new Inet(address, Integer.parseInt(text, slash + 1, text.length(), 10));
        } catch (UnknownHostException | IllegalArgumentException notAnAddress) {
            throw malformedText("an address with an optional prefix");
        }
    }

    private static byte[] version4(String host) {
        String[] parts = host.split("\\.", -1);
        byte[] address = new byte[4];
        if (parts.length != address.length) {
            throw new IllegalArgumentException("not four parts");
        }
        for (int i = 0; i < address.length; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part < 0 || part > 255) {
                throw new IllegalArgumentException("not a byte");
            }
            address[i] = (byte) part;
        }
        return address;
    }
}
