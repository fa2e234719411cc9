package org.momoko.internal.codec;

/** {@code float4} as Float and {@code float8} as Double, with NaN and the infinities. */
final class FloatColumn extends ColumnCodec {
    private final boolean single;

    private FloatColumn(String typeName, boolean single) {
        super(typeName);
        this.single = single;
    }

    static FloatColumn float4() {
        return new FloatColumn("float4", true);
    }

    static FloatColumn float8() {
        return new FloatColumn("float8", false);
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Class<?> javaType() {
        return single ? Float.class : Double.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        double value = decodeDouble(data, offset, length, binary, settings);
        if (single) {
            return (float) value;
        }
        return value;
    }

    @Override
    public double decodeDouble(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (!binary) {
            return single
                    ? TextNumbers.parseFloat(data, offset, length, typeName())
                    : TextNumbers.parseDouble(data, offset, length, typeName());
        }
        if (single) {
            Bytes.requireLength(typeName(), 4, length);
            return Float.intBitsToFloat(Bytes.getInt(data, offset));
        }
        Bytes.requireLength(typeName(), 8, length);
        return Double.longBitsToDouble(Bytes.getLong(data, offset));
    }

    @Override
    String text(Object value) {
        return single ? ShortestDecimal.server((Float) value) : ShortestDecimal.server((Double) value);
    }
}
