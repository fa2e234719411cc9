package org.momoko.internal.codec;

import org.jspecify.annotations.Nullable;
import org.momoko.type.Range;

/**
 * Ranges as {@link Range}. Binary ({@code range_send} in {@code src/backend/utils/adt/rangetypes.c}): a byte of flags, then
 * the lower and the upper end, each behind its int32 length, where the range has them.
 */
final class RangeColumn extends ColumnCodec {
    /** Flags of {@code src/include/utils/rangetypes.h}. */
    private static final int EMPTY = 0x01;

    private static final int LOWER_INCLUSIVE = 0x02;
    private static final int UPPER_INCLUSIVE = 0x04;
    private static final int LOWER_INFINITE = 0x08;
    private static final int UPPER_INFINITE = 0x10;

    private final ColumnCodec element;
    /** The same with the texts of the ends. */
    private final RangeColumn texts;

    RangeColumn(String typeName, ColumnCodec element) {
        super(typeName);
        this.element = element;
        this.texts = element instanceof TextOf ? this : new RangeColumn(typeName, new TextOf(element));
    }

    @Override
    public boolean binary() {
        return element.binary();
    }

    @Override
    public Class<?> javaType() {
        return Range.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (!binary) {
            return new RangeTextReader(typeName(), element, data, offset, length, settings).read();
        }
        BinaryReader in = new BinaryReader(typeName(), data, offset, length);
        int flags = in.readByte();
        if ((flags & EMPTY) != 0) {
            in.requireEnd();
            return Range.empty();
        }
        Object lower = (flags & LOWER_INFINITE) != 0 ? null : readEnd(in, data, settings);
        Object upper = (flags & UPPER_INFINITE) != 0 ? null : readEnd(in, data, settings);
        in.requireEnd();
        return Range.of(lower, (flags & LOWER_INCLUSIVE) != 0, upper, (flags & UPPER_INCLUSIVE) != 0);
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return binary || dependsOnSettings()
                ? texts.text(texts.decode(data, offset, length, binary, settings))
                : Bytes.utf8(data, offset, length);
    }

    @Override
    String text(Object value) {
        Range<?> range = (Range<?>) value;
        if (range.isEmpty()) {
            return "empty";
        }
        StringBuilder out = new StringBuilder().append(range.lowerInclusive() ? '[' : '(');
        if (range.lower() != null) {
            quote(out, element.text(range.lower()));
        }
        out.append(',');
        if (range.upper() != null) {
            quote(out, element.text(range.upper()));
        }
        return out.append(range.upperInclusive() ? ']' : ')').toString();
    }

    @Override
    boolean dependsOnSettings() {
        return element.dependsOnSettings();
    }

    /** Appends an end of a range, in double quotes where it could be taken for something else ({@code range_bound_escape}). */
    static void quote(StringBuilder out, CharSequence end) {
        boolean quotes = end.length() == 0;
        for (int i = 0; i < end.length() && !quotes; i++) {
            char c = end.charAt(i);
            quotes = c == '"'
                    || c == '\\'
                    || c == '('
                    || c == ')'
                    || c == '['
                    || c == ']'
                    || c == ','
                    || ArrayText.isSpace(c);
        }
        if (!quotes) {
            out.append(end);
            return;
        }
        out.append('"');
        for (int i = 0; i < end.length(); i++) {
            char c = end.charAt(i);
            if (c == '"' || c == '\\') {
                out.append(c);
            }
            out.append(c);
        }
        out.append('"');
    }

    private @Nullable Object readEnd(BinaryReader in, byte[] data, TextSettings settings) {
        int length = in.readLength();
        if (length < 0) {
            throw in.malformed("NULL as an end");
        }
        return element.decode(data, in.skip(length), length, true, settings);
    }
}
