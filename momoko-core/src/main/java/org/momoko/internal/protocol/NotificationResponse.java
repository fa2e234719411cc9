package org.momoko.internal.protocol;

import io.netty.buffer.ByteBuf;
import org.momoko.error.ProtocolException;
import org.momoko.internal.wire.BodyReader;

/**
 * NotificationResponse, backend message 'A' (PostgreSQL manual, Message Formats), may come at any time between other
 * messages: int32 processId of the notifying backend, cstring channel, cstring payload (empty when none was given).
 */
public record NotificationResponse(int processId, String channel, String payload) {
    /**
     * Reads the body.
     *
     * @throws ProtocolException if the body does not have this layout
     */
    public static NotificationResponse read(ByteBuf body) {
        BodyReader in = new BodyReader("NotificationResponse", body);
        NotificationResponse notification =
                new NotificationResponse(in.int32("process id"), in.cString("channel"), in.cString("payload"));
        in.end();
        return notification;
    }
}
