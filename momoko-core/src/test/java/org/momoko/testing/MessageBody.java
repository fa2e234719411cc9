package org.momoko.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the body of a backend message: big-endian integers, strings in UTF-8 with a zero byte, values with their length before. */
final class MessageBody {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    MessageBody int8(int value) throws IOException {
        out.writeByte(value);
        return this;
    }

    MessageBody int16(int value) throws IOException {
        out.writeShort(value);
        return this;
    }

    MessageBody int32(int value) throws IOException {
        out.writeInt(value);
        return this;
    }

    MessageBody text(String value) throws IOException {
        out.write(value.getBytes(StandardCharsets.UTF_8));
        out.writeByte(0);
        return this;
    }

    /** int32 length and the bytes, or -1 for null. */
    MessageBody value(byte @Nullable [] value) throws IOException {
        if (value == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(value.length);
            out.write(value);
        }
        return this;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
