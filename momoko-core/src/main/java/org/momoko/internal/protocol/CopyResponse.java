package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * CopyInResponse 'G', CopyOutResponse 'H' and CopyBothResponse 'W', backend messages of one layout (PostgreSQL manual,
 * Message Formats): int8 format, int16 count of columns, then per column int16 format code.
 *
 * @param format of the COPY as a whole: 0 text (CSV included), 1 binary
 * @param columnFormats all 0 when {@code format} is 0; empty for the stream of a replication connection
 */
@SuppressWarnings("ArrayRecordComponent") // read once and compared by nobody
public record CopyResponse(byte format, short[] columnFormats) {
    /**
     * Reads the body.
     *
     * @param type which of the three messages it is, for exceptions
     * @throws ProtocolException if the body does not have this layout
     */
    public static CopyResponse read(byte type, ByteBuf body) {
        BodyReader in = new BodyReader(BackendMessageType.name(type), body);
        byte format = in.int8("format");
        if (format != FormatCode.TEXT && format != FormatCode.BINARY) {
            throw in.error("format 0 or 1 expected, " + format + " found");
        }
        short[] columnFormats = new short[in.count16(Short.BYTES, "columns")];
        for (int i = 0; i < columnFormats.length; i++) {
            columnFormats[i] = FormatCode.read(in);
        }
        in.end();
        return new CopyResponse(format, columnFormats);
    }
}
