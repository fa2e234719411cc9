package org.momoko.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.momoko.error.ProtocolException;

/** Big-endian reads from and writes to a byte array, and the check that a value of fixed size has that size. */
public final class Bytes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static short getShort(byte[] data, int offset) {
        return (short) SHORT.get(data, offset);
    }

    public static int getInt(byte[] data, int offset) {
        return (int) INT.get(data, offset);
    }

    static long getLong(byte[] data, int offset) {
        return (long) LONG.get(data, offset);
    }

    public static void putInt(byte[] data, int offset, int value) {
        INT.set(data, offset, value);
    }

    public static void putLong(byte[] data, int offset, long value) {
        LONG.set(data, offset, value);
    }

    /** The text in UTF-8; what is malformed becomes U+FFFD, as the JDK has it. */
    static String utf8(byte[] data, int offset, int length) {
        return Utf8Reader.read(data, offset, length);
    }

    /** @throws ProtocolException if the binary value of a type does not have the size that the type has */
    static void requireLength(String type, int expected, int length) {
        if (length != expected) {
            throw new ProtocolException(type + ": expected " + expected + " bytes, found " + length);
        }
    }
}
