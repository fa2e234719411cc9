package org.momoko.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.error.OperationalException;
import org.momoko.internal.protocol.StartupFrontend;

/**
 * Negotiates TLS on a fresh channel: SSLRequest and its one-byte answer, or the handshake at once. Nothing that arrives in
 * the clear is taken for an answer, nor shown: bytes behind the answer byte fail the connection (CVE-2021-23222), the
 * text of an error before TLS is dropped (CVE-2024-10977).
 */
final class TlsOffer {
    /** {@code PG_ALPN_PROTOCOL} of {@code src/include/libpq/pqcomm.h}; required for direct TLS. */
    private static final String ALPN_PROTOCOL = "postgresql";

    private final TlsContexts contexts;
    private final HostSpec host;
    private final boolean required;
    private final boolean direct;
    private final boolean sni;

    /**
     * @param required whether a server without TLS is refused
     * @param direct whether the handshake begins without asking (PostgreSQL 17 and later)
     * @param sni whether the handshake tells the host's name
     */
    TlsOffer(TlsContexts contexts, HostSpec host, boolean required, boolean direct, boolean sni) {
        this.contexts = contexts;
        this.host = host;
        this.required = required;
        this.direct = direct;
        this.sni = sni;
    }

    /** The same, and a server without TLS is refused. */
    TlsOffer demanded() {
        return new TlsOffer(contexts, host, true, direct, sni);
    }

    /** The same channel, with TLS in place, or without if the server has none and none is required. */
    CompletableFuture<Channel> negotiate(Channel channel) {
        if (direct) {
            return handshake(channel);
        }
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        channel.pipeline().addLast(new AnswerHandler(answer));
        ByteBuf out = channel.alloc().buffer();
        StartupFrontend.sslRequest(out);
        channel.writeAndFlush(out, channel.voidPromise());
        return answer.thenCompose(accepted -> {
            if (accepted) {
                return handshake(channel);
            }
            if (required) {
                return CompletableFuture.failedFuture(
                        new OperationalException("the server does not support TLS, but sslmode demands it"));
            }
            return CompletableFuture.completedFuture(channel);
        });
    }

    private CompletableFuture<Channel> handshake(Channel channel) {
        CompletableFuture<SslContext> context = contexts.get();
        return context.isDone()
                ? context.thenCompose(ready -> handshake(channel, ready))
                : context.thenComposeAsync(ready -> handshake(channel, ready), channel.eventLoop());
    }

    private CompletableFuture<Channel> handshake(Channel channel, SslContext context) {
        SslHandler handler = context.newHandler(channel.alloc(), host.host(), host.port());
        // the limit on connecting covers all phases and is kept by the caller
        handler.setHandshakeTimeoutMillis(0);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setServerNames(serverNames());
        parameters.setApplicationProtocols(new String[] {ALPN_PROTOCOL});
        handler.engine().setSSLParameters(parameters);
        ChannelHandler quiet = new QuietEnd();
        channel.pipeline().addLast(handler, quiet);
        CompletableFuture<Channel> secured = new CompletableFuture<>();
        handler.handshakeFuture().addListener(done -> {
            if (!done.isSuccess()) {
                secured.completeExceptionally(done.cause());
            } else if (direct && !ALPN_PROTOCOL.equals(handler.engine().getApplicationProtocol())) {
                secured.completeExceptionally(new TamperedException(
                        "direct TLS was established without the application protocol " + ALPN_PROTOCOL));
            } else {
                channel.pipeline().remove(quiet);
                secured.complete(channel);
            }
        });
        return secured;
    }

    /** For a name, the name, also where the JDK would send none (such as localhost); for an address, nothing. */
    private List<SNIServerName> serverNames() {
        String name =
                host.host().endsWith(".") ? host.host().substring(0, host.host().length() - 1) : host.host();
        if (!sni || NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name));
        } catch (IllegalArgumentException notAHostName) {
            return List.of();
        }
    }

    static boolean isSecured(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** The certificate that the server showed; null on a channel without TLS. */
    static @Nullable X509Certificate serverCertificate(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            return null;
        }
        try {
            return handler.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? certificate
                    : null;
        } catch (SSLPeerUnverifiedException anonymous) {
            return null;
        }
    }

    /** Takes the one byte that answers an SSLRequest, then leaves the pipeline. */
    private static final class AnswerHandler extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Boolean> answer;

        AnswerHandler(CompletableFuture<Boolean> answer) {
            this.answer = answer;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            byte first = bytes.getByte(bytes.readerIndex());
            int count = bytes.readableBytes();
            bytes.release();
            if (first != 'S' && first != 'N') {
                fail(new OperationalException("the server answered the request for TLS with an error"));
            } else if (count > 1) {
                fail(new TamperedException("the server sent " + (count - 1)
                        + " bytes in the clear behind its answer to the request for TLS"));
            } else {
                context.pipeline().remove(this);
                answer.complete(first == 'S');
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(new OperationalException("the server closed the connection during the request for TLS"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            answer.completeExceptionally(cause);
        }

        private void fail(OperationalException reason) {
            answer.completeExceptionally(reason);
        }
    }

    /** Somebody may have meddled with the negotiation: nothing else is tried. */
    static final class TamperedException extends OperationalException {
        private static final long serialVersionUID = 1L;

        TamperedException(String message) {
            super(message);
        }
    }
}
