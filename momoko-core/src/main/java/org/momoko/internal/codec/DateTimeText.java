package org.momoko.internal.codec;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Writes dates and times so that the server reads them the same under every {@code DateStyle}: year first, {@code BC}
 * for years before 1, {@code infinity} for the MIN and MAX of the JDK's classes. Two notations: that of Python's
 * {@code isoformat} for parameters ({@code 03:04:05.000678}, offset {@code +05:30}) and that of the server for results
 * (shortened fraction and offset).
 */
final class DateTimeText {
    /** Python's for parameters, or the server's for results. */
    enum Notation {
        PARAMETER,
        RESULT
    }

    private DateTimeText() {}

    static void date(StringBuilder out, LocalDate date) {
        if (!infinity(out, date.equals(LocalDate.MAX), date.equals(LocalDate.MIN))) {
            calendarDay(out, date);
            era(out, date);
        }
    }

    static void time(StringBuilder out, LocalTime time, Notation notation) {
        digits(out, time.getHour(), 2);
        out.append(':');
        digits(out, time.getMinute(), 2);
        out.append(':');
        digits(out, time.getSecond(), 2);
        int micros = time.getNano() / 1000;
        if (micros != 0) {
            out.append('.');
            digits(out, micros, 6);
            while (notation == Notation.RESULT && out.charAt(out.length() - 1) == '0') {
                out.setLength(out.length() - 1);
            }
        }
    }

    static void offset(StringBuilder out, ZoneOffset offset, Notation notation) {
        int seconds = Math.abs(offset.getTotalSeconds());
        out.append(offset.getTotalSeconds() < 0 ? '-' : '+');
        digits(out, seconds / 3600, 2);
        if (notation == Notation.PARAMETER || seconds % 3600 != 0) {
            out.append(':');
            digits(out, seconds / 60 % 60, 2);
        }
        if (seconds % 60 != 0) {
            out.append(':');
            digits(out, seconds % 60, 2);
        }
    }

    static void timestamp(StringBuilder out, LocalDateTime time, Notation notation) {
        if (!infinity(out, time.equals(LocalDateTime.MAX), time.equals(LocalDateTime.MIN))) {
            dayAndTime(out, time, notation);
            era(out, time.toLocalDate());
        }
    }

    static void timestamptz(StringBuilder out, OffsetDateTime time, Notation notation) {
        if (!infinity(out, time.equals(OffsetDateTime.MAX), time.equals(OffsetDateTime.MIN))) {
            dayAndTime(out, time.toLocalDateTime(), notation);
            offset(out, time.getOffset(), notation);
            era(out, time.toLocalDate());
        }
    }

    private static void dayAndTime(StringBuilder out, LocalDateTime time, Notation notation) {
        calendarDay(out, time.toLocalDate());
        out.append(notation == Notation.PARAMETER ? 'T' : ' ');
        time(out, time.toLocalTime(), notation);
    }

    private static void calendarDay(StringBuilder out, LocalDate date) {
        int year = date.getYear();
        digits(out, year > 0 ? year : 1 - year, 4);
        out.append('-');
        digits(out, date.getMonthValue(), 2);
        out.append('-');
        digits(out, date.getDayOfMonth(), 2);
    }

    private static void era(StringBuilder out, LocalDate date) {
        if (date.getYear() <= 0) {
            out.append(" BC");
        }
    }

    private static boolean infinity(StringBuilder out, boolean positive, boolean negative) {
        if (positive || negative) {
            out.append(positive ? "infinity" : "-infinity");
        }
        return positive || negative;
    }

    /** A number with leading zeros up to a width. */
    private static void digits(StringBuilder out, int value, int width) {
        int power = 1;
        for (int i = 1; i < width; i++) {
            power *= 10;
        }
        for (; power > value && power > 1; power /= 10) {
            out.append('0');
        }
        out.append(value);
    }
}
