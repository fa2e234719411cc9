package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import org.momoko.type.Oid;

/** Text, characters and enum constants (by name): an untyped string, which takes the type of its place in the statement. */
final class TextParameter extends ParameterType<Object> {
    @Override
    int oid(Object value, Codecs codecs) {
        return Oid.UNSPECIFIED;
    }

    @Override
    void literal(LiteralWriter out, Object value) {
        out.quoted(chars(value));
    }

    @Override
    void text(StringBuilder out, Object value, Codecs codecs) {
        out.append(chars(value));
    }

    @Override
    void writeText(ByteBuf out, Object value, Codecs codecs) {
        Utf8.write(out, chars(value));
    }

    private static CharSequence chars(Object value) {
        if (value instanceof CharSequence chars) {
            return chars;
        }
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }
}
