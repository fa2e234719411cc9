package org.momoko.type;

import java.nio.ByteBuffer;

/**
 * Reads and writes the values of one type of the server that Momoko does not know, or knows differently: a type of an
 * extension, an enum, a domain. Registered by type name with a pool or connection, which looks its OIDs up in the
 * database; arrays of the type then work too. Used by several threads at once, so it must be stateless or thread-safe.
 * NULL never reaches a codec. What it throws reaches the caller as the cause of a
 * {@link org.momoko.error.DataException} (reading) or a {@link org.momoko.error.ParameterException} (writing).
 *
 * @param <T> the class of the values, also used to choose this codec for a parameter
 */
public interface Codec<T> {
    /** The name of the type as SQL writes it, for example {@code vector} or {@code app."Mood"}; goes into statements as it is. */
    String typeName();

    /** The class of the values; a parameter of this class or a subclass is written by this codec. */
    Class<T> javaType();

    /** The value for the text form, which is what the type's output function gives. */
    T read(String text);

    /** The text form, which the type's input function must understand; not quoted. */
    String write(T value);

    /** True if {@link #readBinary} and {@link #writeBinary} work; the type then travels in its binary form. */
    default boolean binary() {
        return false;
    }

    /** The value for the binary form, which is what the type's send function gives: all bytes that remain in the buffer, big endian. */
    default T readBinary(ByteBuffer data) {
        throw new UnsupportedOperationException(typeName() + " has no binary form");
    }

    /** The binary form, which the type's receive function must understand. */
    default byte[] writeBinary(T value) {
        throw new UnsupportedOperationException(typeName() + " has no binary form");
    }
}
