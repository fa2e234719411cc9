package org.momoko.internal.codec;

import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;
import org.momoko.error.ProtocolException;

/**
 * Reads the columns of one type, text and binary. Stateless and shared between connections. The bytes of a value are
 * {@code data[offset, offset + length)}; NULL never reaches a codec. Values that contradict their type fail with
 * {@link ProtocolException} (binary) or {@link DataException} (text), never with another exception, and no message
 * contains the value.
 */
public abstract class ColumnCodec {
    private final String typeName;

    ColumnCodec(String typeName) {
        this.typeName = typeName;
    }

    /** The server's name of the type, for messages: {@code int4}, {@code text[]}. */
    public final String typeName() {
        return typeName;
    }

    /** True if results of this type are asked for in binary; both formats can be read in any case. */
    public abstract boolean binary();

    /** The class of what {@link #decode} returns. */
    public abstract Class<?> javaType();

    /** The value in its natural class; null only for the JSON text {@code null}. */
    public abstract @Nullable Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings);

    /**
     * The value as a primitive.
     *
     * @throws DataException if the value is not a whole number in the range of long
     */
    public long decodeLong(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return Numbers.toLong(decode(data, offset, length, binary, settings), typeName);
    }

    /**
     * The value as a primitive.
     *
     * @throws DataException if the value is not a whole number in the range of int
     */
    public int decodeInt(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        long value = decodeLong(data, offset, length, binary, settings);
        if (value != (int) value) {
            throw Numbers.outOfRange(typeName, "int");
        }
        return (int) value;
    }

    /**
     * The value as a primitive, rounded where a double has fewer digits.
     *
     * @throws DataException if the value is not a number
     */
    public double decodeDouble(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return Numbers.toDouble(decode(data, offset, length, binary, settings), typeName);
    }

    /**
     * The value as a primitive.
     *
     * @throws DataException if the type is not bool
     */
    public boolean decodeBoolean(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        throw new DataException("column type " + typeName + " cannot be read as boolean");
    }

    /** The value as the server prints it under {@code DateStyle = ISO} and {@code IntervalStyle = postgres}, the same in both formats. */
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (!binary) {
            return Bytes.utf8(data, offset, length);
        }
        Object value = decode(data, offset, length, true, settings);
        return value == null ? "null" : text(value);
    }

    /**
     * The value as an instance of a class.
     *
     * @throws DataException if the type cannot be read as that class, or this value does not fit into it
     */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T decodeAs(
            byte[] data, int offset, int length, boolean binary, TextSettings settings, Class<T> type) {
        if (type == String.class || type == CharSequence.class) {
            return (T) decodeString(data, offset, length, binary, settings);
        }
        Object value = decode(data, offset, length, binary, settings);
        return value == null ? null : Conversions.convert(value, type, typeName);
    }

    /** What the server prints for a value that {@link #decode} returned. */
    String text(Object value) {
        return value.toString();
    }

    /** True if the text form depends on settings of the session, so that text results must be read before they are shown. */
    boolean dependsOnSettings() {
        return false;
    }

    final DataException malformedText(String expected) {
        return new DataException(typeName + ": malformed text, expected " + expected);
    }

    final DataException cannotBeReadAs(Class<?> type) {
        return Conversions.impossible(typeName, type);
    }
}
