package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DatabaseException;
import org.momoko.error.ErrorFields;
import org.momoko.error.ProgrammingException;
import org.momoko.error.ProtocolException;
import org.momoko.event.TransactionOutcome;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.DataRow;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.protocol.RowDescription;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.sql.Literals;

/**
 * Carries a {@link StatementGroup} through a session: all statements, then one Sync. The first error undoes all and skips
 * the rest. The whole group is written at once, so its size is limited. What is known of its statements lies in an array, so
 * that a statement costs no object but its cursor.
 *
 * <p><b>Transactions.</b> Outside a transaction the server takes the statements as one. Those of a group that
 * {@linkplain StatementGroup#isTransaction is a transaction} have BEGIN before and COMMIT behind them, which the server skips
 * like the rest; when BEGIN fails, everything. What is left open is rolled back before the exchange ends, and nothing that
 * was submitted meanwhile is sent before that.
 *
 * <p><b>Stale plans.</b> As for single statements, a prepared statement that the server no longer takes is prepared afresh
 * and the group sent once more, provided that no transaction is open any more, nothing was sent behind the group, and no
 * statement of it may have committed.
 *
 * @param <R> what the group gives
 */
public class GroupExchange<R> extends Exchange<R> {
    /** What a group may take in memory before the first byte of it is sent. */
    public static final int MAX_GROUP_BYTES = 16 * 1024 * 1024;

    private static final byte[] BEGIN = TransactionQuery.ahead("BEGIN");
    private static final byte[] COMMIT = TransactionQuery.ahead("COMMIT");
    private static final TransactionControl.Text ROLLBACK = new TransactionControl.Text("ROLLBACK");

    private static final Object[] NOTHING = {};

    private final SessionContext context;
    private final StatementGroup<R> group;
    /** For each statement how it was sent, see {@link GroupEncoder#append}; from the beginning of its answer on the cursor. */
    private @Nullable Object[] answers = NOTHING;
    /** How the literals of the statement that is being answered were written; null before its answer, and if there are none. */
    private @Nullable Literals written;

    /** Which statement is answered next; in a transaction one before the first for BEGIN, one behind the last for COMMIT. */
    private int current;

    private int failed = StatementGroup.NONE;
    private long bytes;
    private boolean tooLarge;
    private boolean sent;
    private boolean answered;
    private boolean committed;
    private boolean stale;
    /** Whether it was sent once more for a stale plan. */
    private boolean again;

    private boolean rollingBack;

    public GroupExchange(SessionContext context, StatementGroup<R> group) {
        this.context = context;
        this.group = group;
        group.begin(context);
    }

    protected final StatementGroup<R> group() {
        return group;
    }

    @Override
    protected @Nullable Executor completionExecutor() {
        return context.completionExecutor();
    }

    @Override
    protected final long deadlineNanos() {
        return group.deadlineNanos();
    }

    @Override
    protected final String describe() {
        return group.describe();
    }

    @Override
    protected final void begin() {
        current = group.isTransaction() ? -1 : 0;
        written = null;
        failed = StatementGroup.NONE;
        bytes = 0;
        tooLarge = false;
        sent = false;
        answered = false;
        committed = false;
        stale = false;
    }

    /** Whether anything was handed to the socket. */
    protected final boolean sent() {
        return sent;
    }

    // ---- sending --------------------------------------------------------------------------------------------------

    @Override
    protected final void encode(Session on, ByteBuf out) {
        int start = out.writerIndex();
        int size = group.size();
        answers = new @Nullable Object[size];
        GroupEncoder encoder = on.encoder(context, out);
        if (group.isTransaction()) {
            out.writeBytes(BEGIN);
        }
        boolean waitsAlone = group.isTransaction();
        for (int i = 0; i < size; i++) {
            append(encoder, i);
            waitsAlone |= group.sql(i).answeredAlone();
            if (out.writerIndex() - start > MAX_GROUP_BYTES) {
                throw new ProgrammingException(
                        "A " + describe() + " takes " + MAX_GROUP_BYTES
                                + " bytes, which this one passes with its statement " + (i + 1)
                                + "; send it in parts, or as executeMany",
                        null,
                        null,
                        true);
            }
        }
        if (group.isTransaction()) {
            out.writeBytes(COMMIT);
        }
        Frontend.sync(out);
        for (int i = 0; i < size; i++) {
            told(on, i);
        }
        if (waitsAlone) {
            on.hold(this);
        }
        sent = true;
    }

    private void append(GroupEncoder encoder, int index) {
        try {
            answers[index] = encoder.append(group.sql(index), group.values(index), group.mode(index));
        } catch (Throwable e) {
            failed = index;
            throw e;
        }
    }

    private void told(Session on, int index) {
        StatementRun run = group.listened(index);
        if (run != null) {
            run.connected(on.host());
            run.prepared(answers[index] instanceof PreparedStatement.Expected);
            run.sent();
        }
    }

    // ---- receiving ------------------------------------------------------------------------------------------------

    @Override
    protected final void message(Session on, byte type, ByteBuf buffer, int index, int length) {
        if (group.isTransaction() && (current < 0 || current == group.size())) {
            control(on, type, buffer, index, length);
            return;
        }
        switch (type) {
            case BackendMessageType.DATA_ROW -> row(on, buffer, index, length);
            case BackendMessageType.BIND_COMPLETE -> bound(on);
            case BackendMessageType.COMMAND_COMPLETE -> complete(on, buffer, index, length);
            case BackendMessageType.ROW_DESCRIPTION -> described(on, buffer.slice(index, length));
            case BackendMessageType.NO_DATA -> answer(null, on);
            case BackendMessageType.ERROR_RESPONSE -> failed(on, ErrorResponse.read(buffer.slice(index, length)));
            case BackendMessageType.PARSE_COMPLETE -> {}
            default -> throw unexpected(type, "in answer to a " + describe());
        }
    }

    /** The answer to BEGIN, or to COMMIT. */
    private void control(Session on, byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case BackendMessageType.PARSE_COMPLETE, BackendMessageType.BIND_COMPLETE -> {}
            case BackendMessageType.COMMAND_COMPLETE -> {
                committed = current >= 0
                        && CommandTag.read(buffer, index, length).command().equals("COMMIT");
                current++;
            }
            case BackendMessageType.ERROR_RESPONSE -> failed(on, ErrorResponse.read(buffer.slice(index, length)));
            default -> throw unexpected(type, "in answer to BEGIN or COMMIT");
        }
    }

    private int statement() {
        if (current >= group.size()) {
            throw new ProtocolException(
                    "A " + describe() + " of " + group.size() + " statements has more than as many answers");
        }
        return current;
    }

    /** BindComplete: where the columns are known nothing else announces the rows. */
    private void bound(Session on) {
        if (answers[statement()] instanceof PreparedStatement.Expected expected && expected.described()) {
            answer(expected.columns(), on);
        }
    }

    private void described(Session on, ByteBuf body) {
        answer(ResultDescription.of(RowDescription.read(body), context.codecs()), on);
    }

    /** The answer to the next statement begins. */
    private ResultCursor<?> answer(@Nullable ResultDescription columns, Session on) {
        int index = statement();
        if (answers[index] instanceof Literals literals) {
            written = literals;
        }
        ResultCursor<?> cursor =
                new ResultCursor<>(columns, on.textSettings(), group.factory(index), group.text(index));
        answers[index] = cursor;
        return cursor;
    }

    private void row(Session on, ByteBuf buffer, int index, int length) {
        ResultDescription columns = answers[statement()] instanceof ResultCursor<?> begun ? begun.columns() : null;
        if (columns == null) {
            throw new ProtocolException("DataRow before RowDescription");
        }
        DataRow.checkFields(buffer, index, length, columns.size());
        if (tooLarge || error() != null || isAbandoned()) {
            return;
        }
        if (bytes + length > context.maxResultBytes()) {
            tooLarge = true;
            failed = current;
            for (int i = 0; i <= current; i++) {
                answers[i] = null;
            }
            answer(columns, on);
            on.cancelIfAlone(this);
        } else if (group.wants(current) && answers[current] instanceof ResultCursor<?> target) {
            target.append(buffer, index, length);
            bytes += length;
        }
    }

    private void complete(Session on, ByteBuf buffer, int index, int length) {
        CommandTag tag = CommandTag.read(buffer, index, length);
        ResultCursor<?> target = answers[statement()] instanceof ResultCursor<?> begun ? begun : answer(null, on);
        target.tag(tag);
        current++;
        written = null;
        ResultExchange.learn(on, tag);
    }

    private void failed(Session on, ErrorFields fields) {
        if (fields.fatal()) {
            on.fatal(fields);
        }
        boolean ofAStatement = current >= 0 && current < group.size();
        DatabaseException answer;
        if (ofAStatement) {
            Literals own = answers[current] instanceof Literals literals ? literals : written;
            answer = ServerErrors.of(fields, group.sql(current), own);
        } else {
            // BEGIN, or what is checked at the end: deferred constraints, the commit itself
            answer = ServerErrors.of(fields, false);
        }
        if (tooLarge) {
            error(TooLargeResult.cancelled(context.maxResultBytes(), answer));
        } else {
            failed = ofAStatement ? current : StatementGroup.NONE;
            error(answer);
        }
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    @Override
    protected boolean ready(Session on, TransactionStatus status) {
        Throwable failure = error();
        if (failure == null && (current < group.size() || group.isTransaction() && !committed)) {
            throw premature();
        }
        answered = true;
        if (status == TransactionStatus.IDLE) {
            on.prepared().trust();
        }
        if (failure == null) {
            return true;
        }
        // a plan is found to be stale before the answer begins
        PreparedStatement used = current >= 0
                        && current < group.size()
                        && answers[current] instanceof PreparedStatement.Expected expected
                ? expected.statement()
                : null;
        if (used == null || isAbandoned() || !ServerErrors.isStale(failure)) {
            return true;
        }
        on.prepared().forget(used);
        if (again || group.isTransaction()) {
            stale = !again;
            return true;
        }
        if (status != TransactionStatus.IDLE || group.controlsTransaction() || !on.isAlone(this)) {
            return true;
        }
        again = true;
        begin();
        clearError();
        return false;
    }

    @Override
    protected final R result() {
        if (tooLarge) {
            throw TooLargeResult.ran(context.maxResultBytes());
        }
        return group.result(cursors());
    }

    @SuppressWarnings("NullAway") // each statement is answered
    private Object[] cursors() {
        return answers;
    }

    /** The group, its rollback included, is over on this session; called before the future completes. */
    protected void over(@Nullable Session by) {}

    /** What became of a group that is a transaction. */
    protected final TransactionOutcome outcome() {
        if (committed) {
            return TransactionOutcome.COMMITTED;
        }
        boolean refused = error() instanceof DatabaseException answer
                && answer.fields() != null
                && !answer.fields().fatal();
        return !sent || answered || refused ? TransactionOutcome.ROLLED_BACK : TransactionOutcome.UNKNOWN;
    }

    @Override
    protected final void released(@Nullable Session by) {
        if (by != null && leavesOpen(by)) {
            rollingBack = true;
            by.submitFirst(new Rollback(by, error()));
        } else {
            over(by);
        }
    }

    private boolean leavesOpen(Session by) {
        return group.isTransaction() && answered && by.isOpen() && by.transactionStatus() != TransactionStatus.IDLE;
    }

    /** Ends the transaction that an error has left open. */
    private final class Rollback extends TransactionControl {
        private final Session on;
        private final @Nullable Throwable cause;

        Rollback(Session on, @Nullable Throwable cause) {
            super(context, ROLLBACK);
            this.on = on;
            this.cause = cause;
        }

        @Override
        protected void over(@Nullable String tag, @Nullable Throwable error, boolean wasSent) {
            rolledBack(on, cause, error);
        }
    }

    private void rolledBack(Session on, @Nullable Throwable cause, @Nullable Throwable error) {
        rollingBack = false;
        if (error == null && stale && !isEnded() && on.isOpen()) {
            again = true;
            on.submitFirst(this);
            return;
        }
        if (cause != null && error != null && cause != error) {
            cause.addSuppressed(error);
        }
        over(on);
        if (cause != null) {
            fail(cause);
        }
    }

    @Override
    protected final boolean again() {
        return rollingBack;
    }

    /** Once COMMIT is answered only what had to follow the answer is missing. */
    @Override
    protected final boolean repeat() {
        if (!committed || tooLarge) {
            return false;
        }
        succeed(result());
        return true;
    }

    @Override
    protected final void finish(R value) {
        group.succeeds(cursors());
        super.finish(value);
    }

    @Override
    protected final void finishExceptionally(Throwable failure) {
        group.fails(failure, failed);
        super.finishExceptionally(failure);
    }

    @Override
    protected void abandoned() {
        super.abandoned();
        group.fails(new CancellationException("The " + describe() + " was given up"), StatementGroup.NONE);
    }
}
