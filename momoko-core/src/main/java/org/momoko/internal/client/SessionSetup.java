package org.momoko.internal.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Query;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;

/** Runs the setsession statements on a new session, in one transaction. */
final class SessionSetup {
    private final SessionContext context;
    private final List<Query> statements = new ArrayList<>();

    SessionSetup(SessionContext context, List<String> setsession) {
        this.context = context.housekeeping();
        setsession.forEach(sql -> statements.add(Query.of(sql)));
    }

    /** Completes when the session is set up; fails with the error of the statement that failed. */
    CompletionStage<?> run(Session session) {
        if (statements.isEmpty()) {
            return CompletableFuture.<@Nullable Void>completedFuture(null);
        }
        return new SessionClient(context, session).transaction(statements);
    }
}
