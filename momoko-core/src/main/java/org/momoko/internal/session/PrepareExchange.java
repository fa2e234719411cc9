package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DatabaseException;
import org.momoko.error.ErrorFields;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.protocol.RowDescription;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.Statement.Verdict;

/**
 * Has the server parse and describe a statement without running it, so that the next execution finds it prepared. Nobody
 * waits for it: whether it can be parsed is all that is learned.
 */
final class PrepareExchange extends Exchange<@Nullable Void> {
    private final SessionContext context;
    private final Statement statement;
    private @Nullable PreparedStatement prepared;

    PrepareExchange(SessionContext context, Statement statement) {
        this.context = context;
        this.statement = statement;
    }

    @Override
    protected void encode(Session on, ByteBuf out) {
        PreparedStatement fresh = on.prepared().create(statement, context.parameters());
        int closed = on.prepared().makeRoom(out);
        Frontend.parse(out, fresh.name(), statement.sql().boundText(), statement.oids());
        Frontend.describeStatement(out, fresh.name());
        Frontend.sync(out);
        on.prepared().add(fresh, closed);
        prepared = fresh;
    }

    @Override
    protected void message(Session on, byte type, ByteBuf buffer, int index, int length) {
        PreparedStatement target = prepared;
        switch (type) {
            case BackendMessageType.PARSE_COMPLETE -> {
                statement.verdict(Verdict.PARSES);
                if (target != null) {
                    target.parseCompleted();
                }
            }
            case BackendMessageType.ROW_DESCRIPTION -> {
                if (target != null) {
                    target.describe(
                            ResultDescription.of(RowDescription.read(buffer.slice(index, length)), context.codecs()));
                }
            }
            case BackendMessageType.NO_DATA -> {
                if (target != null) {
                    target.describe(null);
                }
            }
            case BackendMessageType.PARAMETER_DESCRIPTION, BackendMessageType.CLOSE_COMPLETE -> {}
            case BackendMessageType.ERROR_RESPONSE -> failed(on, ErrorResponse.read(buffer.slice(index, length)));
            default -> throw unexpected(type, "in answer to Parse");
        }
    }

    private void failed(Session on, ErrorFields fields) {
        DatabaseException refusal = ServerErrors.of(fields, false);
        if (fields.fatal()) {
            on.fatal(fields);
        } else if (!ServerErrors.isOfTheMoment(refusal)) {
            // its literal form has run before, so the text is right and Parse alone cannot take it
            statement.verdict(Verdict.LITERAL_ONLY);
        }
        PreparedStatement target = prepared;
        if (target != null) {
            on.prepared().forget(target);
        }
        error(refusal);
    }

    @Override
    protected boolean ready(Session on, TransactionStatus status) {
        if (error() == null && (prepared == null || !prepared.parsed())) {
            throw premature();
        }
        return true;
    }

    @Override
    protected @Nullable Void result() {
        return null;
    }
}
