package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * ParameterDescription, backend message 't' (PostgreSQL manual, Message Formats): int16 count of parameters (unsigned, a
 * statement may have 65535), then per parameter int32 type OID.
 */
public final class ParameterDescription {
    private ParameterDescription() {}

    /**
     * Reads the body into the type OIDs, which are unsigned.
     *
     * @throws ProtocolException if the body does not have this layout
     */
    public static int[] read(ByteBuf body) {
        BodyReader in = new BodyReader("ParameterDescription", body);
        int[] typeOids = new int[in.count16(Integer.BYTES, "parameters")];
        for (int i = 0; i < typeOids.length; i++) {
            typeOids[i] = in.int32("type OID");
        }
        in.end();
        return typeOids;
    }
}
