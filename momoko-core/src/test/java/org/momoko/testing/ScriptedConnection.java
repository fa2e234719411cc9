package org.momoko.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one connection, on which a script sends and expects, step by step. Everything sent leaves at once. A step that does
 * not find what it expects fails the script, and with it {@link ScriptedServer#verify()}. Message layouts: PostgreSQL manual, chapter
 * "Message Formats".
 */
public final class ScriptedConnection {

    /** Code of SSLRequest, 1234 and 5679 in its halves. */
    private static final int SSL_REQUEST = 80877103;

    /** Code of CancelRequest, 1234 and 5678 in its halves. */
    private static final int CANCEL_REQUEST = 80877102;

    private static final Duration EXPECT_LIMIT = Duration.ofSeconds(10);
    private static final int LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024;

    /**
     * A column of a RowDescription that belongs to no table.
     *
     * @param typeSize pg_type.typlen: -1 variable, -2 C string
     * @param format 0 text, 1 binary
     */
    public record Column(String name, int oid, int typeSize, int typeModifier, int format) {

        /** A column in text format without a type modifier. */
        public static Column of(String name, int oid, int typeSize) {
            return new Column(name, oid, typeSize, -1, 0);
        }
    }

    private final int number;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final CountDownLatch closing;
    private final List<ClientMessage> received = new CopyOnWriteArrayList<>();

    ScriptedConnection(int number, Socket socket, CountDownLatch closing) throws IOException {
        this.number = number;
        this.socket = socket;
        this.closing = closing;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) EXPECT_LIMIT.toMillis());
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** What arrived so far, oldest first; safe to call from any thread. */
    public List<ClientMessage> received() {
        return List.copyOf(received);
    }

    /** The types of {@link #received()} as one string, packets without a type left out: {@code "PBDESX"}. */
    public String receivedTypes() {
        StringBuilder types = new StringBuilder();
        for (ClientMessage message : received) {
            if (message.type() != ClientMessage.UNTYPED) {
                types.append(message.type());
            }
        }
        return types.toString();
    }

    /** Expects a StartupMessage of protocol 3.x and returns its parameters in order. */
    public Map<String, String> expectStartup() throws IOException {
        ByteBuffer packet = untyped("StartupMessage");
        int major = packet.getInt() >>> 16;
        if (major != 3) {
            throw failure("expected a StartupMessage of protocol 3, found code " + packet.getInt(0));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name = string(packet); !name.isEmpty(); name = string(packet)) {
            parameters.put(name, string(packet));
        }
        return parameters;
    }

    /** Expects an SSLRequest, to be answered with {@code send('S')} or {@code send('N')} as one byte. */
    public void expectSslRequest() throws IOException {
        expectCode("SSLRequest", SSL_REQUEST);
    }

    /** Expects a CancelRequest and returns process id (4 bytes) and secret key (the rest). */
    public ByteBuffer expectCancelRequest() throws IOException {
        return expectCode("CancelRequest", CANCEL_REQUEST).slice();
    }

    private ByteBuffer expectCode(String what, int code) throws IOException {
        ByteBuffer packet = untyped(what);
        int found = packet.getInt();
        if (found != code) {
            throw failure("expected " + what + ", found code " + found);
        }
        return packet;
    }

    private ByteBuffer untyped(String what) throws IOException {
        ClientMessage packet = read(what, false);
        if (packet == null || packet.body().length < 4) {
            throw failure("expected " + what + ", found " + (packet == null ? "the end of the stream" : packet));
        }
        return ByteBuffer.wrap(packet.body());
    }

    /** Expects a message of this type and returns it. */
    public ClientMessage expect(char type) throws IOException {
        ClientMessage message = read(ClientMessage.name(type), true);
        if (message == null || message.type() != type) {
            throw failure("expected " + ClientMessage.name(type) + ", found "
                    + (message == null ? "the end of the stream" : message));
        }
        return message;
    }

    /** Expects messages of these types in this order: {@code expectAll("PBDES")}. */
    public void expectAll(String types) throws IOException {
        for (int i = 0; i < types.length(); i++) {
            expect(types.charAt(i));
        }
    }

    /** Expects that the client closes the connection, with or without a Terminate. */
    public void expectClosed() throws IOException {
        ClientMessage message = read("the end of the stream", true);
        if (message != null && message.type() == 'X') {
            message = read("the end of the stream", true);
        }
        if (message != null) {
            throw failure("expected the end of the stream, found " + message);
        }
    }

    /** Takes the client from StartupMessage to ReadyForQuery without asking for a password; returns the start-up parameters. */
    public Map<String, String> acceptSession() throws IOException {
        Map<String, String> parameters = expectStartup();
        sendAuthenticationOk();
        sendParameterStatus("server_version", "18.0");
        sendParameterStatus("client_encoding", "UTF8");
        sendParameterStatus("DateStyle", "ISO, MDY");
        sendParameterStatus("TimeZone", "UTC");
        sendParameterStatus("integer_datetimes", "on");
        sendParameterStatus("standard_conforming_strings", "on");
        sendBackendKeyData(4711, new byte[] {1, 2, 3, 4});
        sendReadyForQuery('I');
        return parameters;
    }

    /** AuthenticationOk. */
    public void sendAuthenticationOk() throws IOException {
        sendMessage('R', new MessageBody().int32(0));
    }

    /** BackendKeyData; the secret key has 4 bytes in protocol 3.0. */
    public void sendBackendKeyData(int processId, byte[] secretKey) throws IOException {
        MessageBody body = new MessageBody().int32(processId);
        for (byte octet : secretKey) {
            body.int8(octet);
        }
        sendMessage('K', body);
    }

    /** ReadyForQuery; status {@code I}, {@code T} or {@code E}. */
    public void sendReadyForQuery(char transactionStatus) throws IOException {
        sendMessage('Z', new MessageBody().int8(transactionStatus));
    }

    /** ParameterStatus. */
    public void sendParameterStatus(String name, String value) throws IOException {
        sendMessage('S', new MessageBody().text(name).text(value));
    }

    /** ErrorResponse with the fields S, V, C and M. */
    public void sendErrorResponse(String sqlState, String severity, String message) throws IOException {
        sendMessage('E', fields(sqlState, severity, message));
    }

    /** NoticeResponse with the fields S, V, C and M. */
    public void sendNoticeResponse(String sqlState, String severity, String message) throws IOException {
        sendMessage('N', fields(sqlState, severity, message));
    }

    private static MessageBody fields(String sqlState, String severity, String message) throws IOException {
        return new MessageBody()
                .int8('S')
                .text(severity)
                .int8('V')
                .text(severity)
                .int8('C')
                .text(sqlState)
                .int8('M')
                .text(message)
                .int8(0);
    }

    /** NotificationResponse. */
    public void sendNotification(int processId, String channel, String payload) throws IOException {
        sendMessage('A', new MessageBody().int32(processId).text(channel).text(payload));
    }

    /** RowDescription of columns of type text in text format. */
    public void sendRowDescription(String... names) throws IOException {
        Column[] columns = new Column[names.length];
        for (int i = 0; i < names.length; i++) {
            columns[i] = Column.of(names[i], 25, -1);
        }
        sendRowDescription(columns);
    }

    /** RowDescription. */
    public void sendRowDescription(Column... columns) throws IOException {
        MessageBody body = new MessageBody().int16(columns.length);
        for (Column column : columns) {
            body.text(column.name())
                    .int32(0)
                    .int16(0)
                    .int32(column.oid())
                    .int16(column.typeSize())
                    .int32(column.typeModifier())
                    .int16(column.format());
        }
        sendMessage('T', body);
    }

    /** ParameterDescription. */
    public void sendParameterDescription(int... oids) throws IOException {
        MessageBody body = new MessageBody().int16(oids.length);
        for (int oid : oids) {
            body.int32(oid);
        }
        sendMessage('t', body);
    }

    /** DataRow of values in text format. */
    public void sendDataRow(@Nullable String... values) throws IOException {
        MessageBody body = new MessageBody().int16(values.length);
        for (String value : values) {
            body.value(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        }
        sendMessage('D', body);
    }

    /** DataRow of values as they are; null stands for NULL. */
    public void sendDataRowBytes(byte[] @Nullable ... values) throws IOException {
        MessageBody body = new MessageBody().int16(values.length);
        for (byte[] value : values) {
            body.value(value);
        }
        sendMessage('D', body);
    }

    /** CommandComplete. */
    public void sendCommandComplete(String tag) throws IOException {
        sendMessage('C', new MessageBody().text(tag));
    }

    /** A message without a body: {@code 1} ParseComplete, {@code 2} BindComplete, {@code n} NoData, {@code s} PortalSuspended … */
    public void sendEmpty(char type) throws IOException {
        sendMessage(type, new MessageBody());
    }

    /** A message of this type with this body, whatever it means. */
    public void sendMessage(char type, byte[] body) throws IOException {
        byte[] message = ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putInt(4 + body.length)
                .put(body)
                .array();
        send(message);
    }

    private void sendMessage(char type, MessageBody body) throws IOException {
        sendMessage(type, body.toByteArray());
    }

    /** Bytes given in hexadecimal, blanks between them at will: {@code sendRaw("5a 00000005 49")}. */
    public void sendRaw(String hex) throws IOException {
        send(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** Bytes as they are. */
    public void send(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Ends the connection with a reset (RST); what was sent before arrives on loopback. */
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends the connection as a server does that exits: after what was sent, the end of the stream. */
    public void close() throws IOException {
        socket.close();
    }

    /** Neither reads nor writes any more; returns when the server is closed. */
    public void hang() throws InterruptedException {
        closing.await();
    }

    /** Reads on after the script, so that {@link #received()} is complete, until the client closes. */
    void drain() throws IOException {
        socket.setSoTimeout(0);
        while (!socket.isClosed() && read("anything", true) != null) {
            // recorded
        }
    }

    /** Reads a message and records it; returns null at the end of the stream. */
    private @Nullable ClientMessage read(String expected, boolean typed) throws IOException {
        try {
            char type = ClientMessage.UNTYPED;
            if (typed) {
                int first = in.read();
                if (first < 0) {
                    return null;
                }
                type = (char) first;
            }
            int length = in.readInt();
            if (length < 4 || length > LARGEST_MESSAGE_BYTES) {
                throw failure("expected " + expected + ", found " + ClientMessage.name(type) + " of length " + length);
            }
            ClientMessage message = new ClientMessage(type, in.readNBytes(length - 4));
            if (message.body().length < length - 4) {
                throw new EOFException();
            }
            received.add(message);
            return message;
        } catch (EOFException e) {
            throw failure("expected " + expected + ", found the end of the stream inside a message");
        } catch (SocketTimeoutException e) {
            throw failure("expected " + expected + ", found nothing for " + EXPECT_LIMIT.toSeconds() + " s");
        }
    }

    private static String string(ByteBuffer packet) {
        int start = packet.position();
        while (packet.get() != 0) {
            // up to the zero byte
        }
        byte[] bytes = new byte[packet.position() - 1 - start];
        packet.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private AssertionError failure(String what) {
        return new AssertionError("connection " + number + ", after "
                + (received.isEmpty() ? "nothing" : received.get(received.size() - 1)) + ": " + what);
    }
}
