package org.momoko;

import java.util.concurrent.CompletableFuture;
import org.momoko.api.Connection;
import org.momoko.config.ConnectConfig;
import org.momoko.internal.concurrent.EventLoopThread;

/**
 * Opens pools and connections.
 *
 * <p>A DSN is what libpq takes: {@code host=localhost dbname=app user=app}, or
 * {@code postgresql://app@localhost/app}. What it does not say comes from the service file, the {@code PG*} environment
 * variables and libpq's defaults.
 */
public final class Momoko {
    private Momoko() {}

    /**
     * A pool of connections, to be configured and built.
     *
     * @throws org.momoko.error.ProgrammingException when the DSN is malformed; the message names the key
     */
    public static PoolBuilder pool(String dsn) {
        return new PoolBuilder(ConnectConfig.parse(dsn));
    }

    /** A pool of connections, to be configured and built. */
    public static PoolBuilder pool(ConnectConfig config) {
        return new PoolBuilder(config);
    }

    /**
     * A connection outside any pool, to be configured and built; it is not open until {@link Connection#connect()}.
     *
     * @throws org.momoko.error.ProgrammingException when the DSN is malformed; the message names the key
     */
    public static ConnectionBuilder connection(String dsn) {
        return new ConnectionBuilder(ConnectConfig.parse(dsn));
    }

    /** A connection outside any pool, to be configured and built. */
    public static ConnectionBuilder connection(ConnectConfig config) {
        return new ConnectionBuilder(config);
    }

    /** Opens a connection outside any pool; errors, a malformed DSN included, arrive through the future. */
    public static CompletableFuture<Connection> connect(String dsn) {
        try {
            return connection(dsn).build().connect();
        } catch (org.momoko.error.MomokoException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether the calling thread runs an event loop of a pool or connection, where nothing may block. */
    public static boolean onEventLoop() {
        return EventLoopThread.isCurrent();
    }
}
