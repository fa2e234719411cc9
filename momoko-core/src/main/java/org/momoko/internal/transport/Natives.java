package org.momoko.internal.transport;

import org.jspecify.annotations.Nullable;

/** Looks for native transports once. Their classes are named only where they are known to be present. */
final class Natives {
    /** Null where epoll is not on the class path or does not run. */
    static final @Nullable Transport EPOLL = epoll();

    private Natives() {}

    private static @Nullable Transport epoll() {
        try {
            Class.forName("io.netty.channel.epoll.Epoll", false, Natives.class.getClassLoader());
            return EpollTransport.isAvailable() ? new EpollTransport() : null;
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }
}
