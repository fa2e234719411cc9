package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import org.momoko.error.MomokoException;
import org.momoko.error.ParameterException;
import org.momoko.type.Codec;

/** Values that a user's {@link Codec} writes: {@code 'text'::type}, bound in binary where the codec can. */
final class UserParameter<T> extends ParameterType<Object> {
    private final int oid;
    private final Codec<T> codec;

    UserParameter(int oid, Codec<T> codec) {
        this.oid = oid;
        this.codec = codec;
    }

    @Override
    int oid(Object value, Codecs codecs) {
        return oid;
    }

    @Override
    void literal(LiteralWriter out, Object value) {
        out.quoted(write(value)).raw("::").raw(codec.typeName());
    }

    @Override
    void text(StringBuilder out, Object value, Codecs codecs) {
        out.append(write(value));
    }

    @Override
    void binary(ByteBuf out, Object value, int oid, Codecs codecs) {
        if (oid != this.oid) {
            throw mismatch(value, oid);
        }
        byte[] bytes;
        try {
            bytes = codec.writeBinary(codec.javaType().cast(value));
        } catch (MomokoException ours) {
            throw ours;
        } catch (RuntimeException fromCodec) {
            throw refused(fromCodec);
        }
        out.writeBytes(bytes);
    }

    private String write(Object value) {
        try {
            return codec.write(codec.javaType().cast(value));
        } catch (MomokoException ours) {
            throw ours;
        } catch (RuntimeException fromCodec) {
            throw refused(fromCodec);
        }
    }

    private ParameterException refused(RuntimeException cause) {
        return new ParameterException("the codec of type " + codec.typeName() + " could not write a parameter", cause);
    }
}
