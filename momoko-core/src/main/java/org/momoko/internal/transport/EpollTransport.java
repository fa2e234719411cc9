package org.momoko.internal.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.momoko.config.KeepAlive;

/** Linux sockets through epoll, with the time limits that only they have. */
final class EpollTransport implements Transport {

    static boolean isAvailable() {
        return Epoll.isAvailable();
    }

    @Override
    public IoHandlerFactory ioHandler() {
        return EpollIoHandler.newFactory();
    }

    @Override
    public Class<? extends Channel> tcpChannel() {
        return EpollSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> unixChannel() {
        return EpollDomainSocketChannel.class;
    }

    @Override
    public SocketAddress unixAddress(String path) {
        // Linux's abstract sockets have a zero byte where libpq writes an @
        return new DomainSocketAddress(path.startsWith("@") ? '\0' + path.substring(1) : path);
    }

    @Override
    public void keepAlive(Bootstrap bootstrap, KeepAlive keepAlive) {
        Transport.super.keepAlive(bootstrap, keepAlive);
        if (keepAlive.enabled()) {
            seconds(bootstrap, EpollChannelOption.TCP_KEEPIDLE, keepAlive.idle());
            seconds(bootstrap, EpollChannelOption.TCP_KEEPINTVL, keepAlive.interval());
            if (keepAlive.count() > 0) {
                bootstrap.option(EpollChannelOption.TCP_KEEPCNT, keepAlive.count());
            }
        }
        if (!keepAlive.userTimeout().isZero()) {
            bootstrap.option(
                    EpollChannelOption.TCP_USER_TIMEOUT,
                    Math.toIntExact(keepAlive.userTimeout().toMillis()));
        }
    }

    private static void seconds(Bootstrap bootstrap, ChannelOption<Integer> option, Duration value) {
        if (!value.isZero()) {
            bootstrap.option(option, Math.toIntExact(value.toSeconds()));
        }
    }

    @Override
    public String name() {
        return "epoll";
    }
}
