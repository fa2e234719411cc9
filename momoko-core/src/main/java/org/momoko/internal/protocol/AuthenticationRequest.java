package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * The Authentication… backend messages 'R' (PostgreSQL manual, Message Formats): int32 code, then what the code says.
 */
public sealed interface AuthenticationRequest {
    /** AuthenticationOk: int32 0. Authentication is over; whether it was enough is for the client to judge. */
    record Ok() implements AuthenticationRequest {}

    /** AuthenticationCleartextPassword: int32 3. */
    record CleartextPassword() implements AuthenticationRequest {}

    /** AuthenticationMD5Password: int32 5, byte[4] salt. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once and compared by nobody
    record Md5Password(byte[] salt) implements AuthenticationRequest {}

    /** AuthenticationSASL: int32 10, then cstring mechanisms in the server's order of preference, then an empty one. */
    record Sasl(List<String> mechanisms) implements AuthenticationRequest {}

    /** AuthenticationSASLContinue: int32 11, then the mechanism's data up to the end. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once and compared by nobody
    record SaslContinue(byte[] data) implements AuthenticationRequest {}

    /** AuthenticationSASLFinal: int32 12, then the mechanism's data up to the end. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once and compared by nobody
    record SaslFinal(byte[] data) implements AuthenticationRequest {}

    /** A method that this client does not speak; its data is not read. */
    record Unsupported(int code, String method) implements AuthenticationRequest {}

    /**
     * Reads the body.
     *
     * @throws ProtocolException if the body does not have the layout of its code
     */
    static AuthenticationRequest read(ByteBuf body) {
        BodyReader in = new BodyReader("Authentication", body);
        int code = in.int32("code");
        AuthenticationRequest request = switch (code) {
            case 0 -> new Ok();
            case 3 -> new CleartextPassword();
            case 5 -> new Md5Password(in.bytes(4, "salt"));
            case 10 -> new Sasl(mechanisms(in));
            case 11 -> new SaslContinue(in.rest());
            case 12 -> new SaslFinal(in.rest());
            default -> {
                in.rest();
                yield new Unsupported(code, method(code));
            }
        };
        in.end();
        return request;
    }

    private static List<String> mechanisms(BodyReader in) {
        List<String> mechanisms = new ArrayList<>(2);
        String mechanism = in.cString("SASL mechanism");
        while (!mechanism.isEmpty()) {
            mechanisms.add(mechanism);
            mechanism = in.cString("SASL mechanism");
        }
        return List.copyOf(mechanisms);
    }

    /** Names of the {@code AUTH_REQ_…} codes of {@code src/include/libpq/protocol.h}. */
    private static String method(int code) {
        return switch (code) {
            case 2 -> "KerberosV5";
            case 4 -> "crypt password";
            case 6 -> "SCM credential";
            case 7 -> "GSSAPI";
            case 8 -> "GSSAPI continuation";
            case 9 -> "SSPI";
            default -> "method " + code;
        };
    }
}
