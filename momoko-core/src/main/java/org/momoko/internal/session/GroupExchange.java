package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.error.DatabaseException;
import org.momoko.error.ErrorFields;
import org.momoko.error.ProgrammingException;
import org.momoko.error.ProtocolException;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.protocol.RowDescription;
import org.momoko.internal.protocol.TransactionStatus;

/**
 * Carries a {@link StatementGroup} through a session: all statements, then one Sync. Outside a transaction the server takes
 * them as one: the first error undoes all and skips the rest. The whole group is written at once, so its size is limited.
 *
 * <p><b>Stale plans.</b> As for single statements, a prepared statement that the server no longer takes is prepared afresh
 * and the group sent once more, provided that no transaction is open, nothing was sent behind the group, and no statement
 * of it may have committed.
 */
public class GroupExchange extends Exchange<List<Cursor<Row>>> {
    /** What a group may take in memory before the first byte of it is sent. */
    private static final int MAX_GROUP_BYTES = 16 * 1024 * 1024;

    private final SessionContext context;
    private final StatementGroup group;
    private final boolean leads;
    private int current;
    private long bytes;
    private boolean tooLarge;
    private boolean again;
    private boolean waitsAlone;

    /** @param leads whether the statements end with this exchange; otherwise somebody else sees to it */
    public GroupExchange(SessionContext context, StatementGroup group, boolean leads) {
        this.context = context;
        this.group = group;
        this.leads = leads;
    }

    @Override
    protected @Nullable Executor completionExecutor() {
        return context.completionExecutor();
    }

    @Override
    protected long deadlineNanos() {
        return group.deadlineNanos();
    }

    @Override
    protected String describe() {
        return "pipeline";
    }

    @Override
    protected void begin() {
        again = false;
        forget();
    }

    private void forget() {
        current = 0;
        bytes = 0;
        tooLarge = false;
        group.begin();
    }

    @Override
    protected void encode(Session on, ByteBuf out) {
        int start = out.writerIndex();
        GroupEncoder encoder = new GroupEncoder(on, context, out);
        waitsAlone = false;
        for (int i = 0; i < group.size(); i++) {
            try {
                encoder.append(group.get(i));
            } catch (Throwable e) {
                group.failed(i);
                throw e;
            }
            waitsAlone |= group.get(i).sql().answeredAlone();
            if (out.writerIndex() - start > MAX_GROUP_BYTES) {
                throw new ProgrammingException(
                        "A pipeline takes " + MAX_GROUP_BYTES
                                + " bytes, which this one passes with its statement " + (i + 1)
                                + "; send it in parts, or as executeMany",
                        null,
                        null,
                        true);
            }
        }
        Frontend.sync(out);
        if (waitsAlone) {
            on.hold(this);
        }
    }

    // ---- receiving ------------------------------------------------------------------------------------------------

    @Override
    protected void message(Session on, byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case BackendMessageType.DATA_ROW -> row(on, buffer, index, length);
            case BackendMessageType.BIND_COMPLETE -> statement().bound(on);
            case BackendMessageType.COMMAND_COMPLETE -> complete(on, buffer, index, length);
            case BackendMessageType.ROW_DESCRIPTION -> described(on, buffer.slice(index, length));
            case BackendMessageType.NO_DATA -> statement().columns(null, on);
            case BackendMessageType.ERROR_RESPONSE -> failed(on, ErrorResponse.read(buffer.slice(index, length)));
            case BackendMessageType.PARSE_COMPLETE -> {}
            default -> throw unexpected(type, "in answer to a pipeline");
        }
    }

    private GroupStatement<?> statement() {
        if (current >= group.size()) {
            throw new ProtocolException("A pipeline of " + group.size() + " statements has more than as many answers");
        }
        return group.get(current);
    }

    private void row(Session on, ByteBuf buffer, int index, int length) {
        boolean keep = !tooLarge && error() == null && !isAbandoned();
        if (keep && bytes + length > context.maxResultBytes()) {
            tooLarge = true;
            keep = false;
            group.failed(current);
            for (int i = 0; i < current; i++) {
                group.get(i).forgetRows();
            }
            on.cancelIfAlone(this);
        }
        bytes += statement().row(buffer, index, length, keep);
    }

    private void described(Session on, ByteBuf body) {
        ResultDescription columns = ResultDescription.of(RowDescription.read(body), context.codecs());
        statement().columns(columns, on);
    }

    private void complete(Session on, ByteBuf buffer, int index, int length) {
        CommandTag tag = CommandTag.read(buffer, index, length);
        statement().complete(tag, on);
        current++;
        ResultExchange.learn(on, tag);
    }

    private void failed(Session on, ErrorFields fields) {
        if (fields.fatal()) {
            on.fatal(fields);
        }
        DatabaseException answer;
        if (current < group.size()) {
            GroupStatement<?> statement = group.get(current);
            answer = ServerErrors.of(fields, statement.sql(), statement.written());
        } else {
            // what is checked at the end: deferred constraints, the commit itself
            answer = ServerErrors.of(fields, false);
        }
        if (tooLarge) {
            error(TooLargeResult.cancelled(context.maxResultBytes(), answer));
        } else {
            group.failed(current < group.size() ? current : -1);
            error(answer);
        }
    }

    @Override
    protected boolean ready(Session on, TransactionStatus status) {
        if (status == TransactionStatus.IDLE) {
            on.prepared().trust();
        }
        Throwable failure = error();
        if (failure == null || isAbandoned() || current >= group.size()) {
            return true;
        }
        PreparedStatement used = group.get(current).prepared();
        if (used == null || !ServerErrors.isStale(failure)) {
            return true;
        }
        on.prepared().forget(used);
        boolean harmless = status == TransactionStatus.IDLE && !group.controlsTransaction() && on.isAlone(this);
        if (again || !harmless) {
            return true;
        }
        again = true;
        forget();
        clearError();
        return false;
    }

    @Override
    protected List<Cursor<Row>> result() {
        if (tooLarge) {
            throw TooLargeResult.ran(context.maxResultBytes());
        }
        return group.cursors();
    }

    @Override
    protected void finish(List<Cursor<Row>> cursors) {
        if (leads) {
            group.succeeds();
        }
        super.finish(cursors);
    }

    @Override
    protected void finishExceptionally(Throwable failure) {
        if (leads) {
            group.fails(failure);
        }
        super.finishExceptionally(failure);
    }

    @Override
    protected void abandoned() {
        if (leads) {
            group.fails(new CancellationException("The pipeline was given up"));
        }
        super.abandoned();
    }
}
