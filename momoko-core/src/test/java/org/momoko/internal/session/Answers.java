package org.momoko.internal.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Backend messages as a server writes them. */
final class Answers {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private Answers() {}

    private Answers int16(int value) {
        body.writeBytes(ByteBuffer.allocate(2).putShort((short) value).array());
        return this;
    }

    private Answers int32(int value) {
        body.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
        return this;
    }

    private Answers text(String value) {
        body.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        body.write(0);
        return this;
    }

    private Answers bytes(byte[] value) {
        body.writeBytes(value);
        return this;
    }

    private byte[] as(char type) {
        return ByteBuffer.allocate(5 + body.size())
                .put((byte) type)
                .putInt(4 + body.size())
                .put(body.toByteArray())
                .array();
    }

    static byte[] authenticationOk() {
        return new Answers().int32(0).as('R');
    }

    static byte[] keyData() {
        return new Answers().int32(42).int32(4711).as('K');
    }

    static byte[] ready(char status) {
        return new Answers().bytes(new byte[] {(byte) status}).as('Z');
    }

    /** A message without a body: ParseComplete, BindComplete, CloseComplete, NoData, EmptyQueryResponse. */
    static byte[] empty(char type) {
        return new Answers().as(type);
    }

    static byte[] parameterDescription(int... oids) {
        Answers answer = new Answers().int16(oids.length);
        for (int oid : oids) {
            answer.int32(oid);
        }
        return answer.as('t');
    }

    /** One column of type int4. */
    static byte[] rowDescription(String name) {
        return new Answers()
                .int16(1)
                .text(name)
                .int32(0)
                .int16(0)
                .int32(23)
                .int16(4)
                .int32(-1)
                .int16(0)
                .as('T');
    }

    static byte[] row(byte[] value) {
        return new Answers().int16(1).int32(value.length).bytes(value).as('D');
    }

    static byte[] textRow(String value) {
        return row(value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] binaryRow(int value) {
        return row(ByteBuffer.allocate(4).putInt(value).array());
    }

    static byte[] complete(String tag) {
        return new Answers().text(tag).as('C');
    }

    static byte[] error(String severity, String sqlState, String message) {
        return fields(severity, sqlState, message).as('E');
    }

    /** An error that points at a character of the statement. */
    static byte[] errorAt(int position, String sqlState, String message) {
        Answers answer = fields("ERROR", sqlState, message);
        byte[] withoutEnd = answer.body.toByteArray();
        answer.body.reset();
        answer.body.write(withoutEnd, 0, withoutEnd.length - 1);
        answer.body.write('P');
        return answer.text(Integer.toString(position)).bytes(new byte[1]).as('E');
    }

    static byte[] notice(String message) {
        return fields("NOTICE", "00000", message).as('N');
    }

    private static Answers fields(String severity, String sqlState, String message) {
        Answers answer = new Answers();
        answer.body.write('S');
        answer.text(severity);
        answer.body.write('V');
        answer.text(severity);
        answer.body.write('C');
        answer.text(sqlState);
        answer.body.write('M');
        answer.text(message);
        answer.body.write(0);
        return answer;
    }

    static byte[] parameterStatus(String name, String value) {
        return new Answers().text(name).text(value).as('S');
    }

    static byte[] notification(String channel, String payload) {
        return new Answers().int32(7).text(channel).text(payload).as('A');
    }

    static byte[] together(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            all.writeBytes(message);
        }
        return all.toByteArray();
    }
}
