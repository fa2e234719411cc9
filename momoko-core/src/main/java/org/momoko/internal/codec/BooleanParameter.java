package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import org.momoko.type.Oid;

/** Boolean: {@code true} or {@code false}, one byte in binary. */
final class BooleanParameter extends ParameterType<Boolean> {
    @Override
    int oid(Boolean value, Codecs codecs) {
        return Oid.BOOL;
    }

    @Override
    void literal(LiteralWriter out, Boolean value) {
        out.raw(value.toString());
    }

    @Override
    void text(StringBuilder out, Boolean value, Codecs codecs) {
        out.append(value.booleanValue());
    }

    @Override
    void binary(ByteBuf out, Boolean value, int oid, Codecs codecs) {
        if (oid != Oid.BOOL) {
            throw mismatch(value, oid);
        }
        out.writeBoolean(value);
    }
}
