package org.momoko.internal.session;

import org.jspecify.annotations.Nullable;
import org.momoko.api.CursorFactory;
import org.momoko.config.QueryMode;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.codec.Literals;
import org.momoko.internal.protocol.TransactionStatus;
import org.momoko.internal.session.Statement.Verdict;
import org.momoko.internal.sql.ParsedSql;

/**
 * A text with its values, and whether it is bound or sent with literals, see {@link QueryExchange}.
 *
 * @param <T> what a row becomes
 */
abstract class BindableExchange<T> extends ResultExchange<T> {
    /** The style whose signs are understood in all others. */
    private static final String ANY_INTERVAL_STYLE = "sql_standard";

    private final ParsedSql sql;
    private final @Nullable Object[] values;
    private final @Nullable Terms terms;

    BindableExchange(
            SessionContext context,
            ParsedSql sql,
            @Nullable Object[] values,
            CursorFactory<T> factory,
            @Nullable Terms terms) {
        super(factory);
        this.sql = sql;
        this.values = values;
        this.terms = terms;
        listened(context, sql);
    }

    /** Whether it may be sent twice. */
    protected final boolean idempotent() {
        return terms != null && terms.idempotent();
    }

    @Override
    protected long deadlineNanos() {
        return terms == null ? NO_DEADLINE : terms.deadlineNanos();
    }

    @Override
    protected abstract SessionContext context();

    @Override
    final String text() {
        return sql.sql();
    }

    protected final ParsedSql sql() {
        return sql;
    }

    final @Nullable Object[] values() {
        return values;
    }

    /** What Parse has refused already, so that the text goes as a literal; null for nothing. */
    final @Nullable Statement refused() {
        Incidents notes = incidents();
        return notes == null ? null : notes.refused;
    }

    private QueryMode mode() {
        QueryMode asked = terms == null ? null : terms.mode();
        return asked == null ? context().mode() : asked;
    }

    /** The statement to bind; null when the text goes as a literal. */
    final @Nullable Statement bindable(Session on) {
        QueryMode effective = mode();
        if (refused() != null || effective == QueryMode.SIMPLE) {
            return null;
        }
        if (effective == QueryMode.EXTENDED) {
            return extended();
        }
        Statement found = context().bindable(sql, values);
        if (found == null) {
            return null;
        }
        return switch (found.verdict()) {
            case PARSES -> on.prepared().trusted() ? found : null;
            case LITERAL_ONLY -> null;
            case UNKNOWN -> mayTry(on, found) ? found : null;
        };
    }

    /** A text that Parse may refuse is tried only where a refusal does no harm; elsewhere it is kept for later. */
    private boolean mayTry(Session on, Statement candidate) {
        if (mayParse(on)) {
            return true;
        }
        on.prepared().prepareLater(candidate);
        return false;
    }

    /** Whether a Parse that is refused does no harm. */
    protected boolean mayParse(Session on) {
        return on.isAlone(this) && on.transactionStatus() == TransactionStatus.IDLE;
    }

    private Statement extended() {
        Statement found = context().statements().find(sql, values, context().parameters());
        if (found == null) {
            throw literalInExtended();
        }
        return found;
    }

    static ProgrammingException literalInExtended() {
        return new ProgrammingException("A parameter of this statement can only be sent as a literal, which the query"
                + " mode EXTENDED does not allow");
    }

    /** Whether Parse may refuse the text, of which nothing is known yet. */
    final boolean mayParseFail(Statement candidate) {
        return candidate.verdict() == Verdict.UNKNOWN && mode() == QueryMode.AUTO;
    }

    /**
     * How literals are written under the settings of the session. While something is unanswered these are not certain (it
     * may be a ROLLBACK, a RESET, a function), and a string in the form of the wrong setting is not the same string, or no
     * string at all; then the forms go that mean the same under every setting.
     */
    final org.momoko.internal.sql.Literals literals(Session on) {
        Literals literals = context().literals();
        boolean certain = on.isAlone(this);
        boolean standardStrings = certain && on.standardConformingStrings();
        String intervalStyle = certain ? on.textSettings().intervalStyle() : ANY_INTERVAL_STYLE;
        return (out, index) -> literals.append(out, values[index], standardStrings, intervalStyle);
    }
}
