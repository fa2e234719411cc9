package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * NegotiateProtocolVersion, backend message 'v' (PostgreSQL manual, Message Formats), sent before authentication when
 * the server knows less than the StartupMessage asked for: int32 version, int32 count of options, then per option
 * cstring name.
 *
 * @param protocolVersion the newest version that the server speaks, major in the upper and minor in the lower 16 bits
 * @param unknownOptions the protocol options ({@code _pq_.…}) that the server does not know
 */
public record NegotiateProtocolVersion(int protocolVersion, List<String> unknownOptions) {
    /**
     * Reads the body. PostgreSQL sends the whole version where the manual has the minor version; either is understood.
     *
     * @throws ProtocolException if the body does not have this layout
     */
    public static NegotiateProtocolVersion read(ByteBuf body) {
        BodyReader in = new BodyReader("NegotiateProtocolVersion", body);
        int version = in.int32("version");
        if (version >>> 16 == 0) {
            version |= Frontend.PROTOCOL_3_0;
        }
        int count = in.count32(1, "options");
        List<String> options = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            options.add(in.cString("option"));
        }
        in.end();
        return new NegotiateProtocolVersion(version, List.copyOf(options));
    }
}
