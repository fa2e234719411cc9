package org.momoko.internal.codec;

import org.jspecify.annotations.Nullable;
import org.momoko.error.ParameterException;

/** Writes parameters into the text of a statement, as psycopg2 does. Immutable. */
public final class Literals {
    private final Codecs codecs;

    public Literals(Codecs codecs) {
        this.codecs = codecs;
    }

    /**
     * Appends the literal of a value.
     *
     * @param standardConformingStrings the session's setting as last reported; if off, strings become {@code E'…'} with
     *     doubled backslashes
     * @throws ParameterException if the value's class is not known, or its text cannot be sent; nothing is appended then
     */
    public void append(StringBuilder out, @Nullable Object value, boolean standardConformingStrings) {
        append(out, value, standardConformingStrings, "postgres");
    }

    /**
     * As {@link #append(StringBuilder, Object, boolean)}, in a session with another {@code IntervalStyle}.
     *
     * @param intervalStyle the session's setting as last reported
     */
    public void append(
            StringBuilder out, @Nullable Object value, boolean standardConformingStrings, String intervalStyle) {
        int start = out.length();
        try {
            new LiteralWriter(out, codecs, standardConformingStrings, intervalStyle).value(value);
        } catch (RuntimeException refused) {
            out.setLength(start);
            throw refused;
        }
    }
}
