package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.momoko.error.ParameterException;

/** Text on its way to the server: what UTF-8 or a C string cannot carry is refused, never replaced by a question mark. */
final class Utf8 {
    private Utf8() {}

    /**
     * The number of bytes of a text in UTF-8.
     *
     * @throws ParameterException if it contains U+0000 or an unpaired surrogate
     */
    static long length(CharSequence text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c == 0) {
                    throw nul();
                }
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (Character.isSurrogate(c)) {
                requirePair(text, i++);
                length += 4;
            } else {
                length += 3;
            }
        }
        return length;
    }

    /** Writes the bytes of a text; nothing is written if it is refused. */
    static void write(ByteBuf out, CharSequence text) {
        long length = length(text);
        if (length > Integer.MAX_VALUE) {
            throw tooLong();
        }
        out.writeCharSequence(text, length == text.length() ? StandardCharsets.US_ASCII : StandardCharsets.UTF_8);
    }

    /** @throws ParameterException if the character at an index is a surrogate without its other half */
    static void requirePair(CharSequence text, int index) {
        if (!Character.isHighSurrogate(text.charAt(index))
                || index + 1 == text.length()
                || !Character.isLowSurrogate(text.charAt(index + 1))) {
            throw new ParameterException("a text parameter contains an unpaired surrogate, which UTF-8 cannot encode");
        }
    }

    static ParameterException nul() {
        return new ParameterException("a text parameter cannot contain NUL (0x00) characters");
    }

    static ParameterException tooLong() {
        return new ParameterException("a parameter is longer than 2147483647 bytes");
    }
}
