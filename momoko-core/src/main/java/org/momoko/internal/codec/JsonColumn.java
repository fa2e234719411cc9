package org.momoko.internal.codec;

import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;
import org.momoko.error.MomokoException;
import org.momoko.error.ProtocolException;
import org.momoko.type.Json;
import org.momoko.type.JsonCodec;

/**
 * {@code json} and {@code jsonb} as what the pool's {@link JsonCodec} makes of them, or as String where there is none.
 * The binary form of json is its text, that of jsonb its text behind a version byte 1.
 */
final class JsonColumn extends ColumnCodec {
    private static final byte JSONB_VERSION = 1;

    private final boolean jsonb;
    private final @Nullable JsonCodec codec;

    JsonColumn(boolean jsonb, @Nullable JsonCodec codec) {
        super(jsonb ? "jsonb" : "json");
        this.jsonb = jsonb;
        this.codec = codec;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Class<?> javaType() {
        return codec == null ? String.class : Object.class;
    }

    @Override
    public @Nullable Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        String text = decodeString(data, offset, length, binary, settings);
        if (codec == null) {
            return text;
        }
        try {
            return codec.read(text);
        } catch (MomokoException ours) {
            throw ours;
        } catch (RuntimeException fromCodec) {
            throw new DataException("the JSON codec could not read a value of column type " + typeName(), fromCodec);
        }
    }

    @Override
    public String decodeString(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (!binary || !jsonb) {
            return Bytes.utf8(data, offset, length);
        }
        if (length == 0 || data[offset] != JSONB_VERSION) {
            throw new ProtocolException("jsonb: expected version 1 in the first byte");
        }
        return Bytes.utf8(data, offset + 1, length - 1);
    }

    @Override
    public <T> @Nullable T decodeAs(
            byte[] data, int offset, int length, boolean binary, TextSettings settings, Class<T> type) {
        if (type == String.class || type == CharSequence.class) {
            return type.cast(decodeString(data, offset, length, binary, settings));
        }
        String text = decodeString(data, offset, length, binary, settings);
        if (type == Json.class) {
            return type.cast(Json.text(text));
        }
        if (codec == null) {
            if (type == Object.class) {
                return type.cast(text);
            }
            throw cannotBeReadAs(type);
        }
        try {
            return type == Object.class ? type.cast(codec.read(text)) : codec.read(text, type);
        } catch (MomokoException ours) {
            throw ours;
        } catch (RuntimeException fromCodec) {
            throw new DataException(
                    "the JSON codec could not read a value of column type " + typeName() + " as " + type.getTypeName(),
                    fromCodec);
        }
    }

    @Override
    String text(Object value) {
        if (codec == null) {
            return (String) value;
        }
        return codec.write(value);
    }
}
