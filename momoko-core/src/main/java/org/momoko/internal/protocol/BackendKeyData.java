package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * BackendKeyData, backend message 'K' (PostgreSQL manual, Message Formats): int32 processId, then the secret key up to
 * the end of the message. The key has 4 bytes in protocol 3.0 and 4 to 256 bytes in 3.2; a
 * {@link StartupFrontend#cancelRequest CancelRequest} takes both as they came.
 */
@SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody; the key must not show in toString
public record BackendKeyData(int processId, byte[] secretKey) {
    private static final int LEAST_KEY_BYTES = 4;
    private static final int MOST_KEY_BYTES = 256;

    /**
     * Reads the body.
     *
     * @throws ProtocolException if the key has fewer than 4 or more than 256 bytes
     */
    public static BackendKeyData read(ByteBuf body) {
        BodyReader in = new BodyReader("BackendKeyData", body);
        int processId = in.int32("process id");
        int keyBytes = in.remaining();
        if (keyBytes < LEAST_KEY_BYTES || keyBytes > MOST_KEY_BYTES) {
            throw in.error("secret key of " + LEAST_KEY_BYTES + " to " + MOST_KEY_BYTES + " bytes expected, " + keyBytes
                    + " left");
        }
        return new BackendKeyData(processId, in.rest());
    }
}
