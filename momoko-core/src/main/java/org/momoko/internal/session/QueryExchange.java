package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.config.QueryMode;
import org.momoko.error.ErrorFields;
import org.momoko.internal.codec.Parameters;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.protocol.RowDescription;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.Statement.Verdict;
import org.momoko.internal.sql.ParsedSql;

/**
 * Runs one text and gathers its result.
 *
 * <p><b>The form.</b> In {@link QueryMode#AUTO} a text that can be bound travels as a prepared statement, everything else
 * as one Query message with literals, see {@link BindableExchange}. A text that the server has never parsed for this pool is
 * first parsed when nothing else is in flight and no transaction is open; the session holds back what was submitted behind it
 * until Parse has answered. If Parse refuses it, the literal form is sent and its answer is the answer; a Parse that was
 * cancelled, or did not get a lock, has refused nothing, and its error is the answer. Where parsing might harm, in a
 * transaction or behind other statements, the literal form goes at once.
 *
 * <p><b>Stale plans.</b> When the server no longer knows a prepared statement, or its result has changed since (0A000,
 * 26000), and no transaction is open and nothing was sent behind it, it is prepared afresh and run; that such an
 * execution had no effect is certain, as the error comes from Bind.
 *
 * <p><b>Size.</b> There is one of these for each statement in the air, and much of what a small statement costs is its
 * fields. So what happens to few statements is in {@link Incidents}, what few callers ask is in {@link Terms}, what the client
 * knows is asked of the client, and the form is a number.
 *
 * @param <T> what a row becomes
 */
public abstract class QueryExchange<T> extends BindableExchange<T> {
    private byte form = Form.NONE;
    private @Nullable PreparedStatement prepared;

    /**
     * @param context as {@link #context()} gives it
     * @param values one for each parameter of {@code sql}
     * @param mode null for the mode of the context
     * @param deadlineNanos by {@link System#nanoTime()}; {@link #NO_DEADLINE} for none
     */
    protected QueryExchange(
            SessionContext context,
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> factory,
            @Nullable QueryMode mode,
            long deadlineNanos) {
        this(context, sql, values, factory, Terms.of(mode, deadlineNanos, false));
    }

    /** @param terms null for those of the context */
    protected QueryExchange(
            SessionContext context,
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> factory,
            @Nullable Terms terms) {
        super(context, sql, values, factory, terms);
    }

    @Override
    protected void begin() {
        forget();
    }

    /** What was received so far does not count. */
    private void forget() {
        form = Form.NONE;
        prepared = null;
        forgetResults();
    }

    // ---- sending --------------------------------------------------------------------------------------------------

    @Override
    protected void encode(Session on, ByteBuf out) {
        append(on, out);
        if (sql().answeredAlone()) {
            on.hold(this);
        }
    }

    private void append(Session on, ByteBuf out) {
        Statement found = bindable(on);
        travels(found != null);
        if (found == null) {
            form = Form.LITERAL;
            org.momoko.internal.sql.Literals literals = literals(on);
            note().written = literals;
            Frontend.query(out, sql().literalText(literals));
            return;
        }
        PreparedStatement known = on.prepared().find(found);
        if (known == null) {
            form = mayParseFail(found) ? Form.TENTATIVE : Form.PARSED;
            prepare(on, out, found);
        } else if (!known.parsed()) {
            form = Form.PARSED;
            parseForItself(out, found);
        } else {
            SessionContext context = context();
            prepared = known;
            known.refresh(context.codecs());
            if (known.described()) {
                form = Form.DESCRIBED;
                // what the columns are may have changed when the answer comes; this is what is asked for now
                beginOnlyResult(known.description(), on);
            } else {
                form = Form.PREPARED;
            }
            known.encode(out, values(), context.parameters(), form == Form.PREPARED);
        }
    }

    /** Whether it was sent as a Query message. */
    final boolean isLiteral() {
        return form == Form.LITERAL;
    }

    /** Parse, Describe, Bind, Execute and Sync in one flight; the columns being unknown, results come as text. */
    private void prepare(Session on, ByteBuf out, Statement candidate) {
        Parameters parameters = context().parameters();
        PreparedStatement fresh = on.prepared().create(candidate, parameters);
        int closed = on.prepared().makeRoom(out);
        Frontend.parse(out, fresh.name(), sql().boundText(), candidate.oids());
        Frontend.describeStatement(out, fresh.name());
        fresh.encode(out, values(), parameters, false);
        on.prepared().add(fresh, closed);
        prepared = fresh;
        if (form == Form.TENTATIVE) {
            on.hold(this);
        }
    }

    /** The Parse of this text is unanswered and may fail; this execution shall not fail for that. */
    private void parseForItself(ByteBuf out, Statement candidate) {
        Parameters parameters = context().parameters();
        PreparedStatement unnamed = new PreparedStatement("", candidate, parameters);
        Frontend.parse(out, "", sql().boundText(), candidate.oids());
        unnamed.encode(out, values(), parameters, true);
        prepared = unnamed;
    }

    // ---- receiving ------------------------------------------------------------------------------------------------

    @Override
    protected void message(Session on, byte type, ByteBuf buffer, int index, int length) {
        switch (type) {
            case BackendMessageType.DATA_ROW -> row(on, buffer, index, length);
            case BackendMessageType.BIND_COMPLETE -> bound(on);
            case BackendMessageType.COMMAND_COMPLETE -> completed(on, buffer, index, length);
            case BackendMessageType.ROW_DESCRIPTION -> describe(on, buffer.slice(index, length));
            case BackendMessageType.NO_DATA -> describe(null);
            case BackendMessageType.PARSE_COMPLETE -> parsed(on);
            case BackendMessageType.ERROR_RESPONSE -> failed(on, ErrorResponse.read(buffer.slice(index, length)));
            case BackendMessageType.PARAMETER_DESCRIPTION, BackendMessageType.CLOSE_COMPLETE -> {}
            // the server skips the Sync that came with a bound statement while it waits for data
            case BackendMessageType.COPY_IN_RESPONSE -> refuseCopyIn(on, form != Form.LITERAL);
            default -> other(type);
        }
    }

    private void parsed(Session on) {
        PreparedStatement parsing = prepared;
        if (parsing != null) {
            parsing.parseCompleted();
            if (parsing.statement().verdict() == Verdict.UNKNOWN) {
                parsing.statement().verdict(Verdict.PARSES);
            }
        }
        if (form == Form.TENTATIVE && !sql().answeredAlone()) {
            on.release(this);
        }
    }

    private void completed(Session on, ByteBuf buffer, int index, int length) {
        if (form != Form.LITERAL && isComplete()) {
            throw unexpected(BackendMessageType.COMMAND_COMPLETE, "after the only result");
        }
        complete(on, buffer, index, length);
    }

    private void describe(Session on, ByteBuf body) {
        ResultDescription columns =
                ResultDescription.of(RowDescription.read(body), context().codecs());
        if (form == Form.LITERAL) {
            beginResult(columns, on);
        } else if (form == Form.DESCRIBED || hasRows()) {
            throw unexpected(BackendMessageType.ROW_DESCRIPTION, "where the columns are known");
        } else {
            describe(columns);
            beginOnlyResult(columns, on);
        }
    }

    private void describe(@Nullable ResultDescription columns) {
        PreparedStatement target = prepared;
        if (target != null) {
            target.describe(columns);
        }
    }

    private void bound(Session on) {
        if (form == Form.DESCRIBED) {
            onlyResultBegins(on);
        }
    }

    private void failed(Session on, ErrorFields fields) {
        if (fields.fatal()) {
            on.fatal(fields);
        }
        serverError(on, ServerErrors.of(fields, sql(), written()));
    }

    private org.momoko.internal.sql.@Nullable Literals written() {
        Incidents notes = incidents();
        return notes == null ? null : notes.written;
    }

    @Override
    protected boolean ready(Session on, TransactionStatus status) {
        if (status == TransactionStatus.IDLE) {
            on.prepared().trust();
        }
        Throwable failure = error();
        if (failure == null && !isComplete()) {
            throw premature();
        }
        if (failure == null || isAbandoned()) {
            return true;
        }
        PreparedStatement used = prepared;
        if (used == null) {
            return true;
        }
        if (form == Form.TENTATIVE || form == Form.PARSED) {
            return used.parsed() || !isRefused(on, used, failure);
        }
        if (hasRows() || !ServerErrors.isStale(failure)) {
            return true;
        }
        on.prepared().forget(used);
        if (!note().preparedAgain && status == TransactionStatus.IDLE && on.isAlone(this)) {
            note().preparedAgain = true;
            return !sendAgain();
        }
        note().stale = status == TransactionStatus.IDLE;
        return true;
    }

    /** Parse has failed. Whether that only says that the text has to go as a literal, which it does now. */
    private boolean isRefused(Session on, PreparedStatement used, Throwable failure) {
        on.prepared().forget(used);
        if (form != Form.TENTATIVE || ServerErrors.isFatal(failure) || ServerErrors.isOfTheMoment(failure)) {
            return false;
        }
        note().refused = used.statement();
        return sendAgain();
    }

    /**
     * Whether the failure is that the server did not know the prepared statement, or not in this form, any more, while
     * other statements were in flight and no transaction was open: nothing was done, and sent again it will be prepared
     * afresh.
     */
    protected final boolean failedAsStale() {
        Incidents notes = incidents();
        return notes != null && notes.stale;
    }

    /** Prepares the exchange for being encoded once more. */
    private boolean sendAgain() {
        forget();
        clearError();
        return true;
    }

    @Override
    protected Cursor<T> result() {
        Cursor<T> cursor = super.result();
        Statement refused = refused();
        if (refused != null) {
            // only now is it certain that the text is right and Parse alone cannot take it
            refused.verdict(Verdict.LITERAL_ONLY);
        }
        return cursor;
    }
}
