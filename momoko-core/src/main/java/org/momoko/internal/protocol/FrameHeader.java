package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProtocolException;

/**
 * Finds the end of a backend message in the bytes received so far: a type byte, then an int32 length that counts itself
 * but not the type (PostgreSQL manual, Message Flow: Messages and their formats).
 */
public final class FrameHeader {
    /** Bytes before the body: type and length word. */
    public static final int BYTES = 5;

    /**
     * The largest body that PostgreSQL can send: it builds a message in a StringInfo, which is limited to
     * {@code MaxAllocSize}, 1 GiB - 1 ({@code src/include/utils/memutils.h}).
     */
    public static final int MAX_BODY_BYTES = 0x3fffffff;

    /** {@link #messageBytes} has not seen the whole message yet. */
    public static final int NEED_MORE = -1;

    private FrameHeader() {}

    /**
     * The size of the message that starts at the index, header included, or {@link #NEED_MORE} while bytes of it are
     * missing. The announced length is judged as soon as it is there, so that the caller never makes room for a message
     * that will be refused.
     *
     * @param index of the type byte, at most the writer index; the buffer's indexes are not changed
     * @param maxBodyBytes the largest body to accept, at most {@link #MAX_BODY_BYTES}
     * @throws ProtocolException if the announced length is smaller than its own four bytes, or too large
     */
    public static int messageBytes(ByteBuf in, int index, int maxBodyBytes) {
        int available = in.writerIndex() - index;
        if (available < BYTES) {
            return NEED_MORE;
        }
        int length = in.getInt(index + 1);
        if (length < Integer.BYTES || length - Integer.BYTES > maxBodyBytes) {
            throw refused(in.getByte(index), length, maxBodyBytes);
        }
        return available <= length ? NEED_MORE : length + 1;
    }

    /**
     * The size of the message that starts at the index, header included, if it is all there, is of that type and has no
     * length that would be refused; else {@link #NEED_MORE}.
     *
     * @param index at most the writer index; the buffer's indexes are not changed
     */
    public static int completeBytes(ByteBuf in, int index, byte type) {
        int available = in.writerIndex() - index;
        if (available < BYTES || in.getByte(index) != type) {
            return NEED_MORE;
        }
        int length = in.getInt(index + 1);
        return length < Integer.BYTES || available <= length ? NEED_MORE : length + 1;
    }

    private static ProtocolException refused(byte type, int length, int maxBodyBytes) {
        return new ProtocolException(BackendMessageType.name(type) + ": length " + length + " announced, expected "
                + Integer.BYTES + " to " + (Integer.BYTES + (long) maxBodyBytes));
    }
}
