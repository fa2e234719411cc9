package org.momoko.internal.codec;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;
import org.momoko.type.Range;

/** Reads the text form of a range: {@code empty}, {@code [1,10)}, {@code (,5]}, {@code ["2020-01-01 00:00:00",infinity)}. */
final class RangeTextReader {
    private final String type;
    private final ColumnCodec element;
    private final byte[] data;
    private final int offset;
    private final int end;
    private final TextSettings settings;
    private int position;

    RangeTextReader(String type, ColumnCodec element, byte[] data, int offset, int length, TextSettings settings) {
        this.type = type;
        this.element = element;
        this.data = data;
        this.offset = offset;
        this.position = offset;
        this.end = offset + length;
        this.settings = settings;
    }

    Range<Object> read() {
        if (Bytes.utf8(data, offset, end - offset).equals("empty")) {
            return Range.empty();
        }
        byte open = next();
        Object lower = bound((byte) ',', (byte) ',');
        next();
        Object upper = bound((byte) ']', (byte) ')');
        byte close = next();
        if ((open != '[' && open != '(') || position != end) {
            throw malformed();
        }
        return Range.of(lower, open == '[', upper, close == ']');
    }

    /** An end, null if nothing is there; stops at one of two characters outside quotes, which the caller takes. */
    private @Nullable Object bound(byte stop, byte otherStop) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - position);
        boolean inQuotes = false;
        boolean present = false;
        while (inQuotes || (peek() != stop && peek() != otherStop)) {
            byte value = next();
            present = true;
            if (value == '\\') {
                bytes.write(next());
            } else if (value != '"') {
                bytes.write(value);
            } else if (inQuotes && peek() == '"') {
                bytes.write(next());
            } else {
                inQuotes = !inQuotes;
            }
        }
        if (!present) {
            return null;
        }
        byte[] plain = bytes.toByteArray();
        return element.decode(plain, 0, plain.length, false, settings);
    }

    private byte peek() {
        if (position >= end) {
            throw malformed();
        }
        return data[position];
    }

    private byte next() {
        byte value = peek();
        position++;
        return value;
    }

    private DataException malformed() {
        return new DataException(type + ": malformed text, expected a range in brackets");
    }
}
