package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import org.momoko.type.Inet;
import org.momoko.type.Oid;

/**
 * InetAddress and {@link Inet}: {@code '10.0.0.1/8'::inet}. Binary ({@code inet_send} in
 * {@code src/backend/utils/adt/network.c}): byte family, byte prefix, byte 1 for cidr, byte length, address.
 */
final class InetParameter extends TypedParameter<Object> {
    /** {@code PGSQL_AF_INET} is the number of AF_INET, {@code PGSQL_AF_INET6} the one above ({@code utils/inet.h}). */
    private static final int FAMILY_4 = 2;

    private static final int FAMILY_6 = 3;

    InetParameter() {
        super(Oid.INET, "inet");
    }

    @Override
    void text(StringBuilder out, Object value) {
        out.append(inet(value));
    }

    @Override
    void binary(ByteBuf out, Object value) {
        Inet inet = inet(value);
        byte[] address = inet.address().getAddress();
        out.writeByte(address.length == 4 ? FAMILY_4 : FAMILY_6);
        out.writeByte(inet.prefix());
        out.writeByte(0);
        out.writeByte(address.length);
        out.writeBytes(address);
    }

    private static Inet inet(Object value) {
        return value instanceof Inet inet ? inet : Inet.host((InetAddress) value);
    }
}
