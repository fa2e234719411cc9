package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.momoko.error.ErrorFields;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.sql.ArgumentStyle;

/**
 * COMMIT, ROLLBACK, SAVEPOINT and their like, sent as one Query message that is encoded beforehand. Nobody holds its
 * future: how it ended is told to {@link #over}, on the event loop.
 */
public abstract class TransactionControl extends Exchange<@Nullable Void> {
    private final Text text;
    private @Nullable String tag;
    private boolean answered;
    /** The exchange is over, and that is not told yet. */
    private boolean untold;

    protected TransactionControl(SessionContext context, Text text) {
        this.text = text;
        if (context.statementEvents() != null) {
            listened(context, context.texts().get(text.sql, ArgumentStyle.NONE));
        }
    }

    /** A text and the Query message that carries it. */
    public static final class Text {
        private final String sql;
        private final byte[] message;

        public Text(String sql) {
            this.sql = sql;
            ByteBuf out = Unpooled.buffer(32);
            Frontend.query(out, sql);
            this.message = ByteBufUtil.getBytes(out);
        }
    }

    /**
     * It is over.
     *
     * @param commandTag what the server answered last; null when it did not
     * @param error the server's, or why there is no answer; null for none
     * @param sent whether anything of it was handed to the operating system
     */
    protected abstract void over(@Nullable String commandTag, @Nullable Throwable error, boolean sent);

    @Override
    protected final void encode(Session on, ByteBuf out) {
        travels(false);
        out.writeBytes(text.message);
    }

    @Override
    protected final void message(Session on, byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case BackendMessageType.COMMAND_COMPLETE ->
                tag = CommandTag.read(buffer, index, length).text();
            case BackendMessageType.ERROR_RESPONSE -> {
                ErrorFields fields = ErrorResponse.read(buffer.slice(index, length));
                if (fields.fatal()) {
                    on.fatal(fields);
                }
                error(ServerErrors.of(fields, false));
            }
            default -> throw unexpected(type, "in answer to " + text.sql);
        }
    }

    @Override
    protected final boolean ready(Session on, TransactionStatus status) {
        if (tag == null && error() == null) {
            throw premature();
        }
        answered = true;
        return true;
    }

    @Override
    protected final Throwable unanswered(String peer, @Nullable Throwable reason) {
        Throwable unknown = super.unanswered(peer, reason);
        note().lost = unknown;
        return unknown;
    }

    @Override
    protected final void released(@Nullable Session by) {
        untold = true;
    }

    @Override
    protected final void finish(@Nullable Void value) {
        super.finish(null);
        tell(null);
    }

    @Override
    protected final void finishExceptionally(Throwable failure) {
        super.finishExceptionally(failure);
        tell(failure);
    }

    /** Once; those who listen to statements have heard of the end before. */
    private void tell(@Nullable Throwable failure) {
        if (!untold) {
            return;
        }
        untold = false;
        Incidents notes = incidents();
        Throwable lost = notes == null ? null : notes.lost;
        if (lost != null) {
            // the tag comes once the deed is done; only what had to follow it is missing
            over(tag, tag == null ? lost : null, true);
        } else if (answered || error() != null) {
            over(tag, error(), true);
        } else {
            over(null, isAbandoned() ? null : failure, false);
        }
    }

    @Override
    protected final @Nullable Void result() {
        return null;
    }

    @Override
    protected final String describe() {
        return text.sql;
    }
}
