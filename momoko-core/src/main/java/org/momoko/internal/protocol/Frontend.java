package org.momoko.internal.protocol;

import static org.momoko.internal.wire.BufferWriter.beginMessage;
import static org.momoko.internal.wire.BufferWriter.cString;
import static org.momoko.internal.wire.BufferWriter.utf8Length;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.wire.BufferWriter;

/**
 * Appends the frontend messages of an established session to a buffer (PostgreSQL manual, Message Formats); those before
 * are in {@link StartupFrontend}, Bind is in {@link BindFrontend}.
 *
 * <p>Every method borrows the buffer until it returns. A method that fails has appended nothing. Text that contains NUL
 * or an unpaired surrogate, and a message that is longer than PostgreSQL accepts, fail with {@link ProgrammingException};
 * an empty name means the unnamed statement or portal.
 */
public final class Frontend {
    /** Version 3.0: major in the upper, minor in the lower 16 bits. */
    public static final int PROTOCOL_3_0 = 3 << 16;

    /** Version 3.2, since PostgreSQL 18: secret keys of up to 256 bytes. */
    public static final int PROTOCOL_3_2 = 3 << 16 | 2;

    private static final byte STATEMENT = 'S';
    private static final byte PORTAL = 'P';

    /** Execute of the unnamed portal without a row limit, and Sync behind it: the end of nearly every flight. */
    private static final byte[] EXECUTE_ALL_AND_SYNC = {
        FrontendMessageType.EXECUTE, 0, 0, 0, 9, 0, 0, 0, 0, 0, FrontendMessageType.SYNC, 0, 0, 0, 4
    };

    private static final int EXECUTE_ALL_BYTES = 10;

    private Frontend() {}

    /** Query: 'Q', int32 length, cstring sql. */
    public static void query(ByteBuf out, String sql) {
        textMessage(out, FrontendMessageType.QUERY, sql, "Query", "SQL text");
    }

    /**
     * Parse: 'P', int32 length, cstring name, cstring sql, int16 count of types, then per type int32 OID.
     *
     * @param parameterOids 0 leaves a type to the server, as does an array that is shorter than the parameters
     * @throws ProgrammingException also if there are more than 65535 OIDs
     */
    public static void parse(ByteBuf out, String name, String sql, int[] parameterOids) {
        long nameBytes = utf8Length(name, "statement name");
        long sqlBytes = utf8Length(sql, "SQL text");
        int count = BufferWriter.checkedCount(parameterOids.length, "parameters");
        long length = Integer.BYTES + nameBytes + 1 + sqlBytes + 1 + Short.BYTES + (long) Integer.BYTES * count;
        beginMessage(out, FrontendMessageType.PARSE, length, "Parse");
        cString(out, name, nameBytes);
        cString(out, sql, sqlBytes);
        out.writeShort(count);
        for (int oid : parameterOids) {
            out.writeInt(oid);
        }
    }

    /** Describe of a prepared statement: 'D', int32 length, 'S', cstring name. */
    public static void describeStatement(ByteBuf out, String name) {
        named(out, FrontendMessageType.DESCRIBE, STATEMENT, name, "Describe", "statement name");
    }

    /** Describe of a portal: 'D', int32 length, 'P', cstring name. */
    public static void describePortal(ByteBuf out, String name) {
        named(out, FrontendMessageType.DESCRIBE, PORTAL, name, "Describe", "portal name");
    }

    /** Close of a prepared statement: 'C', int32 length, 'S', cstring name. */
    public static void closeStatement(ByteBuf out, String name) {
        named(out, FrontendMessageType.CLOSE, STATEMENT, name, "Close", "statement name");
    }

    /** Close of a portal: 'C', int32 length, 'P', cstring name. */
    public static void closePortal(ByteBuf out, String name) {
        named(out, FrontendMessageType.CLOSE, PORTAL, name, "Close", "portal name");
    }

    /**
     * Execute: 'E', int32 length, cstring portal, int32 row limit.
     *
     * @param maxRows 0 for no limit, not negative
     */
    public static void execute(ByteBuf out, String portal, int maxRows) {
        long portalBytes = utf8Length(portal, "portal name");
        beginMessage(out, FrontendMessageType.EXECUTE, Integer.BYTES + portalBytes + 1 + Integer.BYTES, "Execute");
        cString(out, portal, portalBytes);
        out.writeInt(maxRows);
    }

    /** Execute of the unnamed portal without a row limit. */
    public static void executeAll(ByteBuf out) {
        out.writeBytes(EXECUTE_ALL_AND_SYNC, 0, EXECUTE_ALL_BYTES);
    }

    /** {@link #executeAll} and {@link #sync} in one copy. */
    public static void executeAllAndSync(ByteBuf out) {
        out.writeBytes(EXECUTE_ALL_AND_SYNC);
    }

    /** Sync: 'S', int32 length. */
    public static void sync(ByteBuf out) {
        empty(out, FrontendMessageType.SYNC);
    }

    /** Flush: 'H', int32 length. */
    public static void flush(ByteBuf out) {
        empty(out, FrontendMessageType.FLUSH);
    }

    /** Terminate: 'X', int32 length. */
    public static void terminate(ByteBuf out) {
        empty(out, FrontendMessageType.TERMINATE);
    }

    /**
     * The header of a CopyData: 'd', int32 length. The caller appends the data, or sends it as a buffer of its own.
     *
     * @param dataBytes how many bytes of data follow
     */
    public static void copyDataHeader(ByteBuf out, long dataBytes) {
        int length = BufferWriter.checkedLength(Integer.BYTES + dataBytes, BufferWriter.MAX_MESSAGE_LENGTH, "CopyData");
        out.writeByte(FrontendMessageType.COPY_DATA);
        out.writeInt(length);
    }

    /** CopyDone: 'c', int32 length. */
    public static void copyDone(ByteBuf out) {
        empty(out, FrontendMessageType.COPY_DONE);
    }

    /**
     * CopyFail: 'f', int32 length, cstring reason.
     *
     * @param reason the server repeats it in the ErrorResponse
     */
    public static void copyFail(ByteBuf out, String reason) {
        textMessage(out, FrontendMessageType.COPY_FAIL, reason, "CopyFail", "reason");
    }

    private static void empty(ByteBuf out, byte type) {
        out.writeByte(type);
        out.writeInt(Integer.BYTES);
    }

    /** A message that is one string. */
    static void textMessage(ByteBuf out, byte type, CharSequence text, String message, String field) {
        long bytes = utf8Length(text, field);
        beginMessage(out, type, Integer.BYTES + bytes + 1, message);
        cString(out, text, bytes);
    }

    private static void named(ByteBuf out, byte type, byte kind, String name, String message, String field) {
        long bytes = utf8Length(name, field);
        beginMessage(out, type, Integer.BYTES + 1 + bytes + 1, message);
        out.writeByte(kind);
        cString(out, name, bytes);
    }
}
