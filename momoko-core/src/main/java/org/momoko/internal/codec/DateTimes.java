package org.momoko.internal.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.momoko.error.DataException;

/**
 * The server's numbers for points in time: days, or microseconds, since 2000-01-01 ({@code POSTGRES_EPOCH_JDATE} in
 * {@code src/include/datatype/timestamp.h}), where the smallest and largest number are the infinities. Those are the MIN
 * and MAX of the JDK's classes here, in both directions. What the numbers cannot hold becomes the one next to an infinity,
 * which the server refuses with the same SQLSTATE as the literal: its own range is smaller.
 */
final class DateTimes {
    static final int EPOCH_DAY = 10_957;
    static final long EPOCH_SECOND = 946_684_800L;
    static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    private DateTimes() {}

    static LocalDate date(int days) {
        if (days == Integer.MAX_VALUE) {
            return LocalDate.MAX;
        }
        return days == Integer.MIN_VALUE ? LocalDate.MIN : Days.ofEpochDay((long) days + EPOCH_DAY);
    }

    static int days(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return Integer.MAX_VALUE;
        }
        if (date.equals(LocalDate.MIN)) {
            return Integer.MIN_VALUE;
        }
        long days = date.toEpochDay() - EPOCH_DAY;
        return (int) Math.max(Integer.MIN_VALUE + 1, Math.min(Integer.MAX_VALUE - 1, days));
    }

    /** 24:00:00, which {@code time} can hold and LocalTime cannot, becomes midnight. */
    static LocalTime time(long micros, String type) {
        if (micros < 0 || micros > MICROS_PER_DAY) {
            throw new DataException(type + ": expected at most the microseconds of a day");
        }
        return micros == MICROS_PER_DAY ? LocalTime.MIDNIGHT : LocalTime.ofNanoOfDay(micros * 1000);
    }

    static long micros(LocalTime time) {
        return time.toNanoOfDay() / 1000;
    }

    static LocalDateTime timestamp(long micros) {
        if (micros == Long.MAX_VALUE) {
            return LocalDateTime.MAX;
        }
        return micros == Long.MIN_VALUE ? LocalDateTime.MIN : local(micros, ZoneOffset.UTC);
    }

    @SuppressWarnings("JavaLocalDateTimeGetNano")
    static long micros(LocalDateTime time) {
        if (time.equals(LocalDateTime.MAX)) {
            return Long.MAX_VALUE;
        }
        if (time.equals(LocalDateTime.MIN)) {
            return Long.MIN_VALUE;
        }
        return micros(time.toEpochSecond(ZoneOffset.UTC), time.getNano());
    }

    /** The instant with the offset that the zone has then, which is what the server prints. */
    static OffsetDateTime timestamptz(long micros, ZoneId zone) {
        if (micros == Long.MAX_VALUE) {
            return OffsetDateTime.MAX;
        }
        if (micros == Long.MIN_VALUE) {
            return OffsetDateTime.MIN;
        }
        ZoneOffset offset;
        if (zone instanceof ZoneOffset fixed) {
            offset = fixed;
        } else {
            long second = Math.floorDiv(micros, MICROS_PER_SECOND) + EPOCH_SECOND;
            offset = zone.getRules().getOffset(Instant.ofEpochSecond(second));
        }
        return OffsetDateTime.of(local(micros, offset), offset);
    }

    static long micros(OffsetDateTime time) {
        if (time.equals(OffsetDateTime.MAX)) {
            return Long.MAX_VALUE;
        }
        if (time.equals(OffsetDateTime.MIN)) {
            return Long.MIN_VALUE;
        }
        return micros(time.toEpochSecond(), time.getNano());
    }

    /** An offset of a time zone in seconds east; the server's limit is below the JDK's 18 hours. */
    static ZoneOffset offset(int seconds, String type) {
        try {
            return ZoneOffset.ofTotalSeconds(seconds);
        } catch (DateTimeException tooLarge) {
            throw new DataException(type + ": expected a time zone offset of at most 18 hours");
        }
    }

    private static LocalDateTime local(long micros, ZoneOffset offset) {
        long second = Math.floorDiv(micros, MICROS_PER_SECOND) + EPOCH_SECOND + offset.getTotalSeconds();
        long nano = Math.floorMod(micros, MICROS_PER_SECOND) * 1000;
        LocalDate day = Days.ofEpochDay(Math.floorDiv(second, SECONDS_PER_DAY));
        return LocalDateTime.of(
                day, LocalTime.ofNanoOfDay(Math.floorMod(second, SECONDS_PER_DAY) * NANOS_PER_SECOND + nano));
    }

    /** Nanoseconds below a microsecond are cut off, so 23:59:59.999999999 stays on its day. */
    private static long micros(long epochSecond, int nano) {
        long second = epochSecond - EPOCH_SECOND;
        if (Math.abs(second) >= Long.MAX_VALUE / MICROS_PER_SECOND) {
            return second < 0 ? Long.MIN_VALUE + 1 : Long.MAX_VALUE - 1;
        }
        return second * MICROS_PER_SECOND + nano / 1000;
    }
}
