package org.momoko.internal.codec;

import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import org.momoko.error.DataException;

/** {@code timetz} as OffsetTime; {@code 24:00:00} is midnight. Binary: int64 microseconds, int32 seconds west of UTC. */
final class TimetzColumn extends DateTimeColumn {
    TimetzColumn() {
        super("timetz");
    }

    @Override
    public Class<?> javaType() {
        return OffsetTime.class;
    }

    @Override
    Object readBinary(byte[] data, int offset, int length, TextSettings settings) {
        Bytes.requireLength(typeName(), 12, length);
        LocalTime time = DateTimes.time(Bytes.getLong(data, offset), typeName());
        int west = Bytes.getInt(data, offset + 8);
        if (west == Integer.MIN_VALUE) {
            throw new DataException("timetz: expected a time zone offset of at most 18 hours");
        }
        ZoneOffset zone = DateTimes.offset(-west, typeName());
        return OffsetTime.of(time, zone);
    }

    @Override
    Object readText(DateTimeReader in) {
        return in.offsetTime();
    }

    @Override
    void write(StringBuilder out, Object value) {
        OffsetTime time = (OffsetTime) value;
        DateTimeText.time(out, time.toLocalTime(), DateTimeText.Notation.RESULT);
        DateTimeText.offset(out, time.getOffset(), DateTimeText.Notation.RESULT);
    }
}
