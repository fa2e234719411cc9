package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.config.QueryMode;
import org.momoko.error.ErrorFields;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.BindFrontend;
import org.momoko.internal.protocol.ErrorResponse;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.sql.ParsedSql;

/**
 * A statement of a transaction. The first one takes BEGIN along: as a bound statement without a Sync of its own, so that
 * the server skips the statement when BEGIN fails, and it never runs outside its transaction. A statement that goes as a
 * Query message brings no Sync either; one is sent after the error then.
 */
public abstract class TransactionQuery<T> extends QueryExchange<T> {
    /** The statement begins the transaction. */
    private static final byte OPENS = 1;
    /** The server has acknowledged the BEGIN that was sent ahead. */
    private static final byte BEGUN = 2;
    /** Something was handed to the socket. */
    private static final byte SENT = 4;

    /** Which of these hold, in one byte for the reason that {@link QueryExchange} names. */
    private byte state;

    protected TransactionQuery(
            SessionContext context,
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> factory,
            @Nullable QueryMode mode,
            long deadlineNanos) {
        super(context, sql, values, factory, mode, deadlineNanos);
    }

    /** BEGIN, as it is sent ahead: Parse, Bind and Execute. */
    public static byte[] ahead(String begin) {
        ByteBuf out = Unpooled.buffer(64);
        Frontend.parse(out, "", begin, new int[0]);
        int start = BindFrontend.begin(out, BindFrontend.head("", "", new short[0]));
        BindFrontend.end(out, start, BindFrontend.tail(new short[0]));
        Frontend.executeAll(out);
        return ByteBufUtil.getBytes(out);
    }

    /** BEGIN, as the first statement takes it along, see {@link #ahead}. */
    protected abstract byte[] beginAhead();

    /** From now on this statement begins the transaction. */
    public final void takeBeginAlong() {
        state |= OPENS;
    }

    protected final boolean opens() {
        return (state & OPENS) != 0;
    }

    /** Whether the server has acknowledged the BEGIN that was sent ahead. */
    protected final boolean begun() {
        return (state & BEGUN) != 0;
    }

    /** Whether anything was handed to the socket. */
    protected final boolean sent() {
        return (state & SENT) != 0;
    }

    @Override
    protected final void begin() {
        super.begin();
        state = (byte) (state & OPENS);
    }

    @Override
    protected final void encode(Session on, ByteBuf out) {
        if (opens()) {
            out.writeBytes(beginAhead());
        }
        super.encode(on, out);
        state |= SENT;
    }

    /** With BEGIN ahead a refused Parse would abort the transaction. */
    @Override
    protected final boolean mayParse(Session on) {
        return !opens() && super.mayParse(on);
    }

    @Override
    protected final void message(Session on, byte type, ByteBuf buffer, int index, int length) {
        if (!opens() || begun()) {
            super.message(on, type, buffer, index, length);
            return;
        }
        switch (type) {
            case BackendMessageType.PARSE_COMPLETE, BackendMessageType.BIND_COMPLETE -> {}
            case BackendMessageType.COMMAND_COMPLETE -> state |= BEGUN;
            case BackendMessageType.ERROR_RESPONSE -> beginFailed(on, ErrorResponse.read(buffer.slice(index, length)));
            default -> throw unexpected(type, "in answer to BEGIN");
        }
    }

    private void beginFailed(Session on, ErrorFields fields) {
        error(ServerErrors.of(fields, false));
        if (fields.fatal()) {
            on.fatal(fields);
        } else if (isLiteral()) {
            ByteBuf out = on.allocate();
            Frontend.sync(out);
            on.write(out);
        }
    }
}
