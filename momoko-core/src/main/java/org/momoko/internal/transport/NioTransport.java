package org.momoko.internal.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.momoko.config.KeepAlive;

/** The JDK's sockets. */
final class NioTransport implements Transport {
    static final NioTransport INSTANCE = new NioTransport();

    private NioTransport() {}

    @Override
    public IoHandlerFactory ioHandler() {
        return NioIoHandler.newFactory();
    }

    @Override
    public Class<? extends Channel> tcpChannel() {
        return NioSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> unixChannel() {
        return NioDomainSocketChannel.class;
    }

    @Override
    public SocketAddress unixAddress(String path) {
        if (path.startsWith("@")) {
            throw new IllegalArgumentException("abstract Unix sockets need the epoll transport");
        }
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public void keepAlive(Bootstrap bootstrap, KeepAlive keepAlive) {
        Transport.super.keepAlive(bootstrap, keepAlive);
        if (keepAlive.enabled()) {
            seconds(bootstrap, ExtendedSocketOptions.TCP_KEEPIDLE, keepAlive.idle());
            seconds(bootstrap, ExtendedSocketOptions.TCP_KEEPINTERVAL, keepAlive.interval());
            if (keepAlive.count() > 0) {
                bootstrap.option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), keepAlive.count());
            }
        }
    }

    private static void seconds(Bootstrap bootstrap, SocketOption<Integer> option, Duration value) {
        if (!value.isZero()) {
            bootstrap.option(NioChannelOption.of(option), Math.toIntExact(value.toSeconds()));
        }
    }

    @Override
    public String name() {
        return "nio";
    }
}
