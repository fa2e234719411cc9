package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.momoko.internal.transport.SharedLoops;

/** A connection of its own, outside any pool, on one of the event loops that such connections share. */
public final class OwnConnection extends PgConnection {
    private final ConnectConfig connectConfig;
    private final SessionSetup setup;
    private @Nullable Opening opening;
    private volatile @Nullable Session session;

    /** False as soon as {@link #close} was called, though the session ends a little later on its event loop. */
    private volatile boolean wanted;

    /** @param config of which the statements of setsession count */
    public OwnConnection(ConnectConfig connectConfig, PoolConfig config, SessionContext context) {
        super(context);
        this.connectConfig = connectConfig;
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
        Stay stay = new Stay();
        CompletableFuture<Session> attempt =
                new Connector(connectConfig, SharedLoops.join()).connect(context(), () -> stay, setup::run);
        return new Opening(attempt, stay);
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

    /** Leaves the event loops with the session that was adopted; sessions that were only tried do not count. */
    private static final class Stay implements SessionListener {
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean adopted;

        void adopted(Session session) {
            adopted = true;
            if (!session.isOpen()) {
                end();
            }
        }

        void end() {
            if (over.compareAndSet(false, true)) {
                SharedLoops.leave();
            }
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            if (adopted) {
                end();
            }
        }
    }

    /** One call of {@link #connect}: the caller's future, and the attempt behind it. */
    private final class Opening extends OperationFuture<Connection> {
        private final CompletableFuture<Session> attempt;
        private final Stay stay;

        Opening(CompletableFuture<Session> attempt, Stay stay) {
            this.attempt = attempt;
            this.stay = stay;
        }

        @Override
        protected @Nullable Executor completionExecutor() {
            return context().completionExecutor();
        }

        void ended(@Nullable Session opened, @Nullable Throwable error) {
            if (opened != null && adopt(this, opened)) {
                stay.adopted(opened);
                deliver(OwnConnection.this, opened::close);
                return;
            }
            if (opened != null) {
                opened.close();
            }
            forget(this);
            stay.end();
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
