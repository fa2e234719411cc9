package org.momoko.internal.codec;

import org.momoko.type.Interval;

/** {@code interval} as {@link Interval}, without loss. Binary: int64 microseconds, int32 days, int32 months. The text tells its IntervalStyle. */
final class IntervalColumn extends ColumnCodec {
    IntervalColumn() {
        super("interval");
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Class<?> javaType() {
        return Interval.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (!binary) {
            return Interval.parse(Bytes.utf8(data, offset, length));
        }
        Bytes.requireLength(typeName(), 16, length);
        return new Interval(
                Bytes.getInt(data, offset + 12), Bytes.getInt(data, offset + 8), Bytes.getLong(data, offset));
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return decode(data, offset, length, binary, settings).toString();
    }

    @Override
    boolean dependsOnSettings() {
        return true;
    }
}
