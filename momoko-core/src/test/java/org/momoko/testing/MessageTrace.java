package org.momoko.testing;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a conversation as text, one line for each message, in the spirit of libpq's {@code PQtrace}: direction, length
 * word, name, then the fields in their order; strings in double quotes, values in single quotes behind their length,
 * bytes that are not printable ASCII as {@code \xNN}. For golden tests:
 *
 * <pre>
 * F 13 Query "SELECT 1"
 * B 11 DataRow 1 1 '1'
 * B 5 ReadyForQuery I
 * </pre>
 *
 * It reads the bytes by itself, not through the code under test. Passwords and SASL data are shown as a number of bytes.
 * Bytes that are no complete message give a last line {@code F incomplete, 3 bytes}.
 */
public final class MessageTrace {
    private static final int HEADER = 5;

    private MessageTrace() {}

    /** The frontend messages in the readable bytes; the buffer is not changed. */
    public static List<String> frontend(ByteBuf bytes) {
        List<String> lines = new ArrayList<>();
        ByteBuf rest = bytes.slice();
        // A message type is never 0, and the length of a message without type is below 2^24.
        while (rest.readableBytes() >= HEADER && rest.getByte(rest.readerIndex()) == 0) {
            int length = rest.getInt(rest.readerIndex());
            if (rest.readableBytes() < length) {
                break;
            }
            lines.add(startup(new TraceLine("F", rest.readSlice(length))));
        }
        messages("F", rest, lines);
        return lines;
    }

    /** The backend messages in the readable bytes; the buffer is not changed. */
    public static List<String> backend(ByteBuf bytes) {
        List<String> lines = new ArrayList<>();
        messages("B", bytes.slice(), lines);
        return lines;
    }

    private static void messages(String side, ByteBuf rest, List<String> lines) {
        while (rest.isReadable()) {
            if (rest.readableBytes() < HEADER || rest.readableBytes() - 1 < rest.getInt(rest.readerIndex() + 1)) {
                lines.add(side + " incomplete, " + rest.readableBytes() + " bytes");
                return;
            }
            char type = (char) rest.readByte();
            int length = rest.getInt(rest.readerIndex());
            TraceLine line = new TraceLine(side, rest.readSlice(length));
            lines.add(side.equals("F") ? frontend(type, line) : backend(type, line));
        }
    }

    private static String startup(TraceLine line) {
        int code = line.code();
        if (code == 80877103) {
            return line.name("SSLRequest").end();
        }
        if (code == 80877102) {
            return line.name("CancelRequest").int32().hidden().end();
        }
        line.name("StartupMessage").word((code >>> 16) + "." + (code & 0xffff));
        while (line.left() > 1) {
            line.string();
        }
        return line.skip(1).end();
    }

    private static String frontend(char type, TraceLine line) {
        return switch (type) {
            case 'B' ->
                line.name("Bind").string().string().int16s().values().int16s().end();
            case 'C' -> line.name("Close").letter().string().end();
            case 'd' -> line.name("CopyData").value(line.left()).end();
            case 'c' -> line.name("CopyDone").end();
            case 'f' -> line.name("CopyFail").string().end();
            case 'D' -> line.name("Describe").letter().string().end();
            case 'E' -> line.name("Execute").string().int32().end();
            case 'H' -> line.name("Flush").end();
            case 'P' -> line.name("Parse").string().string().int32s().end();
            case 'p' -> line.name("Password").hidden().end();
            case 'Q' -> line.name("Query").string().end();
            case 'S' -> line.name("Sync").end();
            case 'X' -> line.name("Terminate").end();
            default -> line.name("unknown '" + type + "'").hidden().end();
        };
    }

    private static String backend(char type, TraceLine line) {
        return switch (type) {
            case 'R' -> line.name("Authentication").int32().hidden().end();
            case 'K' -> line.name("BackendKeyData").int32().hidden().end();
            case '2' -> line.name("BindComplete").end();
            case '3' -> line.name("CloseComplete").end();
            case 'C' -> line.name("CommandComplete").string().end();
            case 'W' -> line.name("CopyBothResponse").int8().int16s().end();
            case 'd' -> line.name("CopyData").value(line.left()).end();
            case 'c' -> line.name("CopyDone").end();
            case 'G' -> line.name("CopyInResponse").int8().int16s().end();
            case 'H' -> line.name("CopyOutResponse").int8().int16s().end();
            case 'D' -> line.name("DataRow").values().end();
            case 'I' -> line.name("EmptyQueryResponse").end();
            case 'E' -> fields(line.name("ErrorResponse"));
            case 'v' -> line.name("NegotiateProtocolVersion").int32().strings().end();
            case 'n' -> line.name("NoData").end();
            case 'N' -> fields(line.name("NoticeResponse"));
            case 'A' ->
                line.name("NotificationResponse").int32().string().string().end();
            case 't' -> line.name("ParameterDescription").int32s().end();
            case 'S' -> line.name("ParameterStatus").string().string().end();
            case '1' -> line.name("ParseComplete").end();
            case 's' -> line.name("PortalSuspended").end();
            case 'Z' -> line.name("ReadyForQuery").letter().end();
            case 'T' -> rowDescription(line.name("RowDescription"));
            default -> line.name("unknown '" + type + "'").hidden().end();
        };
    }

    private static String fields(TraceLine line) {
        while (line.left() > 1) {
            line.letter().string();
        }
        return line.skip(1).end();
    }

    private static String rowDescription(TraceLine line) {
        int count = line.count();
        for (int i = 0; i < count; i++) {
            line.string().int32().int16().int32().int16().int32().int16();
        }
        return line.end();
    }
}
