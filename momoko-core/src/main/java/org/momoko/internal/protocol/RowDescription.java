package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * RowDescription, backend message 'T' (PostgreSQL manual, Message Formats): int16 count of fields, then per field the
 * bytes of a {@link FieldDescription}.
 */
public final class RowDescription {
    private RowDescription() {}

    /**
     * Reads the body; a statement that returns rows without columns gives an empty array.
     *
     * @throws ProtocolException if the body does not have this layout
     */
    public static FieldDescription[] read(ByteBuf body) {
        BodyReader in = new BodyReader("RowDescription", body);
        FieldDescription[] fields = new FieldDescription[in.count16(FieldDescription.LEAST_BYTES, "fields")];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = FieldDescription.read(in);
        }
        in.end();
        return fields;
    }
}
