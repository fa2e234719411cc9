package org.momoko.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.error.NotSupportedException;
import org.momoko.error.ProgrammingException;

/**
 * The texts given for the keys of a connection, and how they are read. Every value comes in through {@link #set} or
 * {@link #complete}, so that what no server must see is refused in one place.
 */
final class Settings {
    private final Map<ConnectionKey, String> values = new EnumMap<>(ConnectionKey.class);
    /** Where a value comes from that is not in the connection string; for messages. */
    private final Map<ConnectionKey, String> origins = new EnumMap<>(ConnectionKey.class);

    Settings copy() {
        Settings copy = new Settings();
        copy.values.putAll(values);
        copy.origins.putAll(origins);
        return copy;
    }

    /** Sets the value of a key; the last one counts. */
    void set(ConnectionKey key, String value) {
        origins.remove(key);
        values.put(key, value);
        check(key, value);
    }

    /** Sets the value of a key that has none yet. */
    void complete(ConnectionKey key, String value, String origin) {
        if (!values.containsKey(key)) {
            origins.put(key, origin);
            values.put(key, value);
            check(key, value);
        }
    }

    void remove(ConnectionKey key) {
        values.remove(key);
        origins.remove(key);
    }

    /** The text; null if there is none or it is empty, which libpq takes as a wish for the default. */
    @Nullable
    String get(ConnectionKey key) {
        String value = values.get(key);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The text, also an empty one. */
    @Nullable
    String getEvenIfEmpty(ConnectionKey key) {
        return values.get(key);
    }

    <E extends Enum<E>> E choice(ConnectionKey key, Class<E> type, E fallback) {
        String text = get(key);
        if (text == null) {
            return fallback;
        }
        E found = Keyword.find(type, text);
        if (found == null) {
            throw invalid(key, "expected one of " + Keyword.list(type));
        }
        return found;
    }

    int integer(ConnectionKey key, int fallback, int min, int max) {
        String text = get(key);
        return text == null ? fallback : integer(key, text, min, max);
    }

    int integer(ConnectionKey key, String text, int min, int max) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Its message holds the text, so it is not kept as a cause.
        }
        throw invalid(key, "expected a whole number from " + min + " to " + max);
    }

    /** Seconds, with decimals if need be; what is negative counts as zero. */
    Duration seconds(ConnectionKey key, Duration fallback) {
        String text = get(key);
        if (text == null) {
            return fallback;
        }
        if (!text.strip().matches("[+-]?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw invalid(key, "expected a number of seconds below 1000000000");
        }
        BigDecimal seconds = new BigDecimal(text.strip()).max(BigDecimal.ZERO);
        return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    }

    /** Refuses a value that demands what Momoko does not have. */
    void checkSupported() {
        values.forEach((key, value) -> {
            if (!value.isEmpty() && key.demandsUnsupported(value)) {
                throw unsupported(
                        key,
                        key.accepted().isEmpty()
                                ? "leave it out"
                                : "only the value " + String.join(" or ", key.accepted()) + " is accepted");
            }
        });
    }

    ProgrammingException invalid(ConnectionKey key, String reason) {
        return DsnErrors.invalid(named(key) + ": " + reason);
    }

    NotSupportedException unsupported(ConnectionKey key, String reason) {
        return new NotSupportedException("not supported: " + named(key) + ": " + reason);
    }

    private String named(ConnectionKey key) {
        String origin = origins.get(key);
        return origin == null ? key.word() : key.word() + " (from " + origin + ")";
    }

    /** A NUL would end the value on the wire and start another parameter; a lone surrogate has no UTF-8 form. */
    private void check(ConnectionKey key, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                throw invalid(key, "contains a NUL character");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw invalid(key, "contains half of a surrogate pair");
            }
        }
    }
}
