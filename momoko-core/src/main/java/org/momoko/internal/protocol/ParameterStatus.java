package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * ParameterStatus, backend message 'S' (PostgreSQL manual, Message Formats), may come at any time: cstring name, cstring
 * value of a setting that the server reports.
 */
public record ParameterStatus(String name, String value) {
    /**
     * Reads the body.
     *
     * @throws ProtocolException if the body does not have this layout
     */
    public static ParameterStatus read(ByteBuf body) {
        BodyReader in = new BodyReader("ParameterStatus", body);
        ParameterStatus status = new ParameterStatus(in.cString("name"), in.cString("value"));
        in.end();
        return status;
    }
}
