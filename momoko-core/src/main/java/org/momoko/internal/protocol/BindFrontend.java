package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.wire.BufferWriter;

/**
 * Appends Bind, frontend message 'B' (PostgreSQL manual, Message Formats): int32 length, cstring portal, cstring
 * statement, int16 count of parameter formats, then int16 for each; int16 count of parameters, then per parameter int32
 * length (-1 for null) and the value; int16 count of result formats, then int16 for each.
 *
 * <p>What a prepared statement's Binds have in common is encoded once, as a head in front of the values and a tail
 * behind them. A call then is {@link #begin}, the values, {@link #end}:
 *
 * <pre>{@code
 * int start = BindFrontend.begin(out, head);
 * for each value: out.writeInt(-1), or BufferWriter.reserveLength, the bytes, BufferWriter.fillLength
 * BindFrontend.end(out, start, tail);
 * }</pre>
 *
 * If encoding a value fails, {@code out.writerIndex(start)} takes the message back.
 */
public final class BindFrontend {
    private BindFrontend() {}

    /**
     * The part in front of the values, without type and length.
     *
     * @param portal empty for the unnamed portal
     * @param statement empty for the unnamed statement
     * @param parameterFormats a {@link FormatCode} for each parameter; the length is the number of parameters
     * @throws ProgrammingException if a name contains NUL or an unpaired surrogate, or there are more than 65535
     *     parameters
     */
    public static byte[] head(String portal, String statement, short[] parameterFormats) {
        long portalBytes = BufferWriter.utf8Length(portal, "portal name");
        long statementBytes = BufferWriter.utf8Length(statement, "statement name");
        int parameters = BufferWriter.checkedCount(parameterFormats.length, "parameters");
        ByteBuf head = Unpooled.buffer();
        BufferWriter.cString(head, portal, portalBytes);
        BufferWriter.cString(head, statement, statementBytes);
        formats(head, parameterFormats);
        head.writeShort(parameters);
        return bytes(head);
    }

    /**
     * The part behind the values.
     *
     * @param resultFormats a {@link FormatCode} for each result column, or one for all of them
     * @throws ProgrammingException if there are more than 65535
     */
    public static byte[] tail(short[] resultFormats) {
        BufferWriter.checkedCount(resultFormats.length, "result columns");
        ByteBuf tail = Unpooled.buffer();
        formats(tail, resultFormats);
        return bytes(tail);
    }

    /** Appends type, a length that {@link #end} fills in, and the head; returns the index of the type byte. */
    public static int begin(ByteBuf out, byte[] head) {
        int start = out.writerIndex();
        out.writeByte(FrontendMessageType.BIND);
        out.writeInt(0);
        out.writeBytes(head);
        return start;
    }

    /**
     * Appends the tail and fills in the length.
     *
     * @param start what {@link #begin} returned
     * @throws ProgrammingException if the message is longer than PostgreSQL accepts; it was taken back
     */
    public static void end(ByteBuf out, int start, byte[] tail) {
        out.writeBytes(tail);
        try {
            BufferWriter.fillMessageLength(out, start + 1, "Bind");
        } catch (ProgrammingException e) {
            out.writerIndex(start);
            throw e;
        }
    }

    /** No format stands for all text, a single one for all; so only mixed formats are written out. */
    private static void formats(ByteBuf out, short[] formats) {
        int written = formats.length;
        if (allEqual(formats)) {
            written = formats.length == 0 || formats[0] == FormatCode.TEXT ? 0 : 1;
        }
        out.writeShort(written);
        for (int i = 0; i < written; i++) {
            out.writeShort(formats[i]);
        }
    }

    private static boolean allEqual(short[] formats) {
        for (short format : formats) {
            if (format != formats[0]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
