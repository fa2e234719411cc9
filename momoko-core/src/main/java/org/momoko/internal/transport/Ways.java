package org.momoko.internal.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.config.LoadBalanceHosts;
import org.momoko.config.SslMode;
import org.momoko.config.SslNegotiation;
import org.momoko.error.OperationalException;

/** Finds the ways to one host: its addresses, each with and without TLS in the order that {@code sslmode} says. */
final class Ways {
    private final Connector connector;
    private final HostSpec host;

    Ways(Connector connector, HostSpec host) {
        this.connector = connector;
        this.host = host;
    }

    /**
     * Looks up names and reads the files of TLS on a worker.
     *
     * @return the endpoints to try in this order; never empty
     */
    CompletableFuture<List<Endpoint>> find() {
        return addresses().thenCombine(checkTls(), (addresses, checked) -> ways(addresses));
    }

    private CompletableFuture<List<SocketAddress>> addresses() {
        if (host.unixSocket()) {
            try {
                return CompletableFuture.completedFuture(
                        List.of(connector.loops().transport().unixAddress(host.socketPath())));
            } catch (IllegalArgumentException e) {
                return CompletableFuture.failedFuture(
                        new OperationalException("the socket cannot be used: " + e.getMessage(), e));
            }
        }
        String address = host.hostAddress();
        String name = address != null ? address : host.host();
        SocketAddress literal = literal(name);
        return literal != null
                ? CompletableFuture.completedFuture(List.of(literal))
                : CompletableFuture.supplyAsync(
                        () -> lookUp(name), connector.loops().worker());
    }

    /** An IP address needs no look-up, and so no thread that may block; null for a name, or an address with a scope. */
    private @Nullable SocketAddress literal(String name) {
        byte[] bytes = name.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(name) : null;
        try {
            return bytes == null ? null : new InetSocketAddress(InetAddress.getByAddress(bytes), host.port());
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private List<SocketAddress> lookUp(String name) {
        try {
            List<SocketAddress> found = new ArrayList<>();
            for (InetAddress address : connector.resolver().resolve(name)) {
                found.add(new InetSocketAddress(address, host.port()));
            }
            if (connector.config().loadBalanceHosts() == LoadBalanceHosts.RANDOM) {
                Collections.shuffle(found);
            }
            return found;
        } catch (UnknownHostException e) {
            throw new OperationalException("the host name " + name + " cannot be resolved", e);
        }
    }

    /** What is wrong with keys and trust is told before a socket is opened. */
    private CompletableFuture<?> checkTls() {
        return usesTls() ? connector.tls().get() : CompletableFuture.completedFuture(null);
    }

    private boolean usesTls() {
        return connector.config().sslModeFor(host) != SslMode.DISABLE;
    }

    /** Libpq's table for {@code sslmode}. */
    private List<Endpoint> ways(List<SocketAddress> addresses) {
        SslMode mode = connector.config().sslModeFor(host);
        boolean direct = connector.config().tls().sslNegotiation() == SslNegotiation.DIRECT;
        boolean sni = connector.config().tls().sslSni();
        List<Endpoint> ways = new ArrayList<>();
        for (SocketAddress address : addresses) {
            Endpoint plain = endpoint(address, null);
            if (!usesTls()) {
                ways.add(plain);
                continue;
            }
            Endpoint secured =
                    endpoint(address, new TlsOffer(connector.tls(), host, mode != SslMode.PREFER, direct, sni));
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
}
