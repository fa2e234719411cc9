package org.momoko.internal.client;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.Exchange;
import org.momoko.internal.session.GroupExchange;
import org.momoko.internal.session.GroupStatement;
import org.momoko.internal.session.Session;
import org.momoko.internal.session.SessionContext;
import org.momoko.internal.session.StatementGroup;
import org.momoko.internal.sql.ArgumentStyle;
import org.momoko.internal.sql.StatementKind;

/**
 * A whole transaction in one flight: BEGIN, the statements of a list, COMMIT, and one Sync. After an error the server skips
 * the rest, COMMIT included; when BEGIN fails, everything.
 */
final class TransactionFlight<T> extends GroupExchange implements TransactionOpener {
    private final TopTransaction<?> top;
    private boolean sent;
    private @Nullable TransactionStatus status;

    private TransactionFlight(TopTransaction<?> top, StatementGroup group) {
        super(top.transaction().context(), group, true);
        this.top = top;
    }

    /** Whether these statements can go at once: single ones that leave transactions alone, in a mode that allows it. */
    static boolean takes(SessionContext context, List<BoundStatement> statements) {
        for (BoundStatement statement : statements) {
            QueryMode mode = statement.mode() == null ? context.mode() : statement.mode();
            if (mode == QueryMode.SIMPLE
                    || statement.sql().kind() == StatementKind.MULTIPLE
                    || statement.sql().copies()
                    || statement.sql().transactionControl().any()) {
                return false;
            }
        }
        return !statements.isEmpty();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the group's cursors are those of the factory, whatever its rows are
    static <T> TransactionFlight<T> of(
            TopTransaction<?> top, List<BoundStatement> statements, CursorFactory<T> factory) {
        SessionContext context = top.transaction().context();
        long deadline = top.deadline();
        List<GroupStatement<?>> all = new ArrayList<>(statements.size() + 2);
        all.add(control(context, "BEGIN"));
        for (BoundStatement statement : statements) {
            all.add(new GroupStatement<>(context, statement.sql(), statement.values(), factory, statement.mode()));
            long own = statement.deadlineNanos();
            if (own != Exchange.NO_DEADLINE && (deadline == Exchange.NO_DEADLINE || own - deadline < 0)) {
                deadline = own;
            }
        }
        all.add(control(context, "COMMIT"));
        return new TransactionFlight<>(
                top, new StatementGroup(all, (CursorFactory<Row>) (CursorFactory) factory, deadline));
    }

    private static GroupStatement<Row> control(SessionContext context, String sql) {
        return GroupStatement.untold(context.texts().get(sql, ArgumentStyle.NONE), CursorFactory.rows());
    }

    /** The cursors of the caller's statements, out of those of all. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // see of
    List<Cursor<T>> cursors(List<Cursor<Row>> all) {
        return (List) new ArrayList<>(all.subList(1, all.size() - 1));
    }

    @Override
    public TopTransaction<?> top() {
        return top;
    }

    @Override
    public TransactionRun<?> owner() {
        return top;
    }

    @Override
    public void submitTo(Session session) {
        session.submit(this);
    }

    @Override
    protected void begin() {
        super.begin();
        sent = false;
    }

    @Override
    protected void encode(Session on, ByteBuf out) {
        super.encode(on, out);
        sent = true;
    }

    @Override
    protected boolean ready(Session on, TransactionStatus now) {
        status = now;
        return super.ready(on, now);
    }

    @Override
    protected void released(@Nullable Session by) {
        if (sent || isAbandoned()) {
            over();
        }
    }

    @Override
    protected boolean retry(Throwable notSent) {
        if (top.moves(this, notSent)) {
            return true;
        }
        over();
        return false;
    }

    private void over() {
        top.flown(sent, error(), status);
        top.leave();
    }

    @Override
    public void refuse(Throwable error) {
        top.leave();
        fail(error);
    }

    @Override
    public void unsent(Throwable error) {
        over();
        fail(error);
    }
}
