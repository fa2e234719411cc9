package org.momoko.internal.codec;

import java.time.LocalDate;

/** {@code date} as LocalDate; the infinities are {@code LocalDate.MAX} and {@code LocalDate.MIN}. */
final class DateColumn extends DateTimeColumn {
    DateColumn() {
        super("date");
    }

    @Override
    public Class<?> javaType() {
        return LocalDate.class;
    }

    @Override
    Object readBinary(byte[] data, int offset, int length, TextSettings settings) {
        Bytes.requireLength(typeName(), 4, length);
        return DateTimes.date(Bytes.getInt(data, offset));
    }

    @Override
    Object readText(DateTimeReader in) {
        int infinity = in.infinity();
        return infinity == 0 ? in.date() : infinity > 0 ? LocalDate.MAX : LocalDate.MIN;
    }

    @Override
    void write(StringBuilder out, Object value) {
        DateTimeText.date(out, (LocalDate) value);
    }
}
