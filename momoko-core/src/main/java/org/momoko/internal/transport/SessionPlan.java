package org.momoko.internal.transport;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.SessionListener;

/**
 * What every session that is tried on the way is made of.
 *
 * @param listener makes the listener of one session; also sessions that are given up call theirs
 * @param setUp what has to be done on the session before it counts as open
 */
record SessionPlan(
        SessionContext context,
        Supplier<? extends SessionListener> listener,
        Function<Session, ? extends CompletionStage<?>> setUp) {}
