package org.momoko.internal.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.momoko.config.ConnectConfig;
import org.momoko.error.ConnectException;
import org.momoko.internal.auth.ScramKeyCache;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;

/** Opens sessions as one configuration says. What attempts share stands here; what one of them learns never does. */
public final class Connector {
    private static final int CACHED_KEYS = 64;

    /** Of all pools and connections: whoever knows a password may use what another has derived from it. */
    private static final ScramKeyCache KEY_CACHE = new ScramKeyCache(CACHED_KEYS);

    /** Finds the addresses of a host name; may block. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    private final ConnectConfig config;
    private final EventLoops loops;
    private final Resolver resolver;
    private final TlsContexts tls;

    public Connector(ConnectConfig config, EventLoops loops) {
        this(config, loops, InetAddress::getAllByName);
    }

    Connector(ConnectConfig config, EventLoops loops, Resolver resolver) {
        this.config = config;
        this.loops = loops;
        this.resolver = resolver;
        this.tls = new TlsContexts(config, loops.worker());
    }

    ConnectConfig config() {
        return config;
    }

    EventLoops loops() {
        return loops;
    }

    Resolver resolver() {
        return resolver;
    }

    TlsContexts tls() {
        return tls;
    }

    ScramKeyCache keyCache() {
        return KEY_CACHE;
    }

    /**
     * Opens a session: tries the hosts one after another, each within the time limit.
     *
     * @param listener makes the listener for a session; sessions that are tried and given up have one too
     * @param setUp what has to be done on the session before it counts as open, within the same time limit
     * @return fails with {@link ConnectException} that names the host and what went wrong there. Ending it (not one of its
     *     dependents) gives the attempt up and closes the socket at once
     */
    public CompletableFuture<Session> connect(
            SessionContext context,
            Supplier<? extends SessionListener> listener,
            Function<Session, ? extends CompletionStage<?>> setUp) {
        return new HostWalk(this, new SessionPlan(context, listener, setUp)).start();
    }
}
