package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.error.InterfaceException;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;
import org.momoko.internal.transport.Connector;
import org.momoko.internal.transport.EventLoops;

/** A connection of its own, outside any pool, with an event loop that lasts as long as the connection is open. */
public final class OwnConnection extends PgConnection {
    private final ConnectConfig connectConfig;
    private final SessionSetup setup;
    private final String name;
    private @Nullable EventLoops loops;
    private volatile @Nullable Session session;
    private boolean connecting;

    /** @param config of which the name and the statements of setsession count */
    public OwnConnection(ConnectConfig connectConfig, PoolConfig config, SessionContext context) {
        super(context);
        this.connectConfig = connectConfig;
        this.name = config.name();
        this.setup = new SessionSetup(context, config.setsession());
    }

    @Override
    @Nullable
    Session session() {
        return session;
    }

    @Override
    public CompletableFuture<Connection> connect() {
        EventLoops own;
        synchronized (this) {
            if (connecting || !closed()) {
                return CompletableFuture.failedFuture(new InterfaceException("The connection is open already"));
            }
            connecting = true;
            own = new EventLoops(name, 1);
            loops = own;
        }
        SessionListener endOfLoops = new SessionListener() {
            @Override
            public void closed(@Nullable Throwable cause) {
                own.shutdown();
            }
        };
        return new Connector(connectConfig, own)
                .connect(context(), () -> endOfLoops, setup::run)
                .handle((opened, error) -> {
                    connected(own, opened);
                    if (error != null) {
                        own.shutdown();
                        throw Unwrapped.of(error);
                    }
                    return this;
                });
    }

    private synchronized void connected(EventLoops own, @Nullable Session opened) {
        connecting = false;
        if (loops == own) {
            session = opened;
        } else if (opened != null) {
            // closed while it was being opened
            opened.close();
        }
    }

    @Override
    public synchronized void close() {
        Session open = session;
        loops = null;
        if (open != null) {
            open.close();
        }
    }
}
