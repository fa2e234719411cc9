package org.momoko.testing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A message as a {@link ScriptedServer} received it. */
public final class ClientMessage {

    /** The type of StartupMessage, SSLRequest, GSSENCRequest and CancelRequest. */
    public static final char UNTYPED = '\0';

    private final char type;
    private final byte[] body;

    ClientMessage(char type, byte[] body) {
        this.type = type;
        this.body = body;
    }

    /** The tag byte, or {@link #UNTYPED} for the packets before authentication, which have none. */
    public char type() {
        return type;
    }

    /** What follows the length; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** The body as text up to the first zero byte: the SQL of a Query, the statement name of a Parse. */
    public String text() {
        int end = 0;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        return new String(body, 0, end, StandardCharsets.UTF_8);
    }

    /** The body in hexadecimal digits, lower case, without blanks. */
    public String hex() {
        return HexFormat.of().formatHex(body);
    }

    /** Type and length only, since a body may hold a password. */
    @Override
    public String toString() {
        return name(type) + " of " + body.length + " bytes";
    }

    static String name(char type) {
        return type == UNTYPED ? "untyped packet" : "message '" + type + "'";
    }
}
