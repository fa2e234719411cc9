package org.momoko.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between client and server that a test can cut, stall and close. It listens on 127.0.0.1 or on a Unix socket, its target may be
 * either, and it keeps its address over {@link #stop()} and {@link #start()}. A new proxy refuses connections until it is started.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BACKLOG = 200;

    /** The port in the name of the Unix socket; in a directory of its own any will do. */
    private static final int UNIX_PORT = 5432;

    private final SocketAddress target;
    private final SocketAddress address;
    private final String host;
    private final int port;
    private final ProxyRules rules = new ProxyRules();
    private final Set<ProxiedConnection> live = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocketChannel listener;
    private @Nullable Thread acceptor;
    private int seen;
    private int limit = Integer.MAX_VALUE;

    private TcpProxy(SocketAddress target, SocketAddress address, String host, int port) {
        this.target = target;
        this.address = address;
        this.host = host;
        this.port = port;
    }

    /** A proxy that will listen on 127.0.0.1. */
    public static TcpProxy onTcp(SocketAddress target) {
        int port = Ports.unused();
        return new TcpProxy(target, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "127.0.0.1", port);
    }

    /** A proxy that will listen on a Unix socket, named as PostgreSQL names its own, in a directory made for it. */
    public static TcpProxy onUnixSocket(SocketAddress target) {
        Path directory = TempDirectory.create("mkpx");
        Path socket = directory.resolve(".s.PGSQL." + UNIX_PORT);
        return new TcpProxy(target, UnixDomainSocketAddress.of(socket), directory.toString(), UNIX_PORT);
    }

    /** What a DSN wants as {@code host}: the address or the directory of the socket. */
    public String host() {
        return host;
    }

    /** What a DSN wants as {@code port}. */
    public int port() {
        return port;
    }

    /** {@code host=… port=…}, to follow the DSN of the server: the last setting of a name wins. */
    public String dsn() {
        return "host=" + host + " port=" + port;
    }

    /** Where it listens when started. */
    public SocketAddress address() {
        return address;
    }

    /** Begins to accept connections; does nothing if it does already. Returns itself. */
    public synchronized TcpProxy start() {
        if (listener == null) {
            ServerSocketChannel opened = listen();
            listener = opened;
            acceptor = Daemon.start("proxy-accept", () -> accept(opened));
        }
        return this;
    }

    private ServerSocketChannel listen() {
        boolean unix = address instanceof UnixDomainSocketAddress;
        try {
            ServerSocketChannel opened =
                    ServerSocketChannel.open(unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET);
            if (!unix) {
                opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            return opened.bind(address, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("proxy cannot listen on " + address, e);
        }
    }

    /** Refuses new connections from now on. Connections that exist go on: {@link #cutAll()} ends them. */
    public void stop() {
        ServerSocketChannel closing;
        Thread accepting;
        synchronized (this) {
            closing = listener;
            accepting = acceptor;
            listener = null;
            acceptor = null;
        }
        if (closing == null || accepting == null) {
            return;
        }
        try {
            closing.close();
            // the kernel listens as long as a thread is inside accept(2)
            accepting.join();
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts all connections that exist, on both sides: RST on TCP, end of stream on a Unix socket. New ones are accepted. */
    public void cutAll() {
        List.copyOf(live).forEach(ProxiedConnection::cut);
    }

    /** Stalls: connections are accepted and stay open, but no byte and no end of stream passes, either way. */
    public void pause() {
        rules.pause();
    }

    /** From now on client bytes reach the server, but nothing that the server sends comes back, not even that it closed. */
    public void dropServerBytes() {
        rules.dropServerBytes();
    }

    /** How many bytes of the server were lost since {@link #dropServerBytes()}. */
    public long droppedBytes() {
        return rules.dropped();
    }

    /**
     * Ends {@link #pause()} and {@link #dropServerBytes()}. What was held back passes now; what was dropped stays lost, so its
     * connection is good for nothing but {@link #cutAll()}.
     */
    public void resume() {
        rules.resume();
    }

    /** From now on, holds each piece of what the server sends back for this time; zero ends it. */
    public void delayResponses(Duration delay) {
        rules.delayResponses(delay);
    }

    /**
     * Cuts a connection, once: the one on which the n-th byte towards a client passes, counted from now over all connections. Exactly n
     * bytes arrive, then the end of the stream.
     */
    public void cutAfterBytesToClient(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("number of bytes is negative: " + bytes);
        }
        rules.cutAfterBytesToClient(bytes);
    }

    /** From now on, accepts a connection only while fewer than n exist, and closes it at once otherwise. */
    public synchronized void acceptOnly(int connections) {
        limit = connections;
    }

    /** How many connections were made to this proxy in its life, those closed at once included. */
    public synchronized int connections() {
        return seen;
    }

    /** How many connections exist. */
    public int live() {
        return live.size();
    }

    /** Stops, cuts all connections and removes the Unix socket's directory. */
    @Override
    public void close() {
        stop();
        cutAll();
        if (address instanceof UnixDomainSocketAddress) {
            TempDirectory.delete(Path.of(host));
        }
    }

    private void accept(ServerSocketChannel listening) {
        while (true) {
            try {
                admit(listening, listening.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private synchronized void admit(ServerSocketChannel listening, SocketChannel client) {
        seen++;
        // stop() may have come between accept and here
        if (live.size() >= limit || !listening.equals(listener)) {
            ProxiedConnection.close(client, true);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, target, rules, live::remove);
        live.add(connection);
        connection.open();
    }
}
