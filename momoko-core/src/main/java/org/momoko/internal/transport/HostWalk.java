package org.momoko.internal.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.momoko.config.HostSpec;
import org.momoko.config.LoadBalanceHosts;
import org.momoko.config.TargetSessionAttrs;
import org.momoko.error.ConnectException;
import org.momoko.internal.session.Session;

/**
 * One opening of a session: goes through the hosts until one will do. A host that refuses the login ends the walk, as in
 * libpq; one that cannot be reached, cannot serve now or has the wrong role does not. {@code prefer-standby} walks a
 * second time, over the hosts that were there but no standbys. Every host starts from nothing (CVE-2018-10915).
 */
final class HostWalk {
    private final Connector connector;
    private final SessionPlan plan;
    private final ArrayDeque<HostSpec> hosts;
    private final List<HostSpec> wrongRole = new ArrayList<>();
    private final List<ConnectException> failures = new ArrayList<>();
    private final CompletableFuture<Session> result = new CompletableFuture<>();
    private TargetSessionAttrs wanted;
    private volatile @Nullable HostAttempt current;

    HostWalk(Connector connector, SessionPlan plan) {
        this.connector = connector;
        this.plan = plan;
        List<HostSpec> order = new ArrayList<>(connector.config().hosts());
        if (connector.config().loadBalanceHosts() == LoadBalanceHosts.RANDOM) {
            Collections.shuffle(order);
        }
        this.hosts = new ArrayDeque<>(order);
        this.wanted = connector.config().targetSessionAttrs();
    }

    CompletableFuture<Session> start() {
        result.whenComplete((session, error) -> abandon());
        next();
        return result;
    }

    private void abandon() {
        HostAttempt attempt = current;
        if (attempt != null) {
            attempt.abandon();
        }
    }

    private void next() {
        HostSpec host = hosts.poll();
        if (result.isDone()) {
            return;
        }
        if (host == null) {
            result.completeExceptionally(ConnectFailures.together(failures));
            return;
        }
        HostAttempt attempt = new HostAttempt(connector, host, wanted, plan);
        current = attempt;
        attempt.start().whenComplete((session, error) -> ended(attempt, session, error));
        if (result.isDone()) {
            attempt.abandon();
        }
    }

    private void ended(HostAttempt attempt, @Nullable Session session, @Nullable Throwable error) {
        if (session != null) {
            if (!result.complete(session)) {
                session.close();
            }
            return;
        }
        ConnectException failure = ConnectFailures.of(attempt.host(), attempt.phase(), error);
        Throwable earlier = attempt.earlier();
        if (earlier != null && earlier != failure.getCause()) {
            failure.addSuppressed(earlier);
        }
        failures.add(failure);
        if (attempt.verdict() == Verdict.STOP) {
            hosts.clear();
            wrongRole.clear();
        } else if (attempt.verdict() == Verdict.WRONG_ROLE) {
            wrongRole.add(attempt.host());
        }
        if (hosts.isEmpty() && wanted == TargetSessionAttrs.PREFER_STANDBY && !wrongRole.isEmpty()) {
            wanted = TargetSessionAttrs.ANY;
            hosts.addAll(wrongRole);
            failures.clear();
        }
        next();
    }

    /** What a failed host means for the walk. */
    enum Verdict {
        /** Another host may answer differently. */
        NEXT_HOST,
        /** The host is there, but not of the kind that was asked for. */
        WRONG_ROLE,
        /** Another host would say the same, or must not be asked. */
        STOP
    }
}
