package org.momoko.internal.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import java.net.SocketAddress;
import org.momoko.config.KeepAlive;

/** How sockets are made: the JDK's way, or a native one where it is present. */
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

    /** The native transport if it is on the class path and runs here, else the JDK's. */
    static Transport best() {
        return Natives.EPOLL != null ? Natives.EPOLL : NioTransport.INSTANCE;
    }
}
