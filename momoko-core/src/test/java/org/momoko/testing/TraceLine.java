package org.momoko.testing;

import io.netty.buffer.ByteBuf;

/** One line of a {@link MessageTrace}: each method takes a field off the front of the message and writes it down. */
final class TraceLine {
    private final ByteBuf message;
    private final StringBuilder text = new StringBuilder();

    /** @param message length word and body */
    TraceLine(String side, ByteBuf message) {
        this.message = message;
        text.append(side).append(' ').append(message.readInt());
    }

    TraceLine name(String name) {
        return word(name);
    }

    TraceLine word(Object word) {
        text.append(' ').append(word);
        return this;
    }

    int left() {
        return message.readableBytes();
    }

    /** Takes an int32 without writing it. */
    int code() {
        return message.readInt();
    }

    TraceLine skip(int bytes) {
        message.skipBytes(bytes);
        return this;
    }

    TraceLine letter() {
        return word((char) message.readByte());
    }

    TraceLine int8() {
        return word(message.readByte());
    }

    TraceLine int16() {
        return word(message.readShort());
    }

    TraceLine int32() {
        return word(message.readInt());
    }

    TraceLine string() {
        text.append(" \"");
        append(message.readSlice(message.bytesBefore((byte) 0)));
        text.append('"');
        return skip(1);
    }

    TraceLine value(int length) {
        text.append(" '");
        append(message.readSlice(length));
        text.append('\'');
        return this;
    }

    /** Takes an int16 count and writes it. */
    int count() {
        int count = message.readUnsignedShort();
        word(count);
        return count;
    }

    TraceLine int16s() {
        int count = count();
        for (int i = 0; i < count; i++) {
            int16();
        }
        return this;
    }

    TraceLine int32s() {
        int count = count();
        for (int i = 0; i < count; i++) {
            int32();
        }
        return this;
    }

    /** An int32 count of strings. */
    TraceLine strings() {
        int count = message.readInt();
        word(count);
        for (int i = 0; i < count; i++) {
            string();
        }
        return this;
    }

    /** An int16 count of values, each behind its int32 length. */
    TraceLine values() {
        int count = count();
        for (int i = 0; i < count; i++) {
            int length = message.readInt();
            word(length);
            if (length >= 0) {
                value(length);
            }
        }
        return this;
    }

    /** What is secret or random: only how much there is of it. */
    TraceLine hidden() {
        if (left() > 0) {
            word("(" + left() + " bytes)");
        }
        return skip(left());
    }

    String end() {
        if (left() > 0) {
            word("and " + left() + " bytes too many");
        }
        return text.toString();
    }

    private void append(ByteBuf bytes) {
        while (bytes.isReadable()) {
            int b = bytes.readUnsignedByte();
            if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
    }
}
