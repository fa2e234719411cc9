package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import org.momoko.error.ParameterException;
import org.momoko.internal.codec.DateTimeText.Notation;
import org.momoko.type.Oid;

/** Dates and times as parameters; nanoseconds below a microsecond are cut off, never rounded up to another day. */
final class DateTimeParameters {
    private DateTimeParameters() {}

    static final class DateParameter extends TypedParameter<LocalDate> {
        DateParameter() {
            super(Oid.DATE, "date");
        }

        @Override
        void text(StringBuilder out, LocalDate value) {
            DateTimeText.date(out, value);
        }

        @Override
        void binary(ByteBuf out, LocalDate value) {
            out.writeInt(DateTimes.days(value));
        }
    }

    static final class TimeParameter extends TypedParameter<LocalTime> {
        TimeParameter() {
            super(Oid.TIME, "time");
        }

        @Override
        void text(StringBuilder out, LocalTime value) {
            DateTimeText.time(out, value, Notation.PARAMETER);
        }

        @Override
        void binary(ByteBuf out, LocalTime value) {
            out.writeLong(DateTimes.micros(value));
        }
    }

    static final class TimetzParameter extends TypedParameter<OffsetTime> {
        TimetzParameter() {
            super(Oid.TIMETZ, "timetz");
        }

        @Override
        void text(StringBuilder out, OffsetTime value) {
            DateTimeText.time(out, value.toLocalTime(), Notation.PARAMETER);
            DateTimeText.offset(out, value.getOffset(), Notation.PARAMETER);
        }

        @Override
        void binary(ByteBuf out, OffsetTime value) {
            out.writeLong(DateTimes.micros(value.toLocalTime()));
            out.writeInt(-value.getOffset().getTotalSeconds());
        }
    }

    static final class TimestampParameter extends TypedParameter<LocalDateTime> {
        TimestampParameter() {
            super(Oid.TIMESTAMP, "timestamp");
        }

        @Override
        void text(StringBuilder out, LocalDateTime value) {
            DateTimeText.timestamp(out, value, Notation.PARAMETER);
        }

        @Override
        void binary(ByteBuf out, LocalDateTime value) {
            out.writeLong(DateTimes.micros(value));
        }
    }

    /** OffsetDateTime, ZonedDateTime, Instant and java.util.Date; the latter two are written in UTC. */
    static final class TimestamptzParameter extends TypedParameter<Object> {
        TimestamptzParameter() {
            super(Oid.TIMESTAMPTZ, "timestamptz");
        }

        @Override
        void text(StringBuilder out, Object value) {
            DateTimeText.timestamptz(out, offsetDateTime(value), Notation.PARAMETER);
        }

        @Override
        void binary(ByteBuf out, Object value) {
            out.writeLong(DateTimes.micros(offsetDateTime(value)));
        }

        @SuppressWarnings("JavaUtilDate")
        private static OffsetDateTime offsetDateTime(Object value) {
            if (value instanceof OffsetDateTime time) {
                return time;
            }
            if (value instanceof ZonedDateTime time) {
                return time.toOffsetDateTime();
            }
            Instant instant = value instanceof Date date ? instant(date) : (Instant) value;
            if (instant.equals(Instant.MAX)) {
                return OffsetDateTime.MAX;
            }
            return instant.equals(Instant.MIN) ? OffsetDateTime.MIN : instant.atOffset(ZoneOffset.UTC);
        }

        @SuppressWarnings("JavaUtilDate")
        private static Instant instant(Date date) {
            try {
                return date.toInstant();
            } catch (UnsupportedOperationException halfATimestamp) {
                // java.sql.Date and java.sql.Time, which are a day or a time of day only.
                throw new ParameterException(
                        "can't adapt type '" + date.getClass().getName() + "', use java.time.LocalDate or LocalTime",
                        halfATimestamp);
            }
        }
    }
}
