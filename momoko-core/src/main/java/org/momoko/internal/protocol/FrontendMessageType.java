package org.momoko.internal.protocol;

/**
 * The type bytes of the frontend messages that are sent (PostgreSQL manual, Message Formats;
 * {@code src/include/libpq/protocol.h}). StartupMessage, SSLRequest and CancelRequest have none.
 */
public final class FrontendMessageType {
    public static final byte BIND = 'B';
    public static final byte CLOSE = 'C';
    public static final byte COPY_DATA = 'd';
    public static final byte COPY_DONE = 'c';
    public static final byte COPY_FAIL = 'f';
    public static final byte DESCRIBE = 'D';
    public static final byte EXECUTE = 'E';
    public static final byte FLUSH = 'H';
    public static final byte PARSE = 'P';
    /** PasswordMessage, SASLInitialResponse and SASLResponse; which of them it is follows from what the server asked. */
    public static final byte PASSWORD = 'p';

    public static final byte QUERY = 'Q';
    public static final byte SYNC = 'S';
    public static final byte TERMINATE = 'X';

    private FrontendMessageType() {}
}
