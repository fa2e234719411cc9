package org.momoko.internal.codec;

import java.nio.charset.StandardCharsets;
import org.momoko.error.DataException;

/** Reads numbers from the server's text without an intermediate String where the number is whole. */
final class TextNumbers {
    private TextNumbers() {}

    /** @throws DataException if this is no decimal number in the range of long */
    static long parseLong(byte[] data, int offset, int length, String type) {
        int position = offset;
        int end = offset + length;
        boolean negative = length > 0 && data[offset] == '-';
        if (negative) {
            position++;
        }
        if (position == end || end - position > 19) {
            throw malformed(type);
        }
        // Summed as a negative number, of which there is one more than of positive ones. 19 digits are less than 2^64,
        // so that
        // a sum that is too large for a long ends up positive.
        long value = 0;
        for (; position < end; position++) {
            int digit = data[position] - '0';
            if (digit < 0 || digit > 9) {
                throw malformed(type);
            }
            value = value * 10 - digit;
        }
        if (value > 0 || !negative && value == Long.MIN_VALUE) {
            throw malformed(type);
        }
        return negative ? value : -value;
    }

    /** @throws DataException if this is no floating point number; {@code NaN}, {@code Infinity} and {@code -Infinity} are */
    static double parseDouble(byte[] data, int offset, int length, String type) {
        try {
            return Double.parseDouble(ascii(data, offset, length, type));
        } catch (NumberFormatException notANumber) {
            throw malformed(type);
        }
    }

    /** @throws DataException if this is no floating point number */
    static float parseFloat(byte[] data, int offset, int length, String type) {
        try {
            return Float.parseFloat(ascii(data, offset, length, type));
        } catch (NumberFormatException notANumber) {
            throw malformed(type);
        }
    }

    /** The characters, refused where Java's parser would take what the server never writes ({@code 1f}, {@code 0x1p3}, blanks). */
    private static String ascii(byte[] data, int offset, int length, String type) {
        String text = new String(data, offset, length, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean number = (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e';
            if (!number && !text.equals("NaN") && !text.equals("Infinity") && !text.equals("-Infinity")) {
                throw malformed(type);
            }
        }
        return text;
    }

    static DataException malformed(String type) {
        return new DataException(type + ": malformed text, expected a number");
    }
}
