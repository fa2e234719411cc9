package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Connection;
import org.momoko.config.ConnectConfig;
import org.momoko.config.PoolConfig;
import org.momoko.error.InterfaceException;
import org.momoko.error.MomokoException;
import org.momoko.internal.concurrent.OperationFuture;
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
    private @Nullable Opening opening;
    private volatile @Nullable Session session;

    /** False as soon as {@link #close} was called, though the session ends a little later on its event loop. */
    private volatile boolean wanted;

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
        Opening begun;
        synchronized (this) {
            if (opening != null || !closed()) {
                return CompletableFuture.failedFuture(new InterfaceException("The connection is open already"));
            }
            try {
                begun = begin();
            } catch (MomokoException e) {
                return CompletableFuture.failedFuture(e);
            }
            opening = begun;
        }
        begun.attempt.whenComplete(begun::ended);
        return begun;
    }

    private Opening begin() {
        LoopsEnd loops = new LoopsEnd(new EventLoops(name, 1));
        CompletableFuture<Session> attempt =
                new Connector(connectConfig, loops.loops).connect(context(), () -> loops, setup::run);
        return new Opening(context().completionExecutor(), attempt, loops);
    }

    /** True if the session is now this connection's; false if it came too late. */
    private synchronized boolean adopt(Opening by, Session opened) {
        if (opening != by) {
            return false;
        }
        opening = null;
        session = opened;
        wanted = true;
        return true;
    }

    private synchronized void forget(Opening failed) {
        if (opening == failed) {
            opening = null;
        }
    }

    @Override
    public boolean closed() {
        return !wanted || super.closed();
    }

    @Override
    public void close() {
        Opening begun;
        Session open;
        synchronized (this) {
            begun = opening;
            opening = null;
            wanted = false;
            open = session;
        }
        if (begun != null) {
            begun.attempt.completeExceptionally(closedMeanwhile());
        }
        if (open != null) {
            open.close();
        }
    }

    /** Ends the event loop with the session that was adopted; sessions that were only tried do not count. */
    private static final class LoopsEnd implements SessionListener {
        private final EventLoops loops;
        private volatile boolean adopted;

        LoopsEnd(EventLoops loops) {
            this.loops = loops;
        }

        void adopted(Session session) {
            adopted = true;
            if (!session.isOpen()) {
                loops.shutdown();
            }
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            if (adopted) {
                loops.shutdown();
            }
        }
    }

    /** One call of {@link #connect}: the caller's future, and the attempt behind it. */
    private final class Opening extends OperationFuture<Connection> {
        private final CompletableFuture<Session> attempt;
        private final LoopsEnd loops;

        Opening(@Nullable Executor completionExecutor, CompletableFuture<Session> attempt, LoopsEnd loops) {
            super(completionExecutor);
            this.attempt = attempt;
            this.loops = loops;
        }

        void ended(@Nullable Session opened, @Nullable Throwable error) {
            if (opened != null && adopt(this, opened)) {
                loops.adopted(opened);
                deliver(OwnConnection.this, opened::close);
                return;
            }
            if (opened != null) {
                opened.close();
            }
            forget(this);
            loops.loops.shutdown();
            fail(error == null ? closedMeanwhile() : Unwrapped.cause(error));
        }

        /** The caller does not want the connection any more: closes the socket at once. */
        @Override
        protected void abandoned() {
            attempt.cancel(false);
        }
    }

    private static InterfaceException closedMeanwhile() {
        return new InterfaceException("The connection was closed while it was being opened");
    }
}
