package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ErrorFields;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/** ErrorResponse, backend message 'E' (PostgreSQL manual, Message Formats); the layout is that of {@link NoticeResponse}. */
public final class ErrorResponse {
    private ErrorResponse() {}

    /**
     * Reads the body.
     *
     * @throws ProtocolException if the body does not have this layout
     */
    public static ErrorFields read(ByteBuf body) {
        return new ErrorFieldsReader().read(new BodyReader("ErrorResponse", body));
    }
}
