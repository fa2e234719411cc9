package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ErrorFields;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.protocol.TransactionStatus;

/**
 * A text of Momoko's own (ping, rollback, reset), sent as one Query message, of which only success or failure counts. It
 * completes on the event loop whatever executor is configured: the pool's housekeeping must not wait for threads that
 * wait for the pool.
 */
public final class SimpleCommand extends Exchange<@Nullable Void> {
    private static final Pattern FORGETS_STATEMENTS =
            Pattern.compile("\\b(DISCARD|DEALLOCATE)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern STOPS_LISTENING =
            Pattern.compile("\\b(DISCARD|UNLISTEN)\\b", Pattern.CASE_INSENSITIVE);

    private final String sql;
    private final boolean resets;
    private boolean complete;

    private SimpleCommand(String sql, boolean resets) {
        this.sql = sql;
        this.resets = resets;
    }

    /** Sends the text, behind whatever was submitted to the session before. */
    public static CompletableFuture<@Nullable Void> run(Session session, String sql) {
        return run(session, new SimpleCommand(sql, false));
    }

    /**
     * Sends a text that takes state out of the session: channels listened to, perhaps settings and prepared statements.
     * Statements submitted after it may be sent along, without waiting for its answer.
     */
    public static CompletableFuture<@Nullable Void> reset(Session session, String sql) {
        return run(session, new SimpleCommand(sql, true));
    }

    private static CompletableFuture<@Nullable Void> run(Session session, SimpleCommand command) {
        session.submit(command);
        return command;
    }

    @Override
    protected void encode(Session on, ByteBuf out) {
        // what is sent behind it must not name a prepared statement that will be gone by then
        if (resets && FORGETS_STATEMENTS.matcher(sql).find()) {
            on.prepared().clear();
        }
        if (resets && STOPS_LISTENING.matcher(sql).find()) {
            on.listening(false);
        }
        Frontend.query(out, sql);
    }

    @Override
    protected void message(Session on, byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case BackendMessageType.ERROR_RESPONSE -> {
                ErrorFields fields = ErrorResponse.read(buffer.slice(index, length));
                if (fields.fatal()) {
                    on.fatal(fields);
                }
                error(ServerErrors.of(fields, false));
            }
            case BackendMessageType.COMMAND_COMPLETE, BackendMessageType.EMPTY_QUERY_RESPONSE -> complete = true;
            case BackendMessageType.ROW_DESCRIPTION, BackendMessageType.DATA_ROW -> {}
            default -> throw unexpected(type, "in answer to " + sql);
        }
    }

    @Override
    protected boolean ready(Session on, TransactionStatus status) {
        if (!complete && error() == null) {
            throw premature();
        }
        return true;
    }

    @Override
    protected @Nullable Void result() {
        return null;
    }

    @Override
    protected String describe() {
        return sql;
    }
}
