package org.momoko.internal.codec;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The dates that were read last. The points in time of one result mostly lie on few days, and a date is immutable: rows of
 * the same day then share it, and finding it costs less than making it. Threads may overwrite each other's; what they find
 * is complete.
 */
final class Days {
    private static final int SIZE = 256;

    private static final @Nullable Day[] RECENT = new @Nullable Day[SIZE];

    private Days() {}

    private record Day(long number, LocalDate date) {}

    static LocalDate ofEpochDay(long number) {
        int slot = (int) number & SIZE - 1;
        Day recent = RECENT[slot];
        if (recent == null || recent.number != number) {
            recent = new Day(number, LocalDate.ofEpochDay(number));
            RECENT[slot] = recent;
        }
        return recent.date;
    }
}
