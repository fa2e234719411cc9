package org.momoko.internal.codec;

import java.nio.ByteBuffer;
import org.momoko.error.DataException;
import org.momoko.error.MomokoException;
import org.momoko.type.Codec;

/** A type that a user's {@link Codec} reads. */
final class UserColumn extends ColumnCodec {
    private final Codec<?> codec;

    UserColumn(Codec<?> codec) {
        super(codec.typeName());
        this.codec = codec;
    }

    @Override
    public boolean binary() {
        return codec.binary();
    }

    @Override
    public Class<?> javaType() {
        return codec.javaType();
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        try {
            return binary
                    ? codec.readBinary(
                            ByteBuffer.wrap(data, offset, length).slice().asReadOnlyBuffer())
                    : codec.read(Bytes.utf8(data, offset, length));
        } catch (MomokoException ours) {
            throw ours;
        } catch (RuntimeException fromCodec) {
            throw new DataException("the codec of type " + typeName() + " could not read a value", fromCodec);
        }
    }

    @Override
    String text(Object value) {
        return write(codec, value);
    }

    private static <T> String write(Codec<T> codec, Object value) {
        return codec.write(codec.javaType().cast(value));
    }
}
