package org.momoko.internal.codec;

import org.momoko.error.ProtocolException;

/** Reads a binary value part by part; every read is checked against the length of the value before it happens. */
final class BinaryReader {
    private final String type;
    private final byte[] data;
    private final int start;
    private final int end;
    private int position;

    BinaryReader(String type, byte[] data, int offset, int length) {
        this.type = type;
        this.data = data;
        this.start = offset;
        this.position = offset;
        this.end = offset + length;
    }

    int remaining() {
        return end - position;
    }

    byte readByte() {
        require(1);
        return data[position++];
    }

    int readUnsignedShort() {
        require(2);
        position += 2;
        return Bytes.getShort(data, position - 2) & 0xFFFF;
    }

    int readInt() {
        require(4);
        position += 4;
        return Bytes.getInt(data, position - 4);
    }

    /** A length of a part, −1 for NULL, that the value still holds. */
    int readLength() {
        int length = readInt();
        if (length < -1) {
            throw malformed("length " + length);
        }
        if (length > 0) {
            require(length);
        }
        return length;
    }

    /** A number of parts of which each takes at least the given bytes, so that nothing is allocated on the word of a number alone. */
    int readCount(int bytesEach) {
        int count = readInt();
        if (count < 0 || count > remaining() / bytesEach) {
            throw malformed("count " + Integer.toUnsignedString(count) + " with " + remaining() + " bytes left");
        }
        return count;
    }

    /** The offset of the next bytes in the array; they are skipped. */
    int skip(int length) {
        require(length);
        int offset = position;
        position += length;
        return offset;
    }

    void requireEnd() {
        if (position != end) {
            throw malformed(remaining() + " bytes too many");
        }
    }

    ProtocolException malformed(String found) {
        return new ProtocolException(type + ": malformed binary value, " + found + " at byte " + (position - start));
    }

    private void require(int bytes) {
        if (bytes > end - position) {
            throw malformed("needs " + bytes + " bytes, " + remaining() + " left");
        }
    }
}
