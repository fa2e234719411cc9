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
    private SessionContext context;
    private ByteBuf out;
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

    /** Begins with the next group. */
    void begin(SessionContext ofGroup, ByteBuf into) {
        context = ofGroup;
        out = into;
        unnamed = null;
        doubtful = !on.prepared().trusted();
    }

    /**
     * Appends a statement, with Describe where its columns are not known.
     *
     * @param mode null for the mode of the context
     * @return how it went: the {@link PreparedStatement.Expected answer of the statement} it is bound to, or these
     *     {@link org.momoko.internal.sql.Literals}
     */
    Object append(ParsedSql sql, @Nullable Object[] values, @Nullable QueryMode mode) {
        if (sql.kind() == StatementKind.MULTIPLE || sql.copies()) {
            throw new ProgrammingException(
                    "A pipeline takes single statements other than COPY, each with an execute of its own",
                    null,
                    null,
                    true);
        }
        Statement found = bindable(sql, values, mode);
        Object how;
        if (found == null) {
            how = literal(sql, values, true);
        } else {
            PreparedStatement target = prepared(found);
            bind(target, values, !target.described());
            how = target.expected();
        }
        if (sql.kind() == StatementKind.UTILITY && !sql.transactionControl().any()) {
            doubtful = true;
        }
        return how;
    }

    /**
     * Appends a statement whose rows, if it has any, nobody wants.
     *
     * @return what it was bound to; null when it went as a literal
     */
    @Nullable
    PreparedStatement appendWithoutColumns(ParsedSql sql, @Nullable Object[] values) {
        Statement found = bindable(sql, values, null);
        if (found == null) {
            literal(sql, values, false);
            return null;
        }
        PreparedStatement target = prepared(found);
        bind(target, values, false);
        return target;
    }

    private @Nullable Statement bindable(ParsedSql sql, @Nullable Object[] values, @Nullable QueryMode own) {
        return switch (own == null ? context.mode() : own) {
            case SIMPLE -> null;
            case EXTENDED -> {
                Statement found = context.statements().find(sql, values, context.parameters());
                if (found == null) {
                    throw BindableExchange.literalInExtended();
                }
                yield found;
            }
            case AUTO -> {
                Statement found = context.bindable(sql, values);
                if (found != null && found.verdict() == Statement.Verdict.UNKNOWN) {
                    on.prepared().prepareLater(found);
                }
                yield found != null && found.verdict() == Statement.Verdict.PARSES ? found : null;
            }
        };
    }

    private PreparedStatement prepared(Statement found) {
        PreparedStatement known = on.prepared().find(found);
        if (known != null && known.parsed() && !doubtful) {
            known.refresh(context.codecs());
            return known;
        }
        if (known == null) {
            on.prepared().prepareLater(found);
        }
        return unnamed(found);
    }

    private void bind(PreparedStatement target, @Nullable Object[] values, boolean describe) {
        target.bind(out, values, context.parameters(), describe);
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

    /** Returns how the literals were written. */
    private org.momoko.internal.sql.Literals literal(ParsedSql sql, @Nullable Object[] values, boolean describe) {
        unnamed = null;
        Literals literals = context.literals();
        org.momoko.internal.sql.Literals written =
                (to, index) -> literals.append(to, values[index], false, ANY_INTERVAL_STYLE);
        Frontend.parse(out, "", sql.literalText(written), new int[0]);
        BindFrontend.end(out, BindFrontend.begin(out, LITERAL_HEAD), LITERAL_TAIL);
        if (describe) {
            Frontend.describePortal(out, "");
        }
        Frontend.executeAll(out);
        return written;
    }
}
