package org.momoko.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.momoko.error.ProgrammingException;

/**
 * Writes the parts of frontend messages. Every method borrows the buffer until it returns and appends at its writer
 * index.
 *
 * <p>Lengths are computed as long and checked before they are narrowed: a length word that wraps around would let the
 * server take the rest of one message for messages of its own.
 */
public final class BufferWriter {
    /**
     * The largest length word that PostgreSQL accepts: {@code PQ_LARGE_MESSAGE_LIMIT} of {@code src/include/libpq/libpq.h},
     * {@code MaxAllocSize - 1}. The server closes the connection on a larger one.
     */
    public static final int MAX_MESSAGE_LENGTH = 0x3fffffff - 1;

    private static final int MAX_COUNT = 0xffff;

    private BufferWriter() {}

    /**
     * The number of bytes of the text in UTF-8, without a terminator.
     *
     * @param field what the text is, for the message of the exception
     * @throws ProgrammingException if the text contains NUL or an unpaired surrogate
     */
    public static long utf8Length(CharSequence text, String field) {
        return Utf8.checkedLength(text, field);
    }

    /**
     * Appends the text in UTF-8 and a NUL byte.
     *
     * @param utf8Length what {@link #utf8Length} gave for this text
     */
    public static void cString(ByteBuf out, CharSequence text, long utf8Length) {
        if (utf8Length == text.length()) {
            ByteBufUtil.writeAscii(out, text);
        } else {
            ByteBufUtil.reserveAndWriteUtf8(out, text, Math.toIntExact(utf8Length));
        }
        out.writeByte(0);
    }

    /**
     * Appends a message type and the length word of a message whose size is known, and makes room for its body.
     *
     * @param length bytes of the length word and the body
     * @param message the message's name, for the exception
     * @throws ProgrammingException if the message is longer than PostgreSQL accepts; nothing was appended
     */
    public static void beginMessage(ByteBuf out, byte type, long length, String message) {
        int checked = checkedLength(length, MAX_MESSAGE_LENGTH, message);
        out.ensureWritable(1 + checked);
        out.writeByte(type);
        out.writeInt(checked);
    }

    /** Appends four bytes for a length that is not known yet, and returns their index for {@link #fillLength}. */
    public static int reserveLength(ByteBuf out) {
        int index = out.writerIndex();
        out.writeInt(0);
        return index;
    }

    /**
     * Fills the reserved length word of a value: the bytes written after it, without itself.
     *
     * @param what what the length belongs to, for the exception
     * @throws ProgrammingException if the value is longer than a message may be; the buffer is cut back to before the
     *     length word
     */
    public static void fillLength(ByteBuf out, int lengthIndex, String what) {
        fill(out, lengthIndex, (long) out.writerIndex() - lengthIndex - Integer.BYTES, what);
    }

    /**
     * Fills the reserved length word of a message: the bytes written after it, and itself.
     *
     * @param what what the length belongs to, for the exception
     * @throws ProgrammingException if the message is longer than PostgreSQL accepts; the buffer is cut back to before
     *     the length word
     */
    public static void fillMessageLength(ByteBuf out, int lengthIndex, String what) {
        fill(out, lengthIndex, (long) out.writerIndex() - lengthIndex, what);
    }

    private static void fill(ByteBuf out, int lengthIndex, long length, String what) {
        if (length > MAX_MESSAGE_LENGTH) {
            out.writerIndex(lengthIndex);
        }
        out.setInt(lengthIndex, checkedLength(length, MAX_MESSAGE_LENGTH, what));
    }

    /**
     * Appends an unsigned int16 count.
     *
     * @param what what is counted, for the exception
     * @throws ProgrammingException if the count is negative or above 65535; nothing was appended
     */
    public static void count16(ByteBuf out, int count, String what) {
        out.writeShort(checkedCount(count, what));
    }

    /**
     * The count, if an unsigned int16 can hold it.
     *
     * @throws ProgrammingException if it is negative or above 65535
     */
    public static int checkedCount(int count, String what) {
        if (count < 0 || count > MAX_COUNT) {
            throw new ProgrammingException(
                    what + ": " + count + " were given, a message can hold " + MAX_COUNT, null, null, true);
        }
        return count;
    }

    /**
     * The length as an int, if it is within the limit.
     *
     * @throws ProgrammingException if it is above the limit
     */
    public static int checkedLength(long length, int limit, String what) {
        if (length > limit) {
            throw new ProgrammingException(
                    what + ": " + length + " bytes, PostgreSQL accepts at most " + limit, null, null, true);
        }
        return (int) length;
    }
}
