package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import org.momoko.internal.codec.Bytes;

/**
 * The form in which a row is kept. On the wire a row of a few numbers is mostly lengths (DataRow: int32 length, int16 count,
 * and an int32 length for each field); here a length is one byte wherever it can be.
 *
 * <p>A row: for each field its length and its bytes. A length is one byte, 0 to 253; or 254 and an int32; or, for a field that
 * is NULL, 255. Before them stands the length of all, so that the next row is found; not where the fields are few, since to
 * walk over those is as quick.
 */
final class PackedRow {
    /** The length of a field that is NULL. */
    static final int NULL = -1;

    private static final int FEW_FIELDS = 4;

    private static final int LARGE = 254;
    private static final int NULL_BYTE = 255;
    private static final int LARGE_BYTES = 1 + Integer.BYTES;

    /** What a length that is not large takes less than on the wire; one that is takes a byte more. */
    private static final int SAVED = Integer.BYTES - 1;

    private PackedRow() {}

    /** Whether the length of a row stands before it; a row without fields is nothing else. */
    private static boolean hasLength(int fields) {
        return fields > FEW_FIELDS || fields == 0;
    }

    // ---- writing --------------------------------------------------------------------------------------------------

    /**
     * How many bytes a row will take; -1 for what is no row with so many fields. Most malformed rows get a size as well: this
     * is asked of rows that nobody has checked yet.
     *
     * @param index where the body of the DataRow begins, after its length; the body lies within the buffer
     * @param length the length of the body
     */
    static int size(ByteBuf buffer, int index, int length, int fields) {
        int packed = length - Short.BYTES - SAVED * fields;
        if (packed < fields) {
            return -1;
        }
        if (length >= LARGE) {
            packed += Integer.BYTES * largeFields(buffer, index + Short.BYTES, index + length, fields);
        }
        return hasLength(fields) ? lengthBytes(packed) + packed : packed;
    }

    private static int largeFields(ByteBuf buffer, int index, int end, int fields) {
        int large = 0;
        int at = index;
        for (int field = 0; field < fields && end - at >= Integer.BYTES; field++) {
            int length = buffer.getInt(at);
            at += Integer.BYTES;
            if (length > end - at) {
                break;
            }
            if (length >= LARGE) {
                large++;
            }
            at += Math.max(0, length);
        }
        return large;
    }

    private static int lengthBytes(int length) {
        return length < LARGE ? 1 : LARGE_BYTES;
    }

    /**
     * Packs a row that has been checked.
     *
     * @param index where the body of the DataRow begins, after its length
     * @param size what {@link #size} says
     * @param to has room for it at {@code at}
     */
    static void write(ByteBuf buffer, int index, int fields, int size, byte[] to, int at) {
        int end = at + size;
        int out = hasLength(fields) ? writeLength(size <= LARGE ? size - 1 : size - LARGE_BYTES, to, at) : at;
        int in = index + Short.BYTES;
        while (out < end) {
            int length = buffer.getInt(in);
            in += Integer.BYTES;
            if (length < 0) {
                to[out++] = (byte) NULL_BYTE;
                continue;
            }
            out = writeLength(length, to, out);
            copy(buffer, in, length, to, out);
            in += length;
            out += length;
        }
    }

    private static int writeLength(int length, byte[] to, int at) {
        if (length < LARGE) {
            to[at] = (byte) length;
            return at + 1;
        }
        to[at] = (byte) LARGE;
        Bytes.putInt(to, at + 1, length);
        return at + LARGE_BYTES;
    }

    /** Numbers, dates and the like are short: two reads that may overlap cost less than a call that copies any length. */
    private static void copy(ByteBuf from, int index, int length, byte[] to, int at) {
        if (length > 2 * Long.BYTES) {
            from.getBytes(index, to, at, length);
        } else if (length >= Long.BYTES) {
            Bytes.putLong(to, at, from.getLong(index));
            Bytes.putLong(to, at + length - Long.BYTES, from.getLong(index + length - Long.BYTES));
        } else if (length >= Integer.BYTES) {
            Bytes.putInt(to, at, from.getInt(index));
            Bytes.putInt(to, at + length - Integer.BYTES, from.getInt(index + length - Integer.BYTES));
        } else {
            for (int i = 0; i < length; i++) {
                to[at + i] = from.getByte(index + i);
            }
        }
    }

    // ---- reading --------------------------------------------------------------------------------------------------

    /** The length of the value whose length stands at the offset; {@link #NULL} for none. */
    static int length(byte[] bytes, int offset) {
        int length = bytes[offset] & 0xFF;
        if (length < LARGE) {
            return length;
        }
        return length == LARGE ? Bytes.getInt(bytes, offset + 1) : NULL;
    }

    /** Where the value begins whose length stands at the offset. */
    static int value(byte[] bytes, int offset) {
        return offset + ((bytes[offset] & 0xFF) == LARGE ? LARGE_BYTES : 1);
    }

    /** Where the length of the first field of the row at the offset stands. */
    static int firstField(byte[] bytes, int offset, int fields) {
        return hasLength(fields) ? value(bytes, offset) : offset;
    }

    /** Behind the row at the offset. */
    static int nextRow(byte[] bytes, int offset, int fields) {
        if (hasLength(fields)) {
            return nextField(bytes, offset);
        }
        int at = offset;
        for (int field = 0; field < fields; field++) {
            at = nextField(bytes, at);
        }
        return at;
    }

    /** Behind the value whose length stands at the offset. */
    static int nextField(byte[] bytes, int offset) {
        int length = bytes[offset] & 0xFF;
        if (length < LARGE) {
            return offset + 1 + length;
        }
        return length == LARGE ? offset + LARGE_BYTES + Bytes.getInt(bytes, offset + 1) : offset + 1;
    }
}
