package org.momoko.internal.codec;

import java.time.LocalTime;

/** {@code time} as LocalTime; {@code 24:00:00} is midnight. */
final class TimeColumn extends DateTimeColumn {
    TimeColumn() {
        super("time");
    }

    @Override
    public Class<?> javaType() {
        return LocalTime.class;
    }

    @Override
    Object readBinary(byte[] data, int offset, int length, TextSettings settings) {
        Bytes.requireLength(typeName(), 8, length);
        return DateTimes.time(Bytes.getLong(data, offset), typeName());
    }

    @Override
    Object readText(DateTimeReader in) {
        return in.time();
    }

    @Override
    void write(StringBuilder out, Object value) {
        DateTimeText.time(out, (LocalTime) value, DateTimeText.Notation.RESULT);
    }
}
