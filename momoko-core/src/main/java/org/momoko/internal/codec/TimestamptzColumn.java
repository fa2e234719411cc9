package org.momoko.internal.codec;

import java.time.OffsetDateTime;

/** {@code timestamptz} as OffsetDateTime with the offset of the session's time zone at that instant, in both formats; UTC where the JDK does not know the zone and the result is binary. The infinities are {@code OffsetDateTime.MAX} and {@code OffsetDateTime.MIN}. */
final class TimestamptzColumn extends DateTimeColumn {
    TimestamptzColumn() {
        super("timestamptz");
    }

    @Override
    public Class<?> javaType() {
        return OffsetDateTime.class;
    }

    @Override
    Object readBinary(byte[] data, int offset, int length, TextSettings settings) {
        Bytes.requireLength(typeName(), 8, length);
        return DateTimes.timestamptz(Bytes.getLong(data, offset), settings.zone());
    }

    @Override
    Object readText(DateTimeReader in) {
        int infinity = in.infinity();
        return infinity == 0 ? in.timestamptz() : infinity > 0 ? OffsetDateTime.MAX : OffsetDateTime.MIN;
    }

    @Override
    void write(StringBuilder out, Object value) {
        DateTimeText.timestamptz(out, (OffsetDateTime) value, DateTimeText.Notation.RESULT);
    }
}
