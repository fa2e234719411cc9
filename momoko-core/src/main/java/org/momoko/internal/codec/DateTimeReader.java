package org.momoko.internal.codec;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import org.momoko.error.DataException;

/**
 * Reads the text that the server writes for dates and times under {@code DateStyle = ISO}
 * ({@code EncodeDateOnly}, {@code EncodeDateTime} in {@code src/backend/utils/adt/datetime.c}):
 * {@code 2020-01-02 03:04:05.000678+05:21:10 BC}. Years may have more than four digits.
 */
final class DateTimeReader {
    private final String type;
    private final byte[] data;
    private final int end;
    private int position;

    /** @throws DataException if the session's DateStyle is not ISO, since day and month could be swapped unnoticed */
    DateTimeReader(String type, byte[] data, int offset, int length, TextSettings settings) {
        if (!settings.isoDates()) {
            throw new DataException(type + ": the session's DateStyle is " + settings.dateStyle()
                    + ", text results can only be read with ISO");
        }
        this.type = type;
        this.data = data;
        this.position = offset;
        this.end = offset + length;
    }

    /** 1 for {@code infinity}, −1 for {@code -infinity}, 0 for everything else. */
    int infinity() {
        if (is("infinity")) {
            return 1;
        }
        return is("-infinity") ? -1 : 0;
    }

    LocalDate date() {
        int year = digits(4, 7);
        expect('-');
        int month = digits(2, 2);
        expect('-');
        int day = digits(2, 2);
        return checkedDate(era(year), month, day);
    }

    LocalTime time() {
        LocalTime time = clock();
        requireEnd();
        return time;
    }

    OffsetTime offsetTime() {
        LocalTime time = clock();
        ZoneOffset offset = offset();
        requireEnd();
        return OffsetTime.of(time, offset);
    }

    LocalDateTime timestamp() {
        int year = digits(4, 7);
        expect('-');
        int month = digits(2, 2);
        expect('-');
        int day = digits(2, 2);
        expect(' ');
        LocalTime time = clock();
        return LocalDateTime.of(checkedDate(era(year), month, day), time);
    }

    OffsetDateTime timestamptz() {
        int year = digits(4, 7);
        expect('-');
        int month = digits(2, 2);
        expect('-');
        int day = digits(2, 2);
        expect(' ');
        LocalTime time = clock();
        ZoneOffset offset = offset();
        return OffsetDateTime.of(checkedDate(era(year), month, day), time, offset);
    }

    /** The year with what follows the rest of the text: {@code BC} or nothing. There is no year 0: 1 BC is 0 in the JDK. */
    private int era(int year) {
        if (end - position == 3 && data[position] == ' ' && data[position + 1] == 'B' && data[position + 2] == 'C') {
            position = end;
            return 1 - year;
        }
        requireEnd();
        return year;
    }

    private LocalDate checkedDate(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException noSuchDay) {
            throw malformed();
        }
    }

    private LocalTime clock() {
        int hour = digits(2, 2);
        expect(':');
        int minute = digits(2, 2);
        expect(':');
        int second = digits(2, 2);
        int micros = 0;
        if (position < end && data[position] == '.') {
            position++;
            int first = position;
            micros = digits(1, 6);
            for (int missing = 6 - (position - first); missing > 0; missing--) {
                micros *= 10;
            }
        }
        if (minute > 59 || second > 59) {
            throw malformed();
        }
        return DateTimes.time(((hour * 60L + minute) * 60 + second) * 1_000_000 + micros, type);
    }

    /** {@code +05}, {@code -05:30} or {@code +05:21:10}. */
    private ZoneOffset offset() {
        if (position == end || (data[position] != '+' && data[position] != '-')) {
            throw malformed();
        }
        int sign = data[position++] == '-' ? -1 : 1;
        int seconds = digits(2, 2) * 3600;
        for (int unit = 60; unit > 0 && position < end && data[position] == ':'; unit /= 60) {
            position++;
            seconds += digits(2, 2) * unit;
        }
        return DateTimes.offset(sign * seconds, type);
    }

    private int digits(int atLeast, int atMost) {
        int first = position;
        int value = 0;
        while (position < end && position - first < atMost && data[position] >= '0' && data[position] <= '9') {
            value = value * 10 + data[position++] - '0';
        }
        if (position - first < atLeast) {
            throw malformed();
        }
        return value;
    }

    private void expect(char character) {
        if (position == end || data[position] != character) {
            throw malformed();
        }
        position++;
    }

    private void requireEnd() {
        if (position != end) {
            throw malformed();
        }
    }

    private boolean is(String text) {
        if (end - position != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (data[position + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private DataException malformed() {
        return new DataException(type + ": malformed text, expected the form of DateStyle ISO");
    }
}
