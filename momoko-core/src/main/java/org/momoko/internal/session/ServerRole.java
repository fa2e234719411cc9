package org.momoko.internal.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.config.TargetSessionAttrs;
import org.momoko.internal.sql.ArgumentStyle;

/**
 * Compares a server with {@code target_session_attrs}. Servers from 14 on report what is needed when a session starts;
 * others, and poolers that do not pass it on, are asked.
 */
public final class ServerRole {
    private static final @Nullable Object[] NO_VALUES = {};

    private ServerRole() {}

    /** What is wrong with the server, for a message; empty if it will do. Fails if the server cannot be asked. */
    public static CompletionStage<String> objection(Session session, TargetSessionAttrs wanted) {
        return switch (wanted) {
            case ANY -> CompletableFuture.completedFuture("");
            case READ_WRITE ->
                readOnly(session)
                        .thenApply(readOnly -> readOnly ? "the session is read-only" + asked("read-write") : "");
            case READ_ONLY ->
                readOnly(session)
                        .thenApply(readOnly -> readOnly ? "" : "the session is not read-only" + asked("read-only"));
            case PRIMARY ->
                recovering(session)
                        .thenApply(recovering -> recovering ? "the server is in recovery" + asked("primary") : "");
            case STANDBY, PREFER_STANDBY ->
                recovering(session)
                        .thenApply(recovering -> recovering
                                ? ""
                                : "the server is not in recovery"
                                        + asked(wanted == TargetSessionAttrs.STANDBY ? "standby" : "prefer-standby"));
        };
    }

    private static String asked(String value) {
        return ", but target_session_attrs=" + value;
    }

    private static CompletionStage<Boolean> readOnly(Session session) {
        String byDefault = session.parameter("default_transaction_read_only");
        String standby = session.parameter("in_hot_standby");
        if (byDefault == null || standby == null) {
            return ask(session, "SHOW transaction_read_only", row -> "on".equals(row.getString(0)));
        }
        return CompletableFuture.completedFuture(byDefault.equals("on") || standby.equals("on"));
    }

    private static CompletionStage<Boolean> recovering(Session session) {
        String standby = session.parameter("in_hot_standby");
        if (standby == null) {
            return ask(session, "SELECT pg_catalog.pg_is_in_recovery()", row -> row.getBoolean(0));
        }
        return CompletableFuture.completedFuture(standby.equals("on"));
    }

    private interface Reading {
        boolean of(Row row);
    }

    private static CompletionStage<Boolean> ask(Session session, String sql, Reading reading) {
        SessionContext context = session.context().housekeeping();
        QueryExchange<Row> question = new SessionQuery<>(
                context,
                context.texts().get(sql, ArgumentStyle.NONE),
                NO_VALUES,
                CursorFactory.rows(),
                QueryMode.SIMPLE,
                Exchange.NO_DEADLINE);
        session.submit(question);
        return question.thenApply(cursor -> {
            Row row = cursor.fetchOne();
            return row != null && reading.of(row);
        });
    }
}
