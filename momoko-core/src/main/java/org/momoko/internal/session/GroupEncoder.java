package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.momoko.config.QueryMode;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.codec.Literals;
import org.momoko.internal.protocol.BindFrontend;
import org.momoko.internal.protocol.FormatCode;
import org.momoko.internal.protocol.Frontend;
import org.momoko.internal.sql.ParsedSql;
import org.momoko.internal.sql.StatementKind;

/**
 * Appends the messages of the statements of one group, one after the other, without Sync.
 *
 * <p>A group prepares nothing that lasts, as a statement that fails would leave in doubt what the server has kept. What is
 * prepared in the session is used; everything else goes through the unnamed statement, bound where the text is known to
 * parse, else with literals, and is prepared by and by when the group is over. A Query message would end the group, so
 * literals are parsed as well, which a single statement of any sort can be.
 */
final class GroupEncoder {
    private static final byte[] LITERAL_HEAD = BindFrontend.head("", "", new short[0]);
    private static final byte[] LITERAL_TAIL = BindFrontend.tail(new short[] {FormatCode.TEXT});
    /** The style whose signs are understood in all others; settings may change in front of the statement. */
    private static final String ANY_INTERVAL_STYLE = "sql_standard";

    private final Session on;
    private final SessionContext context;
    private final ByteBuf out;
    /** What the server has as its unnamed statement; null for nothing that could be bound again. */
    private @Nullable PreparedStatement unnamed;
    /** Whether a prepared statement may be stale, or gone, when the server comes to the next statement. */
    private boolean doubtful;

    GroupEncoder(Session on, SessionContext context, ByteBuf out) {
        this.on = on;
        this.context = context;
        this.out = out;
        this.doubtful = !on.prepared().trusted();
    }

    void append(GroupStatement<?> statement) {
        ParsedSql sql = statement.sql();
        if (sql.kind() == StatementKind.MULTIPLE || sql.copies()) {
            throw new ProgrammingException(
                    "A pipeline takes single statements other than COPY, each with an execute of its own",
                    null,
                    null,
                    true);
        }
        Statement found = bindable(statement);
        if (found == null) {
            literal(statement);
        } else {
            bind(statement, found);
        }
        statement.sent(on);
        if (sql.kind() == StatementKind.UTILITY && !sql.transactionControl().any()) {
            doubtful = true;
        }
    }

    private @Nullable Statement bindable(GroupStatement<?> statement) {
        QueryMode own = statement.mode();
        QueryMode mode = own == null ? context.mode() : own;
        ParsedSql sql = statement.sql();
        return switch (mode) {
            case SIMPLE -> null;
            case EXTENDED -> {
                Statement found = context.statements().find(sql, statement.values(), context.parameters());
                if (found == null) {
                    throw QueryExchange.literalInExtended();
                }
                yield found;
            }
            case AUTO -> {
                Statement found = context.bindable(sql, statement.values());
                if (found != null && found.verdict() == Statement.Verdict.UNKNOWN) {
                    on.prepared().prepareLater(found);
                }
                yield found != null && found.verdict() == Statement.Verdict.PARSES ? found : null;
            }
        };
    }

    private void bind(GroupStatement<?> statement, Statement found) {
        PreparedStatement known = on.prepared().find(found);
        PreparedStatement target;
        if (known != null && known.parsed() && !doubtful) {
            known.refresh(context.codecs());
            target = known;
        } else {
            target = unnamed(found);
            if (known == null) {
                on.prepared().prepareLater(found);
            }
        }
        statement.bindsTo(target, target.described());
        target.bind(out, statement.values(), context.parameters(), !target.described());
        Frontend.executeAll(out);
    }

    private PreparedStatement unnamed(Statement found) {
        PreparedStatement current = unnamed;
        if (current == null || current.statement() != found) {
            current = new PreparedStatement("", found, context.parameters());
            Frontend.parse(out, "", found.sql().boundText(), found.oids());
            unnamed = current;
        }
        return current;
    }

    private void literal(GroupStatement<?> statement) {
        unnamed = null;
        Literals literals = context.literals();
        org.momoko.internal.sql.Literals written =
                (to, index) -> literals.append(to, statement.values()[index], false, ANY_INTERVAL_STYLE);
        Frontend.parse(out, "", statement.sql().literalText(written), new int[0]);
        BindFrontend.end(out, BindFrontend.begin(out, LITERAL_HEAD), LITERAL_TAIL);
        Frontend.describePortal(out, "");
        Frontend.executeAll(out);
        statement.writes(written);
    }
}
