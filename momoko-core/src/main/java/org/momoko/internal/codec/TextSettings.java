package org.momoko.internal.codec;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What the reading of a value needs to know of the session: {@code DateStyle}, {@code IntervalStyle} and
 * {@code TimeZone} as the server last reported them. Immutable; a result keeps the settings that held when it arrived.
 */
public final class TextSettings {
    /** What Momoko asks for at startup, with UTC until the server reports its zone. */
    public static final TextSettings DEFAULT = new TextSettings("ISO, MDY", "postgres", "UTC", ZoneOffset.UTC);

    private final String dateStyle;
    private final String intervalStyle;
    private final String timeZone;
    private final ZoneId zone;

    private TextSettings(String dateStyle, String intervalStyle, String timeZone, ZoneId zone) {
        this.dateStyle = dateStyle;
        this.intervalStyle = intervalStyle;
        this.timeZone = timeZone;
        this.zone = zone;
    }

    /** These settings after a ParameterStatus message; the same object if the parameter is none of ours. */
    public TextSettings with(String name, String value) {
        return switch (name) {
            case "DateStyle" -> new TextSettings(value, intervalStyle, timeZone, zone);
            case "IntervalStyle" -> new TextSettings(dateStyle, value, timeZone, zone);
            case "TimeZone" -> new TextSettings(dateStyle, intervalStyle, value, SessionZone.of(value));
            default -> this;
        };
    }

    /** As reported, for example {@code ISO, MDY}. */
    public String dateStyle() {
        return dateStyle;
    }

    /** As reported, for example {@code postgres}. */
    public String intervalStyle() {
        return intervalStyle;
    }

    /** As reported, for example {@code Europe/Berlin}. */
    public String timeZone() {
        return timeZone;
    }

    /** The zone whose offset a timestamptz gets; UTC if the JDK does not know the reported name. */
    public ZoneId zone() {
        return zone;
    }

    /** True if dates are written year first, the only style that cannot be misread. */
    boolean isoDates() {
        return dateStyle.startsWith("ISO");
    }
}
