package org.momoko.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.config.TargetSessionAttrs;
import org.momoko.error.ConnectException;
import org.momoko.error.DatabaseException;
import org.momoko.error.OperationalException;
import org.momoko.error.SqlState;
import org.momoko.internal.session.Login;
import org.momoko.internal.session.ServerRole;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.StartupExchange;
import org.momoko.internal.session.UnexpectedEndException;
import org.momoko.internal.transport.HostWalk.Verdict;

/**
 * The way to one host: tries its addresses, each with and without TLS as {@code sslmode} says, until a session stands. One
 * time limit covers it all; when it passes, or the attempt is abandoned, the socket in use is closed. Everything but
 * {@link #start} and {@link #abandon} happens on one event loop.
 */
final class HostAttempt {
    private final Connector connector;
    private final HostSpec host;
    private final TargetSessionAttrs wanted;
    private final SessionPlan plan;
    private final EventLoop loop;
    private final CompletableFuture<Session> result = new CompletableFuture<>();
    private final ArrayDeque<Endpoint> ways = new ArrayDeque<>();
    private volatile ConnectPhase phase = ConnectPhase.LOOKING_UP;
    private volatile Verdict verdict = Verdict.NEXT_HOST;
    private boolean over;
    private @Nullable Login login;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable Channel channel;
    private @Nullable Session session;
    private @Nullable Throwable earlier;

    HostAttempt(Connector connector, HostSpec host, TargetSessionAttrs wanted, SessionPlan plan) {
        this.connector = connector;
        this.host = host;
        this.wanted = wanted;
        this.plan = plan;
        this.loop = connector.loops().next();
    }

    HostSpec host() {
        return host;
    }

    /** How far it came. */
    ConnectPhase phase() {
        return phase;
    }

    /** What a failure means for the other hosts. */
    Verdict verdict() {
        return verdict;
    }

    /** How the way before the last one failed; null if there was none. */
    @Nullable
    Throwable earlier() {
        return earlier;
    }

    CompletableFuture<Session> start() {
        try {
            Duration limit = connector.config().connectTimeout();
            if (!limit.isZero()) {
                timer = loop.schedule(() -> timedOut(limit), limit.toNanos(), TimeUnit.NANOSECONDS);
            }
            onLoop(new Ways(connector, host).find(), (found, error) -> {
                if (found == null) {
                    end(null, cause(error));
                } else {
                    ways.addAll(found);
                    askLogin();
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(closed(e));
        }
        return result;
    }

    /** Nobody waits any more: closes what is open. Without effect once the attempt has ended. Any thread. */
    void abandon() {
        if (result.isDone()) {
            return;
        }
        try {
            loop.execute(() -> end(null, new OperationalException("given up by the caller")));
        } catch (RejectedExecutionException loopEnded) {
            // and with it every socket
            result.completeExceptionally(closed(loopEnded));
        }
    }

    private static OperationalException closed(Throwable loopEnded) {
        return new OperationalException("closed while connecting", loopEnded);
    }

    private void timedOut(Duration limit) {
        ConnectException error = new ConnectException(
                "connection to server at " + host + " failed: timed out after " + limit.toMillis() + " ms while "
                        + phase.words(),
                null,
                null,
                true);
        end(null, error);
    }

    private void askLogin() {
        if (connector.config().credentials() == null) {
            login = Login.of(connector.config(), host);
            tryNext();
            return;
        }
        phase = ConnectPhase.ASKING_CREDENTIALS;
        onLoop(Logins.ask(connector, host), (found, error) -> {
            if (found == null) {
                end(null, cause(error));
            } else {
                login = found;
                tryNext();
            }
        });
    }

    private void tryNext() {
        if (over) {
            return;
        }
        Endpoint way = ways.remove();
        session = null;
        phase = ConnectPhase.CONNECTING;
        CompletableFuture<Session> attempt = way.connect(loop, this::opened)
                .thenCompose(connected -> secure(way, connected))
                .thenCompose(ready -> startSession(way, ready))
                .thenCompose(this::checkRole)
                .thenCompose(this::setUp);
        onLoop(attempt, (opened, error) -> {
            if (opened == null) {
                failed(way.address(), cause(error));
            } else {
                end(opened, null);
            }
        });
    }

    /** Continues on the event loop; stages may end on a worker, or on the user's executor. */
    private <T> void onLoop(
            CompletableFuture<T> stage, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> next) {
        stage.whenCompleteAsync(next, loop).whenComplete((value, error) -> {
            if (error != null && cause(error) instanceof RejectedExecutionException loopEnded) {
                result.completeExceptionally(closed(loopEnded));
            }
        });
    }

    private void opened(Channel opened) {
        channel = opened;
    }

    private CompletableFuture<Channel> secure(Endpoint way, Channel connected) {
        if (way.offersTls()) {
            phase = ConnectPhase.NEGOTIATING_TLS;
        }
        return way.secure(connected);
    }

    private CompletionStage<Session> startSession(Endpoint way, Channel ready) {
        phase = ConnectPhase.AUTHENTICATING;
        Endpoint sameWay = way.asNegotiated(ready);
        Session started = new Session(
                plan.context(),
                new ChannelOutbound(
                        ready, sameWay, connector.loops(), plan.context().cancelTimeoutNanos()),
                plan.listener().get());
        session = started;
        ready.pipeline().addLast(new SessionHandler(started));
        StartupExchange startup = new StartupExchange(
                connector.config(),
                Objects.requireNonNull(login),
                TlsOffer.serverCertificate(ready),
                connector.keyCache(),
                connector.loops().worker());
        started.start(startup);
        if (!ready.isActive()) {
            started.disconnected(null);
        }
        return startup.thenApply(done -> started);
    }

    private CompletionStage<Session> checkRole(Session started) {
        if (wanted == TargetSessionAttrs.ANY) {
            return CompletableFuture.completedFuture(started);
        }
        phase = ConnectPhase.CHECKING_ROLE;
        return ServerRole.objection(started, wanted).thenApply(objection -> {
            if (!objection.isEmpty()) {
                throw new WrongRole(objection);
            }
            return started;
        });
    }

    private CompletionStage<Session> setUp(Session started) {
        phase = ConnectPhase.SETTING_UP;
        return plan.setUp().apply(started).thenApply(done -> started);
    }

    private void failed(SocketAddress address, Throwable cause) {
        closeCurrent();
        if (over) {
            return;
        }
        Throwable counts = cause;
        if (earlier != null && refusedAccess(earlier) && refusedAccess(cause)) {
            // with and without TLS: what sslmode prefers counts
            counts = earlier;
        }
        verdict = judge(address, cause);
        if (verdict == Verdict.NEXT_HOST && !ways.isEmpty()) {
            earlier = cause;
            tryNext();
        } else {
            end(null, counts);
        }
    }

    /** Says what may still be tried; drops the ways that would fail alike. */
    private Verdict judge(SocketAddress address, Throwable cause) {
        if (cause instanceof WrongRole) {
            ways.clear();
            return Verdict.WRONG_ROLE;
        }
        if (phase == ConnectPhase.CONNECTING) {
            ways.removeIf(way -> way.address().equals(address));
            return Verdict.NEXT_HOST;
        }
        if (cause instanceof UnexpectedEndException
                || phase == ConnectPhase.NEGOTIATING_TLS && !(cause instanceof TlsOffer.TamperedException)) {
            return Verdict.NEXT_HOST;
        }
        if (phase == ConnectPhase.AUTHENTICATING && refusedAccess(cause)) {
            // pg_hba.conf may say otherwise with TLS, or without
            ways.removeIf(way -> !way.address().equals(address));
            return ways.isEmpty() ? Verdict.STOP : Verdict.NEXT_HOST;
        }
        ways.clear();
        return cannotServeNow(cause) ? Verdict.NEXT_HOST : Verdict.STOP;
    }

    private static boolean refusedAccess(Throwable cause) {
        return cause instanceof DatabaseException answer
                && SqlState.INVALID_AUTHORIZATION_SPECIFICATION.equals(answer.sqlState());
    }

    /** Classes 53 (too many connections), 57 (starting up, shutting down) and 58: troubles of this server. */
    private static boolean cannotServeNow(Throwable cause) {
        String state = cause instanceof DatabaseException answer ? answer.sqlState() : null;
        return state != null && (state.startsWith("53") || state.startsWith("57") || state.startsWith("58"));
    }

    private void end(@Nullable Session opened, @Nullable Throwable error) {
        if (over) {
            if (opened != null) {
                opened.close();
            }
            return;
        }
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (opened != null) {
            result.complete(opened);
        } else {
            closeCurrent();
            result.completeExceptionally(cause(error));
        }
    }

    private void closeCurrent() {
        if (session != null) {
            session.close();
        } else if (channel != null) {
            channel.close();
        }
    }

    private static Throwable cause(@Nullable Throwable error) {
        return error == null ? new OperationalException("no session") : ConnectFailures.unwrap(error);
    }

    /** The server is not of the kind that {@code target_session_attrs} asks for. */
    private static final class WrongRole extends OperationalException {
        private static final long serialVersionUID = 1L;

        WrongRole(String message) {
            super(message);
        }
    }
}
