package org.momoko.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.config.SslMode;
import org.momoko.config.SslNegotiation;
import org.momoko.error.ConnectException;
import org.momoko.error.DatabaseException;
import org.momoko.error.OperationalException;
import org.momoko.error.SqlState;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;
import org.momoko.internal.session.StartupExchange;

/**
 * The way to one host: looks up its addresses, and tries each, with and without TLS as {@code sslmode} says, until a
 * session stands. One time limit covers it all; when it passes, the socket in use is closed.
 */
final class HostAttempt {
    private final Connector connector;
    private final HostSpec host;
    private final SessionContext context;
    private final Supplier<? extends SessionListener> listener;
    private final Function<Session, ? extends CompletionStage<?>> setUp;
    private final EventLoop loop;
    private final CompletableFuture<Session> result = new CompletableFuture<>();
    private volatile String phase = "looking up the address";
    private volatile @Nullable Channel current;

    HostAttempt(
            Connector connector,
            HostSpec host,
            SessionContext context,
            Supplier<? extends SessionListener> listener,
            Function<Session, ? extends CompletionStage<?>> setUp) {
        this.connector = connector;
        this.host = host;
        this.context = context;
        this.listener = listener;
        this.setUp = setUp;
        this.loop = connector.loops().next();
    }

    CompletableFuture<Session> start() {
        Duration limit = connector.config().connectTimeout();
        if (!limit.isZero()) {
            var timer = loop.schedule(() -> timedOut(limit), limit.toNanos(), TimeUnit.NANOSECONDS);
            result.whenComplete((session, error) -> timer.cancel(false));
        }
        addresses().thenCombine(tlsContext(), this::ways).whenComplete((ways, error) -> {
            if (error == null) {
                tryNext(ways.iterator());
            } else {
                result.completeExceptionally(error);
            }
        });
        return result;
    }

    private void timedOut(Duration limit) {
        ConnectException error = new ConnectException(
                "connection to server at " + host + " failed: timed out after " + limit.toMillis() + " ms while "
                        + phase,
                null,
                null,
                true);
        if (result.completeExceptionally(error)) {
            Channel channel = current;
            if (channel != null) {
                channel.close();
            }
        }
    }

    private CompletableFuture<List<SocketAddress>> addresses() {
        if (host.unixSocket()) {
            return CompletableFuture.completedFuture(
                    List.of(connector.loops().transport().unixAddress(host.socketPath())));
        }
        return CompletableFuture.supplyAsync(this::lookUp, connector.loops().worker());
    }

    private List<SocketAddress> lookUp() {
        String name = host.hostAddress() != null ? host.hostAddress() : host.host();
        try {
            List<SocketAddress> found = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(name)) {
                found.add(new InetSocketAddress(address, host.port()));
            }
            return found;
        } catch (UnknownHostException e) {
            throw new OperationalException("the host name " + name + " cannot be resolved", e);
        }
    }

    private CompletableFuture<@Nullable SslContext> tlsContext() {
        if (connector.config().sslModeFor(host) == SslMode.DISABLE) {
            return CompletableFuture.completedFuture(null);
        }
        return connector.tls().get().thenApply(context -> context);
    }

    /** The endpoints to try, in order: libpq's table for {@code sslmode}. */
    private List<Endpoint> ways(List<SocketAddress> addresses, @Nullable SslContext tls) {
        SslMode mode = connector.config().sslModeFor(host);
        boolean direct = connector.config().tls().sslNegotiation() == SslNegotiation.DIRECT;
        boolean required = mode.compareTo(SslMode.REQUIRE) >= 0;
        List<Endpoint> ways = new ArrayList<>();
        for (SocketAddress address : addresses) {
            Endpoint plain = endpoint(address, null);
            if (tls == null) {
                ways.add(plain);
                continue;
            }
            Endpoint secured = endpoint(address, new TlsOffer(tls, host, required || mode == SslMode.ALLOW, direct));
            switch (mode) {
                case ALLOW -> ways.addAll(List.of(plain, secured));
                case PREFER -> ways.addAll(List.of(secured, plain));
                default -> ways.add(secured);
            }
        }
        return ways;
    }

    private Endpoint endpoint(SocketAddress address, @Nullable TlsOffer tls) {
        return new Endpoint(
                connector.loops().transport(), host, address, connector.config().keepAlive(), tls);
    }

    private void tryNext(Iterator<Endpoint> ways) {
        if (result.isDone()) {
            return;
        }
        Endpoint way = ways.next();
        phase = "connecting";
        way.open(loop, channel -> current = channel)
                .thenCompose(channel -> startSession(way, channel))
                .thenCompose(this::setUp)
                .whenComplete((session, error) -> ended(ways, session, error));
    }

    private CompletableFuture<Session> startSession(Endpoint way, Channel channel) {
        phase = "authenticating";
        Session session = new Session(context, new ChannelOutbound(channel, way), listener.get());
        channel.pipeline().addLast(new SessionHandler(session));
        StartupExchange startup = new StartupExchange(
                connector.config(),
                host,
                TlsOffer.serverCertificate(channel),
                connector.keyCache(),
                connector.loops().worker());
        session.start(startup);
        if (!channel.isActive()) {
            session.disconnected(null);
        }
        return startup.thenApply(done -> session);
    }

    private CompletionStage<Session> setUp(Session session) {
        phase = "setting the session up";
        return setUp.apply(session).thenApply(done -> session);
    }

    private void ended(Iterator<Endpoint> ways, @Nullable Session session, @Nullable Throwable error) {
        if (error == null && session != null) {
            if (!result.complete(session)) {
                session.close();
            }
            return;
        }
        Channel channel = current;
        if (channel != null) {
            channel.close();
        }
        Throwable cause = error == null ? new OperationalException("no session") : ConnectFailures.unwrap(error);
        if (ways.hasNext() && worthAnotherWay(cause)) {
            tryNext(ways);
        } else {
            result.completeExceptionally(cause);
        }
    }

    /** What another address, or the same one with or without TLS, may answer differently. */
    private static boolean worthAnotherWay(Throwable cause) {
        return !(cause instanceof DatabaseException answer)
                || answer.fields() == null
                || SqlState.INVALID_AUTHORIZATION_SPECIFICATION.equals(answer.sqlState());
    }
}
