package org.momoko.type;

import java.time.Duration;
import java.time.Period;
import org.momoko.error.DataException;
import org.momoko.error.ParameterException;

/**
 * The server's {@code interval} without loss: months, days and microseconds that it keeps apart, because months and days
 * differ in length. Each part has its own sign. Since PostgreSQL 17 an interval can be infinite; that is the largest (or
 * smallest) value in all three parts.
 *
 * @param months whole months, twelve to a year
 * @param days whole days
 * @param microseconds the rest of the time
 */
public record Interval(int months, int days, long microseconds) {
    /** {@code infinity}, PostgreSQL 17 and newer ({@code INTERVAL_NOEND} in {@code timestamp.h}). */
    public static final Interval INFINITY = new Interval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** {@code -infinity}, PostgreSQL 17 and newer ({@code INTERVAL_NOBEGIN} in {@code timestamp.h}). */
    public static final Interval NEGATIVE_INFINITY = new Interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);

    private static final long SECONDS_PER_DAY = 86_400;
    private static final int DAYS_PER_YEAR = 365;
    private static final int DAYS_PER_MONTH = 30;

    /**
     * Whole days of 24 hours and the rest of the day, which is never negative: minus one second is −1 day and 86399
     * seconds. Nanoseconds below a microsecond are cut off.
     *
     * @throws ParameterException if there are more days than an {@code int} holds
     */
    public static Interval of(Duration duration) {
        long days = Math.floorDiv(duration.getSeconds(), SECONDS_PER_DAY);
        long seconds = Math.floorMod(duration.getSeconds(), SECONDS_PER_DAY);
        if (days != (int) days) {
            throw new ParameterException("a Duration of more than 2147483647 days does not fit into an interval");
        }
        return new Interval(0, (int) days, seconds * 1_000_000 + duration.getNano() / 1000);
    }

    /**
     * Years and months as months, days as days.
     *
     * @throws ParameterException if there are more months than an {@code int} holds
     */
    @SuppressWarnings("JavaPeriodGetDays")
    public static Interval of(Period period) {
        long months = period.toTotalMonths();
        if (months != (int) months) {
            throw new ParameterException("a Period of more than 2147483647 months does not fit into an interval");
        }
        return new Interval((int) months, period.getDays(), 0);
    }

    /**
     * Reads what the server writes under any {@code IntervalStyle}: {@code postgres}, {@code postgres_verbose},
     * {@code sql_standard} and {@code iso_8601}. The four forms exclude each other, so the style need not be known.
     *
     * @throws DataException if the text has none of these forms or a part does not fit
     */
    public static Interval parse(String text) {
        return new IntervalParser(text).parse();
    }

    /** True for {@link #INFINITY} and {@link #NEGATIVE_INFINITY}. */
    public boolean isInfinite() {
        return equals(INFINITY) || equals(NEGATIVE_INFINITY);
    }

    /**
     * A length of time by the rule of psycopg2: a year is 365 days, a month 30 days, a day 24 hours; so {@code 1 year 2
     * mons 3 days} is 428 days.
     *
     * @throws DataException if the interval is infinite
     */
    public Duration toDuration() {
        if (isInfinite()) {
            throw new DataException("an infinite interval cannot be read as java.time.Duration");
        }
        long totalDays = (long) (months / 12) * DAYS_PER_YEAR + (long) (months % 12) * DAYS_PER_MONTH + days;
        return Duration.ofDays(totalDays)
                .plusSeconds(microseconds / 1_000_000)
                .plusNanos(microseconds % 1_000_000 * 1000);
    }

    /** The form of the server under {@code IntervalStyle = postgres}: {@code 1 year 2 mons -3 days +04:05:06.789}. */
    @Override
    public String toString() {
        if (isInfinite()) {
            return months > 0 ? "infinity" : "-infinity";
        }
        StringBuilder out = new StringBuilder(32);
        boolean afterNegative = part(out, months / 12, "year", false);
        afterNegative = part(out, months % 12, "mon", afterNegative);
        afterNegative = part(out, days, "day", afterNegative);
        if (microseconds != 0 || out.length() == 0) {
            time(out, afterNegative);
        }
        return out.toString();
    }

    /** Appends one part; a positive one after a negative one gets a sign. Returns whether the last part was negative. */
    private static boolean part(StringBuilder out, int value, String unit, boolean afterNegative) {
        if (value == 0) {
            return afterNegative;
        }
        if (out.length() > 0) {
            out.append(' ');
        }
        if (afterNegative && value > 0) {
            out.append('+');
        }
        out.append(value).append(' ').append(unit).append(value == 1 ? "" : "s");
        return value < 0;
    }

    private void time(StringBuilder out, boolean afterNegative) {
        if (out.length() > 0) {
            out.append(' ');
        }
        if (microseconds < 0) {
            out.append('-');
        } else if (afterNegative) {
            out.append('+');
        }
        // Math.abs is not used before dividing: the smallest long has no positive counterpart.
        long seconds = Math.abs(microseconds / 1_000_000);
        long fraction = Math.abs(microseconds % 1_000_000);
        twoDigits(out, seconds / 3600);
        out.append(':');
        twoDigits(out, seconds / 60 % 60);
        out.append(':');
        twoDigits(out, seconds % 60);
        if (fraction != 0) {
            String digits = Long.toString(1_000_000 + fraction);
            int end = digits.length();
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            out.append('.').append(digits, 1, end);
        }
    }

    private static void twoDigits(StringBuilder out, long value) {
        if (value < 10) {
            out.append('0');
        }
        out.append(value);
    }
}
