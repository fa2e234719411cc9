package org.momoko.internal.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.momoko.error.ProgrammingException;

/**
 * SASLprep (RFC 4013) as {@code src/common/saslprep.c} of PostgreSQL applies it, because both sides must derive the keys
 * from the same bytes. It differs from the RFC in three ways: ASCII is never changed or refused; the prohibited
 * characters and the direction are looked for before normalisation; and what is refused is used as it is.
 */
final class SaslPrep {
    private SaslPrep() {}

    /**
     * The bytes of the password that the keys are derived from, in UTF-8.
     *
     * @throws ProgrammingException if the password contains an unpaired surrogate
     */
    static byte[] prepare(String password) {
        byte[] raw = utf8(password);
        if (raw.length == password.length()) {
            return raw;
        }
        String mapped = map(password);
        if (mapped.isEmpty() || mapped.codePoints().anyMatch(SaslPrepTables::refuses) || mixesDirections(mapped)) {
            return raw;
        }
        return utf8(Normalizer.normalize(mapped, Normalizer.Form.NFKC));
    }

    /** RFC 4013, section 2.1: other spaces (RFC 3454, table C.1.2) to a space, table B.1 to nothing. */
    private static String map(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            // No mapped character is outside the basic plane, so chars will do.
            char c = text.charAt(i);
            if (isOtherSpace(c)) {
                mapped.append(' ');
            } else if (!isMappedToNothing(c)) {
                mapped.append(c);
            }
        }
        return mapped.toString();
    }

    private static boolean isOtherSpace(char c) {
        return c == 0x00A0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x205F || c == 0x3000;
    }

    private static boolean isMappedToNothing(char c) {
        return c == 0x00AD
                || c == 0x034F
                || c == 0x1806
                || (c >= 0x180B && c <= 0x180D)
                || (c >= 0x200C && c <= 0x200D)
                || c == 0x2060
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF;
    }

    /**
     * RFC 3454, section 6. The JDK's directions stand for tables D.1 and D.2: they differ in Braille and a few
     * mathematical symbols only.
     */
    private static boolean mixesDirections(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
            return false;
        }
        return text.codePoints().anyMatch(SaslPrep::isLeftToRight)
                || !isRightToLeft(text.codePointAt(0))
                || !isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean isRightToLeft(int codePoint) {
        byte direction = Character.getDirectionality(codePoint);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static boolean isLeftToRight(int codePoint) {
        return Character.getDirectionality(codePoint) == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
    }

    /**
     * The password in UTF-8, as it is.
     *
     * @throws ProgrammingException if it contains an unpaired surrogate, which the JDK would turn into a question mark
     */
    static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[encoded.remaining()];
            encoded.get(exact);
            encoded.rewind().put(new byte[exact.length]);
            return exact;
        } catch (CharacterCodingException e) {
            // The cause's message tells nothing that this one does not.
            throw new ProgrammingException("the password contains an unpaired surrogate", null, null, true);
        }
    }
}
