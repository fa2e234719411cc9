package org.momoko.internal.codec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.momoko.type.Oid;
import org.momoko.type.Range;

/**
 * {@link Range}: an untyped string for numbers ({@code '[1,10]'}), a call of the range's function for dates and times
 * ({@code daterange('2020-01-01'::date, NULL, '[)')}). Bound in text.
 */
final class RangeParameter extends ParameterType<Range<?>> {
    @Override
    int oid(Range<?> range, Codecs codecs) {
        int lower = kind(range.lower());
        int upper = kind(range.upper());
        if (range.lower() != null && range.upper() != null && lower != upper) {
            return Parameters.UNBINDABLE;
        }
        return lower == Oid.UNSPECIFIED ? upper : lower;
    }

    @Override
    void literal(LiteralWriter out, Range<?> range) {
        String function = function(oid(range, out.codecs()), range);
        if (function == null) {
            StringBuilder text = new StringBuilder();
            text(text, range, out.codecs());
            out.quoted(text);
            return;
        }
        out.raw(function).raw("(").value(range.lower()).raw(", ").value(range.upper());
        out.raw(range.lowerInclusive() ? ", '[" : ", '(").raw(range.upperInclusive() ? "]')" : ")')");
    }

    @Override
    void text(StringBuilder out, Range<?> range, Codecs codecs) {
        if (range.isEmpty()) {
            out.append("empty");
            return;
        }
        out.append(range.lowerInclusive() ? '[' : '(');
        appendEnd(out, range.lower(), codecs);
        out.append(',');
        appendEnd(out, range.upper(), codecs);
        out.append(range.upperInclusive() ? ']' : ')');
    }

    private static int kind(@Nullable Object end) {
        if (end instanceof LocalDate) {
            return Oid.DATERANGE;
        }
        if (end instanceof LocalDateTime) {
            return Oid.TSRANGE;
        }
        return end instanceof OffsetDateTime || end instanceof ZonedDateTime || end instanceof Instant
                ? Oid.TSTZRANGE
                : Oid.UNSPECIFIED;
    }

    /** The function that makes the range; null for an untyped string. Ends of two kinds go by the lower one: the server decides. */
    private static @Nullable String function(int oid, Range<?> range) {
        int kind = oid == Parameters.UNBINDABLE ? kind(range.lower()) : oid;
        return switch (kind) {
            case Oid.DATERANGE -> "daterange";
            case Oid.TSRANGE -> "tsrange";
            case Oid.TSTZRANGE -> "tstzrange";
            default -> null;
        };
    }

    private static void appendEnd(StringBuilder out, @Nullable Object end, Codecs codecs) {
        if (end == null) {
            return;
        }
        StringBuilder text = new StringBuilder();
        codecs.parameterType(end).text(text, end, codecs);
        // psycopg2 writes numbers in ranges as it does elsewhere, with a blank before a minus sign.
        if (end instanceof Number && text.charAt(0) == '-') {
            out.append(' ');
        }
        RangeColumn.quote(out, text);
    }
}
