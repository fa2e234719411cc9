package org.momoko.internal.codec;

import java.util.Arrays;

/** {@code bytea} as byte[]; its text is {@code \x6162} or, with {@code bytea_output = escape}, {@code ab\000\\}. */
final class ByteaColumn extends ColumnCodec {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    ByteaColumn() {
        super("bytea");
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Class<?> javaType() {
        return byte[].class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (binary) {
            return Arrays.copyOfRange(data, offset, offset + length);
        }
        boolean hex = length >= 2 && data[offset] == '\\' && data[offset + 1] == 'x';
        return hex ? fromHex(data, offset + 2, length - 2) : fromEscape(data, offset, length);
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return text(decode(data, offset, length, binary, settings));
    }

    @Override
    String text(Object value) {
        byte[] bytes = (byte[]) value;
        StringBuilder out = new StringBuilder(2 + 2 * bytes.length).append("\\x");
        appendHex(out, bytes);
        return out.toString();
    }

    static void appendHex(StringBuilder out, byte[] bytes) {
        for (byte value : bytes) {
            out.append(HEX[value >> 4 & 15]).append(HEX[value & 15]);
        }
    }

    private byte[] fromHex(byte[] data, int offset, int length) {
        if (length % 2 != 0) {
            throw malformedText("two hex digits for each byte");
        }
        byte[] bytes = new byte[length / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(data[offset + 2 * i], 16);
            int low = Character.digit(data[offset + 2 * i + 1], 16);
            if ((high | low) < 0) {
                throw malformedText("hex digits");
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    /** {@code \\} is a backslash and {@code \ooo} a byte in octal; every other byte stands for itself. */
    private byte[] fromEscape(byte[] data, int offset, int length) {
        byte[] bytes = new byte[length];
        int count = 0;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte value = data[i];
            if (value == '\\') {
                if (i + 1 < end && data[i + 1] == '\\') {
                    i++;
                } else {
                    value = octal(data, i + 1, end);
                    i += 3;
                }
            }
            bytes[count++] = value;
        }
        return Arrays.copyOf(bytes, count);
    }

    private byte octal(byte[] data, int offset, int end) {
        int value = 0;
        for (int i = offset; i < offset + 3; i++) {
            int digit = i < end ? data[i] - '0' : -1;
            if (digit < 0 || digit > 7) {
                throw malformedText("three octal digits after a backslash");
            }
            value = value << 3 | digit;
        }
        if (value > 255) {
            throw malformedText("an octal number up to 377");
        }
        return (byte) value;
    }

    @Override
    boolean dependsOnSettings() {
        return true;
    }
}
