package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ParameterException;
import org.momoko.type.Oid;

/**
 * How the values of one family of Java classes become parameters: as a literal in the text of a statement, and bound in
 * text or binary. The OID of the bound form is the type that the server gives the literal, so that both forms mean the
 * same. Stateless and shared.
 *
 * @param <T> the common class of the values
 */
abstract class ParameterType<T> {
    /** The OID to bind a value with; {@link Oid#UNSPECIFIED} for an untyped literal, {@link Parameters#UNBINDABLE} if only the literal can express the value. */
    abstract int oid(T value, Codecs codecs);

    /** Appends the literal, byte for byte what psycopg2 gives. */
    abstract void literal(LiteralWriter out, T value);

    /** Appends what the input function of the type reads: the bound text form, and the element of a text array. */
    abstract void text(StringBuilder out, T value, Codecs codecs);

    /** Writes the bytes of the binary form for an OID that {@link #oid} gave, or for a wider numeric type. */
    void binary(ByteBuf out, T value, int oid, Codecs codecs) {
        if (oid != Oid.TEXT) {
            throw mismatch(value, oid);
        }
        writeText(out, value, codecs);
    }

    /** Writes the bytes of the bound text form. */
    void writeText(ByteBuf out, T value, Codecs codecs) {
        StringBuilder text = new StringBuilder();
        text(text, value, codecs);
        Utf8.write(out, text);
    }

    static ParameterException mismatch(Object value, int oid) {
        return new ParameterException("a value of class '" + value.getClass().getName()
                + "' cannot be sent as a parameter of the type with OID " + Integer.toUnsignedString(oid));
    }
}
