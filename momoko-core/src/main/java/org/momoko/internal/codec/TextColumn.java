package org.momoko.internal.codec;

/**
 * Types that arrive as String. Those whose binary form is their text may be asked for in binary, which spares a result
 * its mixture of formats; every other type, known or not, is asked for as text, because not every type has a binary
 * form.
 */
final class TextColumn extends ColumnCodec {
    private final boolean binary;

    private TextColumn(String typeName, boolean binary) {
        super(typeName);
        this.binary = binary;
    }

    /** A type whose binary form is its text in the client encoding. */
    static TextColumn sameInBinary(String typeName) {
        return new TextColumn(typeName, true);
    }

    /** A type of which only the text form is understood. */
    static TextColumn textOnly(String typeName) {
        return new TextColumn(typeName, false);
    }

    @Override
    public boolean binary() {
        return binary;
    }

    @Override
    public Class<?> javaType() {
        return String.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        return decodeString(data, offset, length, binary, settings);
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (binary && !this.binary) {
            throw cannotBeReadAs(String.class);
        }
        return Bytes.utf8(data, offset, length);
    }
}
