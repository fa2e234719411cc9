package org.momoko.type;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range of values with an end that belongs to it or not at either side, or the empty range. The class of the ends
 * decides the type of the server: {@code LocalDate} is {@code daterange}, {@code LocalDateTime} {@code tsrange},
 * {@code OffsetDateTime}, {@code ZonedDateTime} and {@code Instant} {@code tstzrange}; every other kind (numbers), the
 * empty range and the range without ends carry no type and take that of their place in the statement.
 *
 * @param <T> the class of the ends
 */
public final class Range<T> {
    private static final Range<?> EMPTY = new Range<>(null, null, false, false, true);

    private final @Nullable T lower;
    private final @Nullable T upper;
    private final boolean lowerInclusive;
    private final boolean upperInclusive;
    private final boolean empty;

    private Range(@Nullable T lower, @Nullable T upper, boolean lowerInclusive, boolean upperInclusive, boolean empty) {
        this.lower = lower;
        this.upper = upper;
        this.lowerInclusive = lowerInclusive;
        this.upperInclusive = upperInclusive;
        this.empty = empty;
    }

    /** The range that contains nothing. */
    @SuppressWarnings("unchecked")
    public static <T> Range<T> empty() {
        return (Range<T>) EMPTY;
    }

    /** {@code [lower, upper]}: both ends belong to it; null is no end at that side. */
    public static <T> Range<T> closed(@Nullable T lower, @Nullable T upper) {
        return of(lower, true, upper, true);
    }

    /** {@code [lower, upper)}: the lower end belongs to it, the upper does not; null is no end at that side. */
    public static <T> Range<T> closedOpen(@Nullable T lower, @Nullable T upper) {
        return of(lower, true, upper, false);
    }

    /** A range with the given ends; null is no end at that side. The server refuses a lower end above the upper one. */
    public static <T> Range<T> of(
            @Nullable T lower, boolean lowerInclusive, @Nullable T upper, boolean upperInclusive) {
        return new Range<>(lower, upper, lowerInclusive, upperInclusive, false);
    }

    /** The lower end; null if there is none or the range is empty. */
    public @Nullable T lower() {
        return lower;
    }

    /** The upper end; null if there is none or the range is empty. */
    public @Nullable T upper() {
        return upper;
    }

    /** True if the lower end belongs to the range. */
    public boolean lowerInclusive() {
        return lowerInclusive;
    }

    /** True if the upper end belongs to the range. */
    public boolean upperInclusive() {
        return upperInclusive;
    }

    /** True if the range contains nothing. */
    public boolean isEmpty() {
        return empty;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Range<?> that
                && empty == that.empty
                && lowerInclusive == that.lowerInclusive
                && upperInclusive == that.upperInclusive
                && Objects.equals(lower, that.lower)
                && Objects.equals(upper, that.upper);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lower, upper, lowerInclusive, upperInclusive, empty);
    }

    /** The form of the server without its quotes: {@code [1,10)}, {@code (,5]}, {@code empty}. */
    @Override
    public String toString() {
        if (empty) {
            return "empty";
        }
        return (lowerInclusive ? "[" : "(")
                + (lower == null ? "" : lower)
                + ","
                + (upper == null ? "" : upper)
                + (upperInclusive ? "]" : ")");
    }
}
