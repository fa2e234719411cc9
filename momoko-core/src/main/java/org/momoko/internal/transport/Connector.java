package org.momoko.internal.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.momoko.config.ConnectConfig;
import org.momoko.config.HostSpec;
import org.momoko.config.LoadBalanceHosts;
import org.momoko.error.ConnectException;
import org.momoko.internal.auth.ScramKeyCache;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;

/** Opens sessions: tries the hosts of the configuration one after another, each within the time limit. */
public final class Connector {
    private static final int CACHED_KEYS = 16;

    private final ConnectConfig config;
    private final EventLoops loops;
    private final TlsContexts tls;
    private final ScramKeyCache keyCache = new ScramKeyCache(CACHED_KEYS);

    public Connector(ConnectConfig config, EventLoops loops) {
        this.config = config;
        this.loops = loops;
        this.tls = new TlsContexts(config.tls(), loops.worker());
    }

    ConnectConfig config() {
        return config;
    }

    EventLoops loops() {
        return loops;
    }

    TlsContexts tls() {
        return tls;
    }

    ScramKeyCache keyCache() {
        return keyCache;
    }

    /**
     * Opens a session.
     *
     * @param listener makes the listener for the session that is opened
     * @param setUp what has to be done on the session before it counts as open, within the same time limit
     * @return fails with {@link ConnectException} that names the host and what went wrong there
     */
    public CompletableFuture<Session> connect(
            SessionContext context,
            Supplier<? extends SessionListener> listener,
            Function<Session, ? extends CompletionStage<?>> setUp) {
        List<HostSpec> hosts = new ArrayList<>(config.hosts());
        if (config.loadBalanceHosts() == LoadBalanceHosts.RANDOM) {
            Collections.shuffle(hosts);
        }
        CompletableFuture<Session> result = new CompletableFuture<>();
        tryNext(
                hosts.iterator(),
                new ArrayList<>(),
                result,
                host -> new HostAttempt(this, host, context, listener, setUp));
        return result;
    }

    private void tryNext(
            Iterator<HostSpec> hosts,
            List<ConnectException> failures,
            CompletableFuture<Session> result,
            Function<HostSpec, HostAttempt> attempts) {
        HostSpec host = hosts.next();
        attempts.apply(host).start().whenComplete((session, error) -> {
            if (error == null) {
                result.complete(session);
                return;
            }
            failures.add(ConnectFailures.of(host, error));
            if (hosts.hasNext()) {
                tryNext(hosts, failures, result, attempts);
            } else {
                result.completeExceptionally(ConnectFailures.together(failures));
            }
        });
    }
}
