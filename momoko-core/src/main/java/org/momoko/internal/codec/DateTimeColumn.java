package org.momoko.internal.codec;

import org.momoko.error.DataException;

/**
 * What dates and times share: the text is read under {@code DateStyle = ISO} only, in every other style a text result
 * fails with a {@link DataException} that names the style instead of swapping day and month. Binary results do not
 * depend on the style.
 */
abstract class DateTimeColumn extends ColumnCodec {
    DateTimeColumn(String typeName) {
        super(typeName);
    }

    @Override
    public final boolean binary() {
        return true;
    }

    @Override
    public final Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return binary
                ? readBinary(data, offset, length, settings)
                : readText(new DateTimeReader(typeName(), data, offset, length, settings));
    }

    @Override
    public final String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return text(decode(data, offset, length, binary, settings));
    }

    abstract Object readBinary(byte[] data, int offset, int length, TextSettings settings);

    abstract Object readText(DateTimeReader in);

    @Override
    final String text(Object value) {
        StringBuilder out = new StringBuilder(35);
        write(out, value);
        return out.toString();
    }

    abstract void write(StringBuilder out, Object value);

    @Override
    final boolean dependsOnSettings() {
        return true;
    }
}
