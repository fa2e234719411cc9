package org.momoko.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Undoes percent-encoding (RFC 3986, section 2.1) of UTF-8 text. A plus sign stays a plus sign; like libpq since version
 * 18, drops literal blanks around the text and refuses them inside.
 */
final class PercentDecoder {
    private PercentDecoder() {}

    /** @param part what the text is, for messages */
    static String decode(String part, String untrimmed) {
        String text = Blanks.strip(untrimmed);
        if (text.chars().anyMatch(Blanks::isBlank)) {
            throw DsnErrors.invalid(part + ": contains a blank, write it as %20");
        }
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        ByteBuffer run = ByteBuffer.allocate(text.length() / 3);
        int index = 0;
        while (index < text.length()) {
            if (text.charAt(index) != '%') {
                flush(part, run, decoded);
                decoded.append(text.charAt(index++));
                continue;
            }
            int high = index + 2 < text.length() ? hex(text.charAt(index + 1)) : -1;
            int low = high < 0 ? -1 : hex(text.charAt(index + 2));
            if (low < 0) {
                throw DsnErrors.invalid(part + ": \"%\" must be followed by two hexadecimal digits");
            }
            run.put((byte) (high << 4 | low));
            index += 3;
        }
        flush(part, run, decoded);
        return decoded.toString();
    }

    private static void flush(String part, ByteBuffer run, StringBuilder decoded) {
        run.flip();
        try {
            // A new decoder reports malformed input, where String would replace it silently.
            decoded.append(StandardCharsets.UTF_8.newDecoder().decode(run));
        } catch (CharacterCodingException e) {
            throw DsnErrors.invalid(part + ": the percent-encoded bytes are not UTF-8");
        }
        run.clear();
    }

    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
