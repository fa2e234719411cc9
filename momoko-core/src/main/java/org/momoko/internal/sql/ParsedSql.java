package org.momoko.internal.sql;

import java.util.List;
import org.momoko.error.ParameterException;
import org.momoko.error.ProgrammingException;

/**
 * A statement's text, taken apart once: what it is, its placeholders, and the forms that go on the wire. Assumes
 * {@code standard_conforming_strings = on}. Positions count Unicode characters from 1, as field P of ErrorResponse does.
 * Immutable but for its {@link #pace}.
 */
public final class ParsedSql {
    /** A Bind message counts its parameters in 16 bits (protocol chapter, Message Formats). */
    private static final int MOST_BOUND_PARAMETERS = 0xFFFF;

    private static final String[] FORGETTING = {"DISCARD", "DEALLOCATE"};

    private static final String[] SETTINGS_OF_LITERALS = {"standard_conforming_strings", "IntervalStyle"};

    /** Functions whose effect, or whose answer, belongs to the session that calls them. */
    private static final String[] SESSION_FUNCTIONS = {
        "set_config", "setseed", "advisory_lock", "advisory_unlock", "currval", "lastval", "pg_my_temp_schema"
    };

    private final String sql;
    private final StatementKind kind;
    private final String command;
    private final TransactionControl transactionControl;
    private final boolean copies;
    private final boolean answeredAlone;
    private final boolean shareable;
    private final Pace pace = new Pace();
    private final int parameterCount;
    private final List<String> names;
    private final Template template;
    private final boolean bindable;
    private final Literals boundPlaceholders;
    private final String boundText;

    private ParsedSql(String sql, SqlScan scan) {
        this.sql = sql;
        StatementShape shape = scan.shape();
        PlaceholderFinder found = scan.placeholders();
        this.kind = shape.kind();
        this.command = shape.command();
        this.transactionControl = shape.control();
        this.copies = shape.copies();
        this.answeredAlone = copies
                || kind == StatementKind.MULTIPLE
                || kind == StatementKind.UTILITY && containsAny(sql, FORGETTING)
                || containsAny(sql, SETTINGS_OF_LITERALS);
        this.shareable = kind == StatementKind.BINDABLE
                && !answeredAlone
                && !shape.selectsInto()
                && !containsAny(sql, SESSION_FUNCTIONS);
        this.parameterCount = found.parameters();
        this.names = List.copyOf(found.names.keySet());
        this.template = new Template(sql, found.edits);
        this.bindable = kind == StatementKind.BINDABLE
                && !scan.needsLiterals()
                && scan.serverParameters() == 0
                && parameterCount <= MOST_BOUND_PARAMETERS;
        // Counted from behind the server's own $n, so that the two are never taken for each other.
        int firstNumber = scan.serverParameters() + 1;
        this.boundPlaceholders = (out, index) -> out.append('$').append(index + firstNumber);
        this.boundText = found instanceof DollarFinder ? sql : template.render(boundPlaceholders);
    }

    /**
     * Takes a text apart.
     *
     * @throws ParameterException when the placeholders break the rules or do not fit the sort of arguments
     * @throws ProgrammingException when the text is empty, or holds a NUL or an unpaired surrogate
     */
    public static ParsedSql parse(String sql, ArgumentStyle style) {
        SqlText.requireSendable(sql);
        ParsedSql parsed = new ParsedSql(sql, Notation.scan(sql, style));
        if (parsed.kind == StatementKind.EMPTY) {
            throw SqlText.wrong("can't execute an empty query");
        }
        return parsed;
    }

    /** The caller's text. */
    public String sql() {
        return sql;
    }

    /** What the text holds; never {@link StatementKind#EMPTY}. */
    public StatementKind kind() {
        return kind;
    }

    /** The first keyword, in capitals; of several statements that of the first; empty if the text begins with none. */
    public String command() {
        return command;
    }

    /** What the text does to the session's transaction; of several statements, all of them together. */
    public TransactionControl transactionControl() {
        return transactionControl;
    }

    /** True when the text is one COPY statement. */
    public boolean copies() {
        return copies;
    }

    /**
     * True when nothing may be sent behind the text before it is answered: it may COPY, and a server that waits for data
     * takes a statement as the end of the conversation; or it names a setting on which the writing of literals depends; or
     * it makes the server forget prepared statements.
     */
    public boolean answeredAlone() {
        return answeredAlone;
    }

    /**
     * True when the text may be sent while other callers' statements are in flight on the connection: one statement whose
     * parameters can be bound, and no effect on the session shows in the text. What the functions do that it calls does not
     * show there.
     */
    public boolean shareable() {
        return shareable;
    }

    /** How quick the text has been so far. */
    public Pace pace() {
        return pace;
    }

    private static boolean containsAny(String sql, String[] words) {
        for (String word : words) {
            for (int at = sql.length() - word.length(); at >= 0; at--) {
                if (sql.regionMatches(true, at, word, 0, word.length())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Positional: the number of arguments expected. Named: the number of distinct names. */
    public int parameterCount() {
        return parameterCount;
    }

    /** The names in order of first occurrence; empty unless the arguments are named. */
    public List<String> names() {
        return names;
    }

    /**
     * True when the parameters may be bound: the statement is {@link StatementKind#BINDABLE}, a Bind message can carry
     * the parameters, none stands where only a literal means what was written, and the text has no {@code $n} of its own.
     */
    public boolean bindable() {
        return bindable;
    }

    /** The text for a Parse message, one {@code $n} per argument or per distinct name. */
    public String boundText() {
        return boundText;
    }

    /** The text with every placeholder replaced by a literal. */
    public String literalText(Literals literals) {
        return template.render(literals);
    }

    /** Maps a position in {@link #boundText()} to one in the caller's text. */
    public int sourcePosition(int boundPosition) {
        boolean same = template.unchanged() || boundText.equals(sql);
        return same ? boundPosition : sourcePositionOfLiteral(boundPosition, boundPlaceholders);
    }

    /** Maps a position in {@link #literalText} to one in the caller's text. */
    public int sourcePositionOfLiteral(int literalPosition, Literals literals) {
        if (template.unchanged()) {
            return literalPosition;
        }
        return SqlText.position(sql, template.sourceOffset(literalPosition, literals));
    }

    /** Position of the first placeholder for a parameter; 0 when there is none ({@code $2} without {@code $1}). */
    public int placeholderPosition(int parameterIndex) {
        int offset = template.firstPlaceholder(parameterIndex, parameterIndex);
        return offset < 0 ? 0 : SqlText.position(sql, offset);
    }

    /**
     * Checks the number of positional arguments.
     *
     * @throws ParameterException when it is not {@link #parameterCount()}
     */
    public void checkArity(int given) {
        if (given < parameterCount) {
            throw SqlText.wrongParameters("not enough arguments: " + parameterCount + " expected, " + given
                    + " given; the placeholder at character "
                    + SqlText.position(sql, template.firstPlaceholder(given, Integer.MAX_VALUE)) + " has no value");
        }
        if (given > parameterCount) {
            throw SqlText.wrongParameters("not all arguments converted: " + parameterCount + " expected, " + given
                    + " given; "
                    + (parameterCount == 0
                            ? "the statement has no placeholder"
                            : "the last placeholder is at character "
                                    + SqlText.position(sql, template.lastPlaceholder())));
        }
    }
}
