package org.momoko.internal.wire;

import org.momoko.error.ProgrammingException;

/** Measures text that is about to be sent, and refuses what cannot be sent unchanged. */
final class Utf8 {
    private Utf8() {}

    /**
     * The number of bytes of the text in UTF-8. It is a long: three bytes for each of 2³¹ characters do not fit an int.
     *
     * <p>NUL would end a string of the protocol early, so that the rest of the text became fields of its own; an
     * unpaired surrogate has no UTF-8 form, and the JDK and Netty would send a question mark in its place.
     *
     * @param field what the text is, for the message
     * @throws ProgrammingException if the text contains NUL or an unpaired surrogate; nothing was sent
     */
    static long checkedLength(CharSequence text, String field) {
        int length = text.length();
        long bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c == 0) {
                    throw refused(field + " contains NUL (U+0000) at index " + i);
                }
            } else if (c < 0x800) {
                bytes++;
            } else if (!Character.isSurrogate(c)) {
                bytes += 2;
            } else {
                if (Character.isLowSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw refused(field + " contains an unpaired surrogate at index " + i);
                }
                // A pair is two chars and four bytes.
                bytes += 2;
                i++;
            }
        }
        return bytes;
    }

    private static ProgrammingException refused(String message) {
        return new ProgrammingException(message, null, null, true);
    }
}
