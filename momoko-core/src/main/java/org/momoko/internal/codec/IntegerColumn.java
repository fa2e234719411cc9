package org.momoko.internal.codec;

import org.momoko.error.ProtocolException;

/** {@code int2} as Short, {@code int4} as Integer, {@code int8} and the unsigned {@code oid} as Long. */
final class IntegerColumn extends ColumnCodec {
    private final Class<? extends Number> javaType;
    private final int size;
    private final long min;
    private final long max;

    private IntegerColumn(String typeName, Class<? extends Number> javaType, int size, long min, long max) {
        super(typeName);
        this.javaType = javaType;
        this.size = size;
        this.min = min;
        this.max = max;
    }

    static IntegerColumn int2() {
        return new IntegerColumn("int2", Short.class, 2, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    static IntegerColumn int4() {
        return new IntegerColumn("int4", Integer.class, 4, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static IntegerColumn int8() {
        return new IntegerColumn("int8", Long.class, 8, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    static IntegerColumn oid() {
        return new IntegerColumn("oid", Long.class, 4, 0, 0xFFFF_FFFFL);
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Class<?> javaType() {
        return javaType;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        long value = decodeLong(data, offset, length, binary, settings);
        if (javaType == Integer.class) {
            return (int) value;
        }
        if (javaType == Long.class) {
            return value;
        }
        return (short) value;
    }

    @Override
    public long decodeLong(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (!binary) {
            long value = TextNumbers.parseLong(data, offset, length, typeName());
            if (value < min || value > max) {
                throw TextNumbers.malformed(typeName());
            }
            return value;
        }
        if (length != size) {
            throw new ProtocolException(typeName() + ": expected " + size + " bytes, found " + length);
        }
        if (length == 4) {
            int value = Bytes.getInt(data, offset);
            return min == 0 ? Integer.toUnsignedLong(value) : value;
        }
        return length == 8 ? Bytes.getLong(data, offset) : Bytes.getShort(data, offset);
    }

    @Override
    public double decodeDouble(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return decodeLong(data, offset, length, binary, settings);
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return binary
                ? Long.toString(decodeLong(data, offset, length, true, settings))
                : Bytes.utf8(data, offset, length);
    }
}
