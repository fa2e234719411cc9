package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ErrorFields;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * NoticeResponse, backend message 'N' (PostgreSQL manual, Message Formats), may come at any time: per field int8 field
 * type and cstring value, then int8 0.
 */
public final class NoticeResponse {
    private NoticeResponse() {}

    /**
     * Reads the body.
     *
     * @throws ProtocolException if the body does not have this layout
     */
    public static ErrorFields read(ByteBuf body) {
        return new ErrorFieldsReader().read(new BodyReader("NoticeResponse", body));
    }
}
