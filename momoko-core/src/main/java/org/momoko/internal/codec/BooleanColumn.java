package org.momoko.internal.codec;

/** {@code bool} as Boolean: {@code t} or {@code f} as text, one byte 1 or 0 in binary. */
final class BooleanColumn extends ColumnCodec {
    BooleanColumn() {
        super("bool");
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Class<?> javaType() {
        return Boolean.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return decodeBoolean(data, offset, length, binary, settings);
    }

    @Override
    public boolean decodeBoolean(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (binary) {
            Bytes.requireLength(typeName(), 1, length);
        }
        byte value = length == 1 ? data[offset] : -1;
        if (value == (binary ? 1 : 't')) {
            return true;
        }
        if (value == (binary ? 0 : 'f')) {
            return false;
        }
        throw malformedText(binary ? "byte 0 or 1" : "t or f");
    }

    @Override
    String text(Object value) {
        return (Boolean) value ? "t" : "f";
    }
}
