package org.momoko.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ProgrammingException;

/**
 * Messages about malformed connection strings. They name keys and never values: a string that is quoted wrongly may
 * have its password anywhere.
 */
final class DsnErrors {
    private static final int LONGEST_NAME_SHOWN = 40;
    private static final int LARGEST_SLIP = 2;

    /** What users of other drivers write. */
    private static final Map<String, String> FOREIGN_WORDS = Map.of(
            "database", "dbname",
            "db", "dbname",
            "username", "user",
            "hostname", "host",
            "server", "host",
            "pass", "password",
            "ssl", "sslmode",
            "timeout", "connect_timeout",
            "appname", "application_name");

    private DsnErrors() {}

    static ProgrammingException invalid(String what) {
        return new ProgrammingException("invalid dsn: " + what);
    }

    /**
     * @param where added to the message, empty or with a leading blank
     * @param afterSecret whether the name may be the rest of a secret that was not quoted; it is not shown then
     */
    static ProgrammingException unknownOption(String name, String where, boolean afterSecret) {
        StringBuilder message = new StringBuilder("unknown option");
        if (!afterSecret && harmless(name)) {
            message.append(" \"").append(name).append('"');
        }
        message.append(where);
        String meant = nearest(name);
        if (meant != null) {
            message.append(", did you mean \"").append(meant).append("\"?");
        }
        return invalid(message.toString());
    }

    /** A name made of letters only, and not a secret glued to its key. */
    private static boolean harmless(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME_SHOWN) {
            return false;
        }
        for (ConnectionKey key : ConnectionKey.values()) {
            if (key.secret() && isGluedTo(key.word(), name)) {
                return false;
            }
        }
        return name.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    }

    /** Whether a name begins with the key, or with what a slip makes of it, and goes on. */
    private static boolean isGluedTo(String key, String name) {
        if (name.startsWith(key)) {
            return true;
        }
        int[] distances = distances(name, key);
        int least = Arrays.stream(distances).min().getAsInt();
        return least <= LARGEST_SLIP && distances[name.length()] > LARGEST_SLIP;
    }

    private static @Nullable String nearest(String name) {
        if (name.length() > LONGEST_NAME_SHOWN) {
            return null;
        }
        String lower = name.toLowerCase(Locale.ROOT).replace('-', '_');
        String foreign = FOREIGN_WORDS.get(lower);
        if (foreign != null) {
            return foreign;
        }
        String best = null;
        int bestDistance = Math.min(LARGEST_SLIP, lower.length() / 2) + 1;
        for (ConnectionKey key : ConnectionKey.values()) {
            if (!lower.startsWith(key.word().substring(0, 1))) {
                continue;
            }
            String plain = lower.replace("_", "");
            int distance = distances(plain, key.word().replace("_", ""))[plain.length()];
            if (distance < bestDistance) {
                best = key.word();
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Levenshtein's edit distances, row by row: from the first 0, 1, … letters of left to the whole of right. */
    private static int[] distances(String left, String right) {
        int[] distances = new int[left.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        distances[0] = right.length();
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substitution = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
            distances[i] = row[right.length()];
        }
        return distances;
    }
}
