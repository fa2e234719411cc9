package org.momoko.internal.sql;

import org.momoko.error.ParameterException;
import org.momoko.error.ProgrammingException;

/**
 * Characters and positions. A position counts Unicode characters (code points) from 1, as field P of ErrorResponse
 * does; an offset counts UTF-16 units from 0, as {@link String} does.
 */
final class SqlText {
    private SqlText() {}

    /** {@code ident_start} of scan.l: everything beyond ASCII counts as a letter. */
    static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
    }

    /** {@code ident_cont} of scan.l. */
    static boolean isWordPart(char c) {
        return isNamePart(c) || c == '$';
    }

    /** What the names of {@code :name} (as in psql's {@code variable_char}) and of dollar quotes go on with. */
    static boolean isNamePart(char c) {
        return isWordStart(c) || isDigit(c);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@code space} of scan.l. */
    static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r';
    }

    /** The position of the character at {@code offset}. */
    static int position(String text, int offset) {
        return text.codePointCount(0, offset) + 1;
    }

    /** The offset of the character at {@code position}; the end of the text when it has fewer characters. */
    static int offset(String text, int position) {
        int offset = 0;
        for (int left = position - 1; left > 0 && offset < text.length(); left--) {
            offset += Character.charCount(text.codePointAt(offset));
        }
        return offset;
    }

    /** Refuses what cannot be sent as UTF-8 in a message whose texts end at a NUL. */
    static void requireSendable(String sql) {
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == 0) {
                throw wrong("a statement cannot contain NUL (0x00): found at character " + position(sql, i));
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == sql.length()
                        || !Character.isLowSurrogate(sql.charAt(i + 1))) {
                    throw wrong(
                            "a statement cannot contain an unpaired surrogate: found at character " + position(sql, i));
                }
                i++;
            }
        }
    }

    static ProgrammingException wrong(String message) {
        return new ProgrammingException(message, null, null, true);
    }

    static ParameterException wrongParameters(String message) {
        return new ParameterException(message, null, null, true);
    }
}
