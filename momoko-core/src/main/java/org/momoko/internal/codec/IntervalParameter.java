package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Period;
import org.momoko.type.Interval;
import org.momoko.type.Oid;

/** Interval, Duration and Period: {@code '38 days 6027.425337 seconds'::interval}, with months in front where there are any. */
final class IntervalParameter extends TypedParameter<Object> {
    IntervalParameter() {
        super(Oid.INTERVAL, "interval");
    }

    /** Servers before 17 have no infinity: they would take its binary form for a very long time, but refuse its text. */
    @Override
    int oid(Object value, Codecs codecs) {
        return value instanceof Interval interval && interval.isInfinite()
                ? Parameters.UNBINDABLE
                : super.oid(value, codecs);
    }

    @Override
    void literal(LiteralWriter out, Object value) {
        Interval interval = interval(value);
        StringBuilder text = new StringBuilder();
        write(text, interval, out.leadingSignCountsForAll());
        out.quoted(text).raw("::interval");
    }

    @Override
    void text(StringBuilder out, Object value) {
        write(out, interval(value), false);
    }

    /** @param signs whether positive parts get their sign, too */
    private static void write(StringBuilder out, Interval interval, boolean signs) {
        if (interval.isInfinite()) {
            out.append(interval);
            return;
        }
        if (interval.months() != 0) {
            out.append(interval.months()).append(" months ");
        }
        out.append(signs && interval.days() >= 0 ? "+" : "")
                .append(interval.days())
                .append(" days ");
        long micros = interval.microseconds();
        // Divided before the sign is dropped: the smallest long has no positive counterpart.
        out.append(micros < 0 ? "-" : signs ? "+" : "")
                .append(Math.abs(micros / 1_000_000))
                .append('.');
        out.append(Long.toString(1_000_000 + Math.abs(micros % 1_000_000)), 1, 7)
                .append(" seconds");
    }

    @Override
    void binary(ByteBuf out, Object value) {
        Interval interval = interval(value);
        out.writeLong(interval.microseconds());
        out.writeInt(interval.days());
        out.writeInt(interval.months());
    }

    private static Interval interval(Object value) {
        if (value instanceof Duration duration) {
            return Interval.of(duration);
        }
        return value instanceof Period period ? Interval.of(period) : (Interval) value;
    }
}
