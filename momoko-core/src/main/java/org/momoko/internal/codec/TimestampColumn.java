package org.momoko.internal.codec;

import java.time.LocalDateTime;

/** {@code timestamp} as LocalDateTime; the infinities are {@code LocalDateTime.MAX} and {@code LocalDateTime.MIN}. */
final class TimestampColumn extends DateTimeColumn {
    TimestampColumn() {
        super("timestamp");
    }

    @Override
    public Class<?> javaType() {
        return LocalDateTime.class;
    }

    @Override
    Object readBinary(byte[] data, int offset, int length, TextSettings settings) {
        Bytes.requireLength(typeName(), 8, length);
        return DateTimes.timestamp(Bytes.getLong(data, offset));
    }

    @Override
    Object readText(DateTimeReader in) {
        int infinity = in.infinity();
        return infinity == 0 ? in.timestamp() : infinity > 0 ? LocalDateTime.MAX : LocalDateTime.MIN;
    }

    @Override
    void write(StringBuilder out, Object value) {
        DateTimeText.timestamp(out, (LocalDateTime) value, DateTimeText.Notation.RESULT);
    }
}
