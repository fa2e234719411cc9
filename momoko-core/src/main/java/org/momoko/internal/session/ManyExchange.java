package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.config.QueryMode;
import org.momoko.error.DatabaseException;
import org.momoko.error.DatabaseExceptions;
import org.momoko.error.ErrorFields;
import org.momoko.error.MomokoException;
import org.momoko.error.ParameterException;
import org.momoko.error.QueryCanceledException;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.protocol.TransactionStatus;

/**
 * Runs one statement for many rows of parameters, inside a transaction that somebody else begins and ends.
 *
 * <p><b>Windows.</b> Rows are read and sent in windows of limited bytes, each with one Sync; the next one is read when the
 * answer to the last but one has come, so that neither side waits for the other and memory is bounded. Meanwhile nothing else
 * is sent on the connection. A row costs no object.
 *
 * <p><b>The form.</b> As in a {@link GroupEncoder}. A text that was never parsed for this pool is first tried, behind a
 * savepoint, since a Parse that is refused would fail the transaction.
 */
public class ManyExchange extends Exchange<Long> {
    private static final int WINDOW_BYTES = 64 * 1024;
    private static final int WINDOWS = 2;
    private static final String SAVEPOINT = "momoko_many";

    private final SessionContext context;
    private final ManyRows many;
    private @Nullable Object @Nullable [] next;
    private long sent;
    private long answered;
    private long total;
    /** How many ReadyForQuery are to come. */
    private int outstanding;
    /** The statement that is being tried; null before and after. */
    private @Nullable PreparedStatement tried;

    private boolean refused;
    /** How many of the commands to be answered next are not rows. */
    private int skipped;

    /** Whether the first row was read. */
    private boolean read;
    /** Whether something has been encoded that is answered. */
    private boolean begun;

    private @Nullable Statement refusedStatement;
    private @Nullable PreparedStatement used;

    public ManyExchange(SessionContext context, ManyRows many) {
        this.context = context;
        this.many = many;
        listened(context, many.sql());
    }

    @Override
    protected @Nullable Executor completionExecutor() {
        return context.completionExecutor();
    }

    @Override
    protected long deadlineNanos() {
        return many.deadlineNanos();
    }

    // ---- sending --------------------------------------------------------------------------------------------------

    @Override
    protected void encode(Session on, ByteBuf out) {
        if (!mayGoOn()) {
            return;
        }
        if (!read) {
            read = true;
            advance();
            Statement unknown = unknown();
            if (unknown != null) {
                attempt(on, out, unknown);
            }
        } else if (tried != null && outstanding == 0) {
            endAttempt(on, out);
        }
        if (tried == null) {
            GroupEncoder encoder = on.encoder(context, out);
            while (next != null && outstanding < WINDOWS && error() == null) {
                window(encoder, out);
            }
        }
        on.hold(this);
    }

    private boolean mayGoOn() {
        return error() == null && !isAbandoned() && !isExpired();
    }

    private void advance() {
        next = many.rows().hasNext() ? many.rows().next() : null;
    }

    private void window(GroupEncoder encoder, ByteBuf out) {
        int start = out.writerIndex();
        try {
            rows(encoder, out, start);
        } catch (MomokoException e) {
            stop(new ParameterException(inRow(e.getMessage(), sent), e, null, !begun), out, start);
            return;
        } catch (RuntimeException e) {
            stop(e, out, start);
            return;
        } catch (Error e) {
            stop(e, out, start);
            return;
        }
        Frontend.sync(out);
        outstanding++;
        begun = true;
    }

    /** A row that cannot be sent ends it all: at once if nothing is to be answered, else when that is. */
    private <E extends Throwable> void stop(E failure, ByteBuf out, int start) throws E {
        if (outstanding == 0) {
            throw failure;
        }
        out.writerIndex(start);
        error(failure);
    }

    private void rows(GroupEncoder encoder, ByteBuf out, int start) {
        for (@Nullable Object[] row = next; row != null && out.writerIndex() - start < WINDOW_BYTES; row = next) {
            many.sql().checkArity(row.length);
            used = encoder.appendWithoutColumns(many.sql(), row);
            sent++;
            advance();
        }
    }

    private static String inRow(@Nullable String message, long row) {
        return message + "\nROW:  " + row + " (counted from 0)";
    }

    // ---- trying a text --------------------------------------------------------------------------------------------

    /** The first row's statement, if only trying can tell whether it parses. */
    private @Nullable Statement unknown() {
        @Nullable Object[] row = next;
        if (row == null || context.mode() != QueryMode.AUTO || !many.rows().hasNext()) {
            return null;
        }
        if (row.length != many.sql().parameterCount()) {
            return null;
        }
        Statement found = context.bindable(many.sql(), row);
        return found != null && found.verdict() == Statement.Verdict.UNKNOWN ? found : null;
    }

    private void attempt(Session on, ByteBuf out, Statement candidate) {
        Frontend.query(out, "SAVEPOINT " + SAVEPOINT);
        PreparedStatement fresh = on.prepared().create(candidate, context.parameters());
        int closed = on.prepared().makeRoom(out);
        Frontend.parse(out, fresh.name(), many.sql().boundText(), candidate.oids());
        Frontend.sync(out);
        on.prepared().add(fresh, closed);
        tried = fresh;
        outstanding = 2;
        begun = true;
    }

    private void endAttempt(Session on, ByteBuf out) {
        PreparedStatement attempted = tried;
        tried = null;
        if (refused && attempted != null) {
            on.prepared().forget(attempted);
            refusedStatement = attempted.statement();
            Frontend.query(out, "ROLLBACK TO SAVEPOINT " + SAVEPOINT);
            outstanding++;
        }
        Frontend.query(out, "RELEASE SAVEPOINT " + SAVEPOINT);
        outstanding++;
        skipped = outstanding;
    }

    // ---- receiving ------------------------------------------------------------------------------------------------

    @Override
    protected void message(Session on, byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case BackendMessageType.COMMAND_COMPLETE -> complete(buffer, index, length);
            case BackendMessageType.PARSE_COMPLETE -> parsed();
            case BackendMessageType.ERROR_RESPONSE -> failed(on, ErrorResponse.read(buffer.slice(index, length)));
            case BackendMessageType.BIND_COMPLETE,
                    BackendMessageType.DATA_ROW,
                    BackendMessageType.NO_DATA,
                    BackendMessageType.ROW_DESCRIPTION,
                    BackendMessageType.CLOSE_COMPLETE -> {}
            default -> throw unexpected(type, "in answer to executeMany");
        }
    }

    private void complete(ByteBuf buffer, int index, int length) {
        if (tried != null || skipped > 0) {
            return;
        }
        answered++;
        total += Math.max(0, CommandTag.rows(buffer, index, length));
    }

    private void parsed() {
        PreparedStatement attempted = tried;
        if (attempted != null) {
            attempted.parseCompleted();
            attempted.statement().verdict(Statement.Verdict.PARSES);
        }
    }

    private void failed(Session on, ErrorFields fields) {
        if (fields.fatal()) {
            on.fatal(fields);
        }
        DatabaseException answer = ServerErrors.of(fields, false);
        if (tried != null && outstanding == 1 && !fields.fatal() && !ServerErrors.isOfTheMoment(answer)) {
            refused = true;
            return;
        }
        PreparedStatement last = used;
        if (last != null && ServerErrors.isStale(answer)) {
            on.prepared().forget(last);
        }
        boolean ofARow = tried == null && skipped == 0;
        error(ofARow ? DatabaseExceptions.of(inRow(answer.getMessage(), answered), fields, null, false) : answer);
    }

    @Override
    protected boolean ready(Session on, TransactionStatus status) {
        outstanding--;
        if (skipped > 0) {
            skipped--;
        }
        if (outstanding > 0) {
            return false;
        }
        if (isExpired() && (next != null || tried != null)) {
            error(new QueryCanceledException("executeMany did not end within its time limit"));
        }
        PreparedStatement attempted = tried;
        if (!mayGoOn() && attempted != null && !attempted.parsed()) {
            on.prepared().forget(attempted);
        }
        boolean over = !mayGoOn() || attempted == null && next == null;
        if (over && error() == null && answered < sent) {
            throw premature();
        }
        return over;
    }

    @Override
    protected Long result() {
        if (refusedStatement != null) {
            // only now is it certain that the text is right and Parse alone cannot take it
            refusedStatement.verdict(Statement.Verdict.LITERAL_ONLY);
        }
        return total;
    }
}
