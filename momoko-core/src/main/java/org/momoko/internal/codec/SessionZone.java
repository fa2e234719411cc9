package org.momoko.internal.codec;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;

/**
 * Finds the JDK's zone for a {@code TimeZone} as the server reports it. The server takes names of the tz database first
 * and POSIX specifications otherwise; so does this. POSIX specifications with daylight saving time are unknown here.
 */
final class SessionZone {
    private SessionZone() {}

    /** The zone, or UTC if the JDK does not know it: instants stay right, only their offset is shown as UTC. */
    static ZoneId of(String name) {
        if (ZoneRulesProvider.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        return switch (name) {
            // In the tz database, but only aliases in JDKs before 24.
            case "EST" -> ZoneOffset.ofHours(-5);
            case "MST" -> ZoneOffset.ofHours(-7);
            case "HST" -> ZoneOffset.ofHours(-10);
            default -> posix(name);
        };
    }

    /** A POSIX specification without daylight saving: {@code <+05:30>-05:30}, {@code ABC5}, or {@code -05:30}. Its sign is turned: west is positive. */
    private static ZoneId posix(String name) {
        int position = 0;
        if (name.startsWith("<")) {
            position = name.indexOf('>') + 1;
        } else {
            while (position < name.length() && Character.isLetter(name.charAt(position))) {
                position++;
            }
        }
        if (position == name.length()) {
            return ZoneOffset.UTC;
        }
        int sign = -1;
        char first = name.charAt(position);
        if (first == '+' || first == '-') {
            sign = first == '-' ? 1 : -1;
            position++;
        }
        String[] parts = name.substring(position).split(":", -1);
        int[] numbers = new int[3];
        if (parts.length > 3) {
            return ZoneOffset.UTC;
        }
        try {
            for (int i = 0; i < parts.length; i++) {
                numbers[i] = Integer.parseInt(parts[i]);
            }
            return ZoneOffset.ofHoursMinutesSeconds(sign * numbers[0], sign * numbers[1], sign * numbers[2]);
        } catch (NumberFormatException | DateTimeException notAnOffset) {
            return ZoneOffset.UTC;
        }
    }
}
