package org.momoko.internal.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.momoko.error.ProtocolException;

/**
 * Reads the body of one backend message, front to back, and never past its end. It borrows the buffer, whose reader
 * and writer index enclose exactly the body, and moves the reader index.
 *
 * <p>Everything that the body announces (counts, lengths, terminators) is compared with the bytes that are there before
 * anything is allocated; what does not fit fails with {@link ProtocolException} naming message, part, offset in the body
 * and sizes.
 */
public final class BodyReader {
    private final String message;
    private final ByteBuf body;
    private final int start;

    /** @param message the message's name, for exceptions */
    public BodyReader(String message, ByteBuf body) {
        this.message = message;
        this.body = body;
        this.start = body.readerIndex();
    }

    /** How many bytes of the body are left. */
    public int remaining() {
        return body.readableBytes();
    }

    /** Reads a byte. */
    public byte int8(String part) {
        need(Byte.BYTES, part);
        return body.readByte();
    }

    /** Reads an int16. */
    public short int16(String part) {
        need(Short.BYTES, part);
        return body.readShort();
    }

    /** Reads an int32. */
    public int int32(String part) {
        need(Integer.BYTES, part);
        return body.readInt();
    }

    /** Reads bytes up to a NUL, and the NUL; bytes that are not UTF-8 become U+FFFD. */
    public String cString(String part) {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw error(part + " has no terminator in the " + remaining() + " bytes left");
        }
        String text = body.toString(body.readerIndex(), length, StandardCharsets.UTF_8);
        body.skipBytes(length + 1);
        return text;
    }

    /** Reads as many bytes as asked for into a new array. */
    public byte[] bytes(int count, String part) {
        need(count, part);
        byte[] bytes = new byte[count];
        body.readBytes(bytes);
        return bytes;
    }

    /** Reads all bytes that are left into a new array. */
    public byte[] rest() {
        return bytes(remaining(), "data");
    }

    /**
     * Reads an unsigned int16 count of items, and makes sure that so many items can follow.
     *
     * @param leastItemBytes the size of the smallest possible item
     */
    public int count16(int leastItemBytes, String items) {
        return bounded(Short.toUnsignedInt(int16("count of " + items)), leastItemBytes, items);
    }

    /**
     * Reads an int32 count of items, and makes sure that it is not negative and that so many items can follow.
     *
     * @param leastItemBytes the size of the smallest possible item
     */
    public int count32(int leastItemBytes, String items) {
        return bounded(int32("count of " + items), leastItemBytes, items);
    }

    private int bounded(int count, int leastItemBytes, String items) {
        if (count < 0 || (long) count * leastItemBytes > remaining()) {
            throw error(count + " " + items + " of at least " + leastItemBytes + " bytes announced, " + remaining()
                    + " bytes left");
        }
        return count;
    }

    /** Fails unless the whole body was read. */
    public void end() {
        if (body.isReadable()) {
            throw error("end of message expected, " + remaining() + " bytes left");
        }
    }

    /** An exception that names the message and the offset in its body. */
    public ProtocolException error(String problem) {
        return new ProtocolException(message + ": " + problem + " at offset " + (body.readerIndex() - start));
    }

    private void need(int bytes, String part) {
        if (bytes > remaining()) {
            throw error(part + " needs " + bytes + " bytes, " + remaining() + " left");
        }
    }
}
