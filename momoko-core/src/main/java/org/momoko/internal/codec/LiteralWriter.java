package org.momoko.internal.codec;

import org.jspecify.annotations.Nullable;
import org.momoko.error.ParameterException;

/** The text of one literal as it grows, with the settings that its form depends on. */
final class LiteralWriter {
    /** Far above the six dimensions of an array; a list that contains itself ends here instead of exhausting the stack. */
    static final int MAX_DEPTH = 64;

    private final StringBuilder out;
    private final Codecs codecs;
    private final boolean standardConformingStrings;
    private final String intervalStyle;
    private int depth;

    LiteralWriter(StringBuilder out, Codecs codecs, boolean standardConformingStrings, String intervalStyle) {
        this.out = out;
        this.codecs = codecs;
        this.standardConformingStrings = standardConformingStrings;
        this.intervalStyle = intervalStyle;
    }

    /** True if the server takes a minus sign in front of an interval for all its parts ({@code DecodeInterval} in datetime.c). */
    boolean leadingSignCountsForAll() {
        return intervalStyle.equals("sql_standard");
    }

    Codecs codecs() {
        return codecs;
    }

    /** Appends SQL as it is. */
    LiteralWriter raw(CharSequence sql) {
        out.append(sql);
        return this;
    }

    /** Appends a number; a negative one gets a leading blank, so that a minus sign before it does not begin a comment. */
    void number(String number) {
        if (number.charAt(0) == '-') {
            out.append(' ');
        }
        out.append(number);
    }

    /** Appends a string constant with everything escaped that needs it under the session's standard_conforming_strings. */
    LiteralWriter quoted(CharSequence text) {
        out.append(standardConformingStrings ? "'" : "E'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || (c == '\\' && !standardConformingStrings)) {
                out.append(c);
            } else if (c == 0) {
                throw Utf8.nul();
            } else if (Character.isSurrogate(c)) {
                Utf8.requirePair(text, i++);
                out.append(c);
                c = text.charAt(i);
            }
            out.append(c);
        }
        out.append('\'');
        return this;
    }

    /** Appends the literal of any value. */
    LiteralWriter value(@Nullable Object value) {
        if (value == null) {
            out.append("NULL");
            return this;
        }
        if (++depth > MAX_DEPTH) {
            throw new ParameterException("a parameter is nested more than " + MAX_DEPTH + " deep");
        }
        codecs.parameterType(value).literal(this, value);
        depth--;
        return this;
    }
}
