package org.momoko.internal.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import java.net.SocketAddress;
import org.momoko.config.KeepAlive;
import org.momoko.error.InterfaceException;

/** How sockets are made: the JDK's way, or a native one where it is present or asked for. */
interface Transport {

    /** Drives an event loop of this transport. */
    IoHandlerFactory ioHandler();

    Class<? extends Channel> tcpChannel();

    Class<? extends Channel> unixChannel();

    /** The address of a Unix socket, by the path of its file. */
    SocketAddress unixAddress(String path);

    /** Sets how TCP notices a dead peer, as far as this transport can. */
    default void keepAlive(Bootstrap bootstrap, KeepAlive keepAlive) {
        bootstrap.option(ChannelOption.SO_KEEPALIVE, keepAlive.enabled());
    }

    /** What statistics and logs call it. */
    String name();

    /** The name of the system property that chooses a transport, {@code nio} or {@code epoll}. */
    String PROPERTY = "momoko.transport";

    /**
     * The transport that the system property {@value #PROPERTY} names; without it the native one if it is on the class path
     * and runs here, else the JDK's.
     *
     * @throws InterfaceException if the property names none, or one that is not available
     */
    static Transport choose() {
        String name = System.getProperty(PROPERTY, "");
        Transport epoll = Natives.EPOLL;
        return switch (name) {
            case "" -> epoll != null ? epoll : NioTransport.INSTANCE;
            case "nio" -> NioTransport.INSTANCE;
            case "epoll" -> {
                if (epoll == null) {
                    throw new InterfaceException(PROPERTY
                            + "=epoll, but netty-transport-native-epoll is not on the class path or does not run"
                            + " here");
                }
                yield epoll;
            }
            default -> throw new InterfaceException(PROPERTY + ": expected nio or epoll, found " + name);
        };
    }
}
