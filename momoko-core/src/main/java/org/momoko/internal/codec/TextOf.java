package org.momoko.internal.codec;

/**
 * Reads the values of a type as the server prints them. For the elements of a composed type whose text is wanted: not every
 * value has a Java object that it could be made from.
 */
final class TextOf extends ColumnCodec {
    private final ColumnCodec column;

    TextOf(ColumnCodec column) {
        super(column.typeName());
        this.column = column;
    }

    @Override
    public boolean binary() {
        return column.binary();
    }

    @Override
    public Class<?> javaType() {
        return String.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return column.decodeString(data, offset, length, binary, settings);
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return column.decodeString(data, offset, length, binary, settings);
    }

    @Override
    boolean dependsOnSettings() {
        return column.dependsOnSettings();
    }
}
