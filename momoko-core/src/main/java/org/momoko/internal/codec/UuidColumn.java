package org.momoko.internal.codec;

import java.util.UUID;

/** {@code uuid} as UUID: 16 bytes in binary, 36 characters as text. */
final class UuidColumn extends ColumnCodec {
    UuidColumn() {
        super("uuid");
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public Class<?> javaType() {
        return UUID.class;
    }

    @Override
    public Object decode(byte[] data, int offset, int length, boolean binary, TextSettings settings) {
        if (binary) {
            Bytes.requireLength(typeName(), 16, length);
            return new UUID(Bytes.getLong(data, offset), Bytes.getLong(data, offset + 8));
        }
        // UUID.fromString takes shorter groups than the server writes; the length keeps those out.
        if (length != 36) {
            throw malformedText("36 characters");
        }
        try {
            return UUID.fromString(Bytes.utf8(data, offset, length));
        } catch (IllegalArgumentException notAUuid) {
            throw malformedText("a UUID");
        }
    }
}
