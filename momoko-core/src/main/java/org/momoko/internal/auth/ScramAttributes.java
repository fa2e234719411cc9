package org.momoko.internal.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.momoko.error.OperationalException;
import org.momoko.error.ProtocolException;

/**
 * Reads the attributes of a server's SCRAM message in their order (RFC 5802, section 7): {@code letter=value}, separated
 * by commas. What does not follow the grammar fails with {@link ProtocolException}; values are not shown.
 */
final class ScramAttributes {
    private final String message;
    private final String text;
    private int next;
    private long seen;

    /** @param message its name in the RFC, for exceptions */
    ScramAttributes(String message, byte[] bytes) {
        this.message = message;
        try {
            this.text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("SCRAM " + message + ": not UTF-8", e);
        }
    }

    /** The value of the next attribute, which must be the named one. */
    String required(char name) {
        char found = peek();
        // Both may stand where another attribute is expected, and say why authentication cannot go on.
        if (found == 'e') {
            throw new OperationalException("SCRAM: the server refused: " + serverError(take()));
        }
        if (found == 'm') {
            throw error("asks for a mandatory extension, none is supported");
        }
        if (found != name) {
            throw error("attribute " + name + " expected at offset " + next);
        }
        return take();
    }

    /** The decoded value of the next attribute, which must be the named one and hold Base64 data. */
    byte[] requiredBase64(char name) {
        String value = required(name);
        try {
            // The JDK's decoder does without padding, RFC 5802 does not.
            if (!value.isEmpty() && value.length() % 4 == 0) {
                return Base64.getDecoder().decode(value);
            }
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(notBase64(name), e);
        }
        throw new ProtocolException(notBase64(name));
    }

    /** Makes sure that only optional extensions are left; they are ignored, as section 5.1 demands. */
    void end() {
        while (next < text.length()) {
            char name = peek();
            if ("acimnprsve".indexOf(name) >= 0) {
                throw error("attribute " + name + " not expected at offset " + next);
            }
            take();
        }
    }

    ProtocolException error(String problem) {
        return new ProtocolException("SCRAM " + message + ": " + problem);
    }

    private String notBase64(char name) {
        return "SCRAM " + message + ": attribute " + name + " is empty or not Base64";
    }

    private char peek() {
        boolean complete = next + 1 < text.length() && text.charAt(next + 1) == '=';
        if (!complete || !isLetter(text.charAt(next))) {
            throw error("attribute expected at offset " + next + " of " + text.length());
        }
        return text.charAt(next);
    }

    private String take() {
        char name = text.charAt(next);
        long bit = 1L << (name - 'A');
        if ((seen & bit) != 0) {
            throw error("attribute " + name + " occurs twice");
        }
        seen |= bit;
        int comma = text.indexOf(',', next);
        int end = comma < 0 ? text.length() : comma;
        String value = text.substring(next + 2, end);
        if (comma == text.length() - 1) {
            throw error("attribute expected after the last comma");
        }
        next = end + 1;
        return value;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The words of section 7 are letters, digits and hyphens; anything else could forge lines of a log. */
    private static String serverError(String value) {
        int longestWord = 64;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetter(c) && c != '-' && (c < '0' || c > '9')) {
                return "with an error that is not of RFC 5802";
            }
        }
        return value.length() <= longestWord ? value : value.substring(0, longestWord);
    }
}
