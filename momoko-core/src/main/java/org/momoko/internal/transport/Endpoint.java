package org.momoko.internal.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.config.KeepAlive;
import org.momoko.error.OperationalException;
import org.momoko.internal.protocol.BackendKeyData;
import org.momoko.internal.protocol.StartupFrontend;

/**
 * One address of a server, and whether to speak TLS there. Opens the channel of a session, and the short-lived ones that
 * belong to it: the cancel request and the sign of life go the same way as the session, TLS included.
 */
final class Endpoint {
    private final Transport transport;
    private final HostSpec host;
    private final SocketAddress address;
    private final KeepAlive keepAlive;
    private final @Nullable TlsOffer tls;

    /** @param tls how TLS is negotiated; null for none */
    Endpoint(Transport transport, HostSpec host, SocketAddress address, KeepAlive keepAlive, @Nullable TlsOffer tls) {
        this.transport = transport;
        this.host = host;
        this.address = address;
        this.keepAlive = keepAlive;
        this.tls = tls;
    }

    HostSpec host() {
        return host;
    }

    SocketAddress address() {
        return address;
    }

    boolean offersTls() {
        return tls != null;
    }

    /** Makes the connected channel ready for the StartupMessage: negotiates TLS if this endpoint has it. */
    CompletableFuture<Channel> secure(Channel connected) {
        return tls == null ? CompletableFuture.completedFuture(connected) : tls.negotiate(connected);
    }

    /** The same way, but TLS is demanded if the channel has it: what belongs to a session is never less secret than it. */
    Endpoint asNegotiated(Channel channel) {
        return tls != null && TlsOffer.isSecured(channel)
                ? new Endpoint(transport, host, address, keepAlive, tls.demanded())
                : this;
    }

    /** Hears of a channel before it is ready. */
    @FunctionalInterface
    interface ChannelSink {
        void opened(Channel channel);
    }

    /**
     * Opens a channel, not yet ready.
     *
     * @param opened told of the channel as soon as there is one, so that it can be closed while it connects
     */
    CompletableFuture<Channel> connect(EventLoop loop, ChannelSink opened) {
        CompletableFuture<Channel> connected = new CompletableFuture<>();
        // handlers are added once the channel is connected, step by step
        Bootstrap bootstrap = new Bootstrap().group(loop).handler(new KeptReceiveBuffer());
        if (host.unixSocket()) {
            bootstrap.channel(transport.unixChannel());
        } else {
            bootstrap.channel(transport.tcpChannel());
            bootstrap.option(ChannelOption.TCP_NODELAY, true);
            transport.keepAlive(bootstrap, keepAlive);
        }
        // the limit on connecting covers all phases and is kept by the caller
        bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        ChannelFuture connecting;
        try {
            connecting = bootstrap.connect(address);
        } catch (RuntimeException e) {
            // an address that the system cannot take, such as a socket's path of more than 107 bytes
            return CompletableFuture.failedFuture(e);
        }
        opened.opened(connecting.channel());
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connected.complete(connecting.channel());
            } else {
                connected.completeExceptionally(done.cause());
            }
        });
        return connected;
    }

    /** Sends a CancelRequest; completes when the server has closed that connection, so has dealt with it. */
    CompletableFuture<@Nullable Void> cancel(EventLoop loop, BackendKeyData key, long limitNanos) {
        return shortLived(loop, limitNanos, ready -> {
            CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
            ready.pipeline().addLast(new QuietEnd());
            ready.closeFuture().addListener(done -> closed.complete(null));
            ByteBuf out = ready.alloc().buffer();
            StartupFrontend.cancelRequest(out, key.processId(), key.secretKey());
            ready.writeAndFlush(out, ready.voidPromise());
            return closed;
        });
    }

    /** Negotiates TLS, or without TLS asks whether it is spoken: any server that is alive answers that, whoever asks. */
    CompletionStage<@Nullable Void> probe(EventLoop loop, long limitNanos) {
        return shortLived(loop, limitNanos, ready -> {
            CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
            if (tls != null) {
                answered.complete(null);
                return answered;
            }
            ready.pipeline().addLast(answering(answered));
            ByteBuf out = ready.alloc().buffer();
            StartupFrontend.sslRequest(out);
            ready.writeAndFlush(out, ready.voidPromise());
            return answered;
        });
    }

    private static ChannelHandler answering(CompletableFuture<@Nullable Void> answered) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ((ByteBuf) message).release();
                answered.complete(null);
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                answered.completeExceptionally(new OperationalException("the server closed the connection"));
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                answered.completeExceptionally(cause);
            }
        };
    }

    private interface Errand {
        CompletionStage<@Nullable Void> run(Channel ready);
    }

    /** Opens a channel for one errand, and closes it when the errand is done or its time is over. */
    private CompletableFuture<@Nullable Void> shortLived(EventLoop loop, long limitNanos, Errand errand) {
        CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
        Channel[] own = new Channel[1];
        var limit = loop.schedule(
                () -> result.completeExceptionally(new OperationalException(
                        "no answer from " + host + " within " + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms")),
                limitNanos,
                TimeUnit.NANOSECONDS);
        connect(loop, channel -> own[0] = channel)
                .thenCompose(this::secure)
                .thenCompose(errand::run)
                .whenComplete((done, error) -> {
                    if (error == null) {
                        result.complete(null);
                    } else {
                        result.completeExceptionally(error);
                    }
                });
        return result.whenComplete((done, error) -> {
            limit.cancel(false);
            if (own[0] != null) {
                own[0].close();
            }
        });
    }
}
