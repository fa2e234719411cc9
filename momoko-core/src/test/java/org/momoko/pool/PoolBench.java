package org.momoko.pool;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.momoko.Momoko;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.testing.Await;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TcpProxy;
import org.momoko.testing.TestMode;

/** A pool that reaches the shared server through a proxy, over TCP or a Unix socket, and the means to break it. */
final class PoolBench implements AutoCloseable {
    /** How the pool's connections come to their end. */
    enum Breaker {
        LOCAL_CLOSE,
        PROXY_CUT,
        PG_TERMINATE_BACKEND
    }

    /** What the pool and the proxy speak over. */
    enum Transport {
        TCP,
        UNIX
    }

    final PostgresServer server;
    final TcpProxy proxy;
    final Pool pool;

    private PoolBench(PostgresServer server, Transport transport, UnaryOperator<PoolBuilder> configure, String dsn) {
        this.server = server;
        SocketAddress target = transport == Transport.TCP ? server.tcpAddress() : server.unixAddress();
        this.proxy = transport == Transport.TCP ? TcpProxy.onTcp(target) : TcpProxy.onUnixSocket(target);
        this.pool = configure
                .apply(Momoko.pool(server.dsn(proxy.dsn(), "sslmode=disable", dsn))
                        .queryMode(TestMode.queryMode()))
                .build();
    }

    /** Not connected, and the proxy refuses. */
    static PoolBench idle(Transport transport, UnaryOperator<PoolBuilder> configure, String... dsn) {
        return new PoolBench(PostgresServer.shared(), transport, configure, String.join(" ", dsn));
    }

    /** Not connected, but the proxy accepts. */
    static PoolBench reachable(Transport transport, UnaryOperator<PoolBuilder> configure, String... dsn) {
        PoolBench bench = idle(transport, configure, dsn);
        bench.proxy.start();
        return bench;
    }

    /** Connected. */
    static PoolBench connected(Transport transport, UnaryOperator<PoolBuilder> configure, String... dsn) {
        PoolBench bench = reachable(transport, configure, dsn);
        get(bench.pool.connect());
        return bench;
    }

    static PoolBench connected(UnaryOperator<PoolBuilder> configure) {
        return connected(Transport.TCP, configure);
    }

    /** Ends all connections, which nobody uses, and waits until the pool has seen it. */
    void breakAll(Breaker breaker) {
        // one that is cut while it is being opened is a failed attempt, which is another story
        Await.until("nothing is being opened", () -> pool.stats().pending() == 0);
        int all = pool.stats().free();
        switch (breaker) {
            case LOCAL_CLOSE -> {
                List<Connection> taken = new ArrayList<>();
                for (int i = 0; i < all; i++) {
                    taken.add(get(pool.getconn(false)));
                }
                taken.forEach(Connection::close);
                taken.forEach(pool::putconn);
            }
            case PROXY_CUT -> proxy.cutAll();
            case PG_TERMINATE_BACKEND -> server.terminateBackends("momoko-test");
        }
        Await.until(
                "the pool sees its connections die",
                () -> pool.stats().free() == 0 && pool.stats().busy() == 0);
    }

    /** From now on nothing can be connected, and all connections are cut. */
    void cutForGood() {
        proxy.stop();
        proxy.cutAll();
    }

    /** The result, or the error that the future ended with. */
    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the future did not complete within 10 s", e);
        }
    }

    /** The first column of the first row. */
    static long number(Pool pool, String sql, Object... parameters) {
        return get(pool.execute(sql, parameters)).fetchOne().getLong(0);
    }

    @Override
    public void close() {
        // a test that failed leaves it paused, which is not to show as a leak in this test and the next
        proxy.resume();
        if (!pool.closed()) {
            Await.until("no connection is busy", () -> pool.stats().busy() == 0);
            pool.close();
        }
        proxy.close();
    }
}
