package org.momoko.internal.protocol;

import static org.momoko.internal.wire.BufferWriter.beginMessage;
import static org.momoko.internal.wire.BufferWriter.cString;
import static org.momoko.internal.wire.BufferWriter.checkedLength;
import static org.momoko.internal.wire.BufferWriter.utf8Length;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.momoko.error.ProgrammingException;

/**
 * Appends the frontend messages of a connection's first phase, and the CancelRequest, to a buffer (PostgreSQL manual,
 * Message Formats). The same rules hold as in {@link Frontend}.
 */
public final class StartupFrontend {
    /** {@code MAX_STARTUP_PACKET_LENGTH} of {@code src/include/libpq/pqcomm.h}, with the length word. */
    private static final int MAX_STARTUP_LENGTH = 10_000;

    /** The codes of {@code src/include/libpq/pqcomm.h}: 1234 where a StartupMessage has its major version. */
    private static final int CANCEL_REQUEST = 1234 << 16 | 5678;

    private static final int SSL_REQUEST = 1234 << 16 | 5679;

    private StartupFrontend() {}

    /**
     * StartupMessage: int32 length, int32 version, then per parameter cstring name and cstring value, then int8 0.
     *
     * @param protocolVersion {@link Frontend#PROTOCOL_3_0} or {@link Frontend#PROTOCOL_3_2}
     * @param parameters {@code user} and what else the session starts with; an empty name would end the list and is
     *     refused
     * @throws ProgrammingException also if the message is longer than the 10000 bytes that PostgreSQL accepts
     */
    public static void startup(ByteBuf out, int protocolVersion, Map<String, String> parameters) {
        long length = Integer.BYTES + Integer.BYTES + 1;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            if (name.isEmpty()) {
                throw new ProgrammingException("the name of a start-up parameter is empty", null, null, true);
            }
            length += utf8Length(name, "name of a start-up parameter") + 1;
            length += utf8Length(parameter.getValue(), "start-up parameter " + name) + 1;
        }
        out.ensureWritable(checkedLength(length, MAX_STARTUP_LENGTH, "StartupMessage"));
        out.writeInt((int) length);
        out.writeInt(protocolVersion);
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            cString(out, parameter.getKey(), utf8Length(parameter.getKey(), "name"));
            cString(out, parameter.getValue(), utf8Length(parameter.getValue(), "value"));
        }
        out.writeByte(0);
    }

    /** SSLRequest: int32 length, int32 80877103. The server answers with one byte, 'S' or 'N', that is no message. */
    public static void sslRequest(ByteBuf out) {
        out.writeInt(Integer.BYTES + Integer.BYTES);
        out.writeInt(SSL_REQUEST);
    }

    /**
     * CancelRequest: int32 length, int32 80877102, int32 process id, then the secret key up to the end. It is sent on a
     * connection of its own and never answered.
     *
     * @param secretKey as BackendKeyData had it
     */
    public static void cancelRequest(ByteBuf out, int processId, byte[] secretKey) {
        out.writeInt(3 * Integer.BYTES + secretKey.length);
        out.writeInt(CANCEL_REQUEST);
        out.writeInt(processId);
        out.writeBytes(secretKey);
    }

    /**
     * PasswordMessage: 'p', int32 length, cstring password.
     *
     * @param password the password itself, or the answer to a request for MD5
     */
    public static void password(ByteBuf out, CharSequence password) {
        Frontend.textMessage(out, FrontendMessageType.PASSWORD, password, "PasswordMessage", "password");
    }

    /**
     * SASLInitialResponse: 'p', int32 length, cstring mechanism, int32 length of the data, the data.
     *
     * @param data the mechanism's first message
     */
    public static void saslInitialResponse(ByteBuf out, String mechanism, byte[] data) {
        long mechanismBytes = utf8Length(mechanism, "SASL mechanism");
        beginMessage(
                out,
                FrontendMessageType.PASSWORD,
                Integer.BYTES + mechanismBytes + 1 + Integer.BYTES + data.length,
                "SASLInitialResponse");
        cString(out, mechanism, mechanismBytes);
        out.writeInt(data.length);
        out.writeBytes(data);
    }

    /**
     * SASLResponse: 'p', int32 length, then the data up to the end.
     *
     * @param data the mechanism's next message
     */
    public static void saslResponse(ByteBuf out, byte[] data) {
        beginMessage(out, FrontendMessageType.PASSWORD, (long) Integer.BYTES + data.length, "SASLResponse");
        out.writeBytes(data);
    }
}
