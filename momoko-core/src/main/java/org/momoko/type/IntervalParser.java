package org.momoko.type;

import org.momoko.error.DataException;

/**
 * Reads the four output forms of {@code EncodeInterval} in {@code src/backend/utils/adt/datetime.c}. They are told apart
 * by their first character and by whether units are written: {@code @} is postgres_verbose, {@code P} iso_8601, unit
 * words are postgres, and none of these is sql_standard.
 */
final class IntervalParser {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final String text;
    private int position;
    private long months;
    private long days;
    private long micros;

    IntervalParser(String text) {
        this.text = text;
    }

    Interval parse() {
        if (text.equals("infinity")) {
            return Interval.INFINITY;
        }
        if (text.equals("-infinity")) {
            return Interval.NEGATIVE_INFINITY;
        }
        try {
            if (text.startsWith("P")) {
                iso();
            } else if (text.startsWith("@")) {
                verbose();
            } else if (hasUnitWord()) {
                words();
            } else {
                standard();
            }
            return new Interval(Math.toIntExact(months), Math.toIntExact(days), micros);
        } catch (ArithmeticException tooLarge) {
            throw new DataException("interval: a part is out of range", tooLarge);
        }
    }

    private boolean hasUnitWord() {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetter(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** {@code P-1Y2M3DT-4H5M-6.789S}, each part with its own sign; {@code PT0S} is zero. */
    private void iso() {
        position = 1;
        boolean time = false;
        boolean any = false;
        while (position < text.length()) {
            if (peek() == 'T') {
                position++;
                time = true;
                continue;
            }
            long number = number(sign(1));
            char unit = position < text.length() ? text.charAt(position++) : ' ';
            if (!time) {
                addUnit(unit == 'Y' ? "year" : unit == 'M' ? "mon" : unit == 'D' ? "day" : "", number);
            } else {
                addUnit(unit == 'H' ? "hour" : unit == 'M' ? "min" : unit == 'S' ? "sec" : "", number);
            }
            any = true;
        }
        require(any);
    }

    /** {@code @ 1 year 2 mons -3 days 4 hours 5 mins 6.789 secs ago}; {@code ago} turns every sign; {@code @ 0} is zero. */
    private void verbose() {
        position = 1;
        boolean any = false;
        while (skipBlank()) {
            if (text.startsWith("ago", position)) {
                position += 3;
                require(any && position == text.length());
                months = Math.negateExact(months);
                days = Math.negateExact(days);
                micros = Math.negateExact(micros);
                return;
            }
            long number = number(sign(1));
            if (position == text.length()) {
                require(number == 0 && !any);
                return;
            }
            skipBlank();
            addUnit(word(), number);
            any = true;
        }
        require(any);
    }

    /** {@code 1 year 2 mons -3 days +04:05:06.789}. */
    private void words() {
        while (skipBlank()) {
            int sign = sign(1);
            int start = position;
            long number = number(sign);
            if (position < text.length() && peek() == ':') {
                position = start;
                clock(sign);
            } else {
                skipBlank();
                addUnit(word(), number);
            }
        }
    }

    /** {@code 1-2}, {@code 3 4:05:06}, {@code +1-2 -3 +4:05:06}, {@code 0}; a sign holds until the next one. */
    private void standard() {
        int sign = 1;
        boolean any = false;
        while (skipBlank()) {
            sign = sign(sign);
            int start = position;
            long number = number(1);
            char next = position < text.length() ? peek() : ' ';
            if (next == ':') {
                position = start;
                clock(sign);
            } else if (next == '-') {
                position++;
                addUnit("year", wholeNumber(number) * sign * MICROS_PER_SECOND);
                addUnit("mon", number(sign));
            } else {
                // Days alone are never written: a time follows, unless this is the zero of all parts.
                require(position < text.length() || number == 0);
                addUnit("day", number * sign);
            }
            any = true;
        }
        require(any);
    }

    /** {@code hours:minutes:seconds.fraction}, where hours may have any number of digits. */
    private void clock(int sign) {
        addUnit("hour", number(sign));
        for (int part = 0; part < 2; part++) {
            if (position == text.length()) {
                require(part == 1);
                return;
            }
            require(peek() == ':');
            position++;
            addUnit(part == 0 ? "min" : "sec", number(sign));
        }
    }

    /** Adds a number of millionths of a unit. Only seconds may have a fraction. */
    private void addUnit(String unit, long millionths) {
        switch (unit) {
            case "year", "years" -> months = Math.addExact(months, Math.multiplyExact(wholeNumber(millionths), 12L));
            case "mon", "mons" -> months = Math.addExact(months, wholeNumber(millionths));
            case "day", "days" -> days = Math.addExact(days, wholeNumber(millionths));
            case "hour", "hours" -> micros = Math.addExact(micros, Math.multiplyExact(millionths, 3600L));
            case "min", "mins" -> micros = Math.addExact(micros, Math.multiplyExact(millionths, 60L));
            case "sec", "secs" -> micros = Math.addExact(micros, millionths);
            default -> throw malformed();
        }
    }

    private long wholeNumber(long millionths) {
        require(millionths % MICROS_PER_SECOND == 0);
        return millionths / MICROS_PER_SECOND;
    }

    /** Digits with an optional fraction of at most six digits, in millionths, with the sign (which also may stand here). */
    private long number(int sign) {
        int first = position;
        long value = 0;
        while (position < text.length() && isDigit(peek())) {
            value = Math.addExact(Math.multiplyExact(value, 10L), (long) sign * (peek() - '0'));
            position++;
        }
        require(position > first);
        value = Math.multiplyExact(value, MICROS_PER_SECOND);
        if (position < text.length() && peek() == '.') {
            position++;
            long weight = MICROS_PER_SECOND / 10;
            while (position < text.length() && isDigit(peek())) {
                value = Math.addExact(value, weight * sign * (peek() - (long) '0'));
                weight /= 10;
                position++;
            }
        }
        return value;
    }

    private int sign(int otherwise) {
        if (position < text.length() && (peek() == '-' || peek() == '+')) {
            return text.charAt(position++) == '-' ? -1 : 1;
        }
        return otherwise;
    }

    private String word() {
        int start = position;
        while (position < text.length() && Character.isLetter(peek())) {
            position++;
        }
        return text.substring(start, position);
    }

    /** Skips blanks; false at the end of the text. */
    private boolean skipBlank() {
        while (position < text.length() && peek() == ' ') {
            position++;
        }
        return position < text.length();
    }

    private char peek() {
        return text.charAt(position);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void require(boolean condition) {
        if (!condition) {
            throw malformed();
        }
    }

    private DataException malformed() {
        return new DataException("interval: none of the forms of IntervalStyle postgres, postgres_verbose, "
                + "sql_standard or iso_8601, at character " + position);
    }
}
