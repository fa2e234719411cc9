package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;

/** Values whose literal is their text with a type: {@code '2020-01-02'::date}. Their text has neither quotes nor backslashes. */
abstract class TypedParameter<T> extends ParameterType<T> {
    private final int oid;
    private final String cast;

    TypedParameter(int oid, String cast) {
        this.oid = oid;
        this.cast = "'::" + cast;
    }

    @Override
    int oid(T value, Codecs codecs) {
        return oid;
    }

    @Override
    void literal(LiteralWriter out, T value) {
        StringBuilder text = new StringBuilder(40);
        text(text, value, out.codecs());
        out.raw("'").raw(text).raw(cast);
    }

    @Override
    final void text(StringBuilder out, T value, Codecs codecs) {
        text(out, value);
    }

    @Override
    final void binary(ByteBuf out, T value, int oid, Codecs codecs) {
        if (oid != this.oid) {
            super.binary(out, value, oid, codecs);
        } else {
            binary(out, value);
        }
    }

    abstract void text(StringBuilder out, T value);

    abstract void binary(ByteBuf out, T value);
}
