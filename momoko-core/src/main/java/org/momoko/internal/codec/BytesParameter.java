package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.momoko.type.Oid;

/** byte[], and what remains in a ByteBuffer (whose position stays): {@code '\x6162'::bytea}, the bytes themselves in binary. */
final class BytesParameter extends ParameterType<Object> {
    @Override
    int oid(Object value, Codecs codecs) {
        return Oid.BYTEA;
    }

    @Override
    void literal(LiteralWriter out, Object value) {
        StringBuilder text = new StringBuilder();
        text(text, value, out.codecs());
        out.quoted(text).raw("::bytea");
    }

    @Override
    void text(StringBuilder out, Object value, Codecs codecs) {
        byte[] bytes;
        if (value instanceof ByteBuffer buffer) {
            bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
        } else {
            bytes = (byte[]) value;
        }
        out.ensureCapacity(out.length() + 2 + 2 * bytes.length);
        ByteaColumn.appendHex(out.append("\\x"), bytes);
    }

    @Override
    void binary(ByteBuf out, Object value, int oid, Codecs codecs) {
        if (oid != Oid.BYTEA) {
            throw mismatch(value, oid);
        }
        if (value instanceof ByteBuffer buffer) {
            out.writeBytes(buffer.duplicate());
        } else {
            out.writeBytes((byte[]) value);
        }
    }
}
