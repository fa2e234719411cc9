package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProtocolException;

/**
 * DataRow, backend message 'D' (PostgreSQL manual, Message Formats): int16 count of fields, then for each field int32
 * length (-1 for null, otherwise 0 or more) and so many bytes of the value.
 *
 * <p>It is read in place. After {@link #checkFields} the lengths can be trusted, and nobody has to check them again.
 */
public final class DataRow {
    private DataRow() {}

    /**
     * Makes sure that the body holds exactly the expected fields, each within the body, and nothing behind them.
     *
     * @param bodyOffset index of the body's first byte; body and indexes are within the buffer
     * @param bodyLength bytes of the body, without the header
     * @param expectedFields number of fields of the RowDescription in force
     * @throws ProtocolException if the number of fields differs, a length is neither -1 nor within the body, or bytes
     *     are left over
     */
    public static void checkFields(ByteBuf buf, int bodyOffset, int bodyLength, int expectedFields) {
        int end = bodyOffset + bodyLength;
        if (bodyLength < Short.BYTES) {
            throw new ProtocolException("DataRow: count of fields needs 2 bytes, " + bodyLength + " left");
        }
        int fields = buf.getUnsignedShort(bodyOffset);
        if (fields != expectedFields) {
            throw new ProtocolException("DataRow: " + expectedFields + " fields expected, " + fields + " found");
        }
        int at = bodyOffset + Short.BYTES;
        for (int field = 0; field < fields; field++) {
            if (end - at < Integer.BYTES) {
                throw tooShort(field, "length", Integer.BYTES, end - at);
            }
            int length = buf.getInt(at);
            at += Integer.BYTES;
            if (length >= 0) {
                if (length > end - at) {
                    throw tooShort(field, "", length, end - at);
                }
                at += length;
            } else if (length != -1) {
                throw new ProtocolException("DataRow: field " + (field + 1) + " has length " + length
                        + ", expected -1 or 0 to " + (end - at));
            }
        }
        if (at != end) {
            throw new ProtocolException(
                    "DataRow: end of message expected after " + fields + " fields, " + (end - at) + " bytes left");
        }
    }

    private static ProtocolException tooShort(int field, String part, int needed, int left) {
        String name = part.isEmpty() ? "field " + (field + 1) : part + " of field " + (field + 1);
        return new ProtocolException("DataRow: " + name + " needs " + needed + " bytes, " + left + " left");
    }
}
