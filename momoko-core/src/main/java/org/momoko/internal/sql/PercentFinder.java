package org.momoko.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * {@code %s} and {@code %(name)s}, with {@code %%} for a percent sign. What breaks the rules of this notation is noted,
 * not thrown: the same text may turn out to use another notation, in which a percent sign is an operator.
 */
final class PercentFinder extends PlaceholderFinder {
    private static final int NOWHERE = -1;

    private int firstPositional = NOWHERE;
    private int firstNamed = NOWHERE;
    private int firstDoubtful = NOWHERE;
    private @Nullable PercentProblem problem;
    private @Nullable PercentProblem quotedProblem;
    private int positional;

    PercentFinder(String sql) {
        super(sql);
    }

    @Override
    int find(Token token, int start, int end, boolean inBrackets) {
        if (sql.charAt(start) != '%') {
            return -1;
        }
        if (end == sql.length()) {
            return wrong(PercentProblem.Kind.INCOMPLETE_FORMAT, start);
        }
        switch (sql.charAt(end)) {
            case '%' -> {
                percentSign(start);
                return end + 1;
            }
            case 's' -> {
                return positional(start, end + 1);
            }
            case '(' -> {
                return named(start, end + 1);
            }
            default -> {
                return wrong(PercentProblem.Kind.UNSUPPORTED_FORMAT, end);
            }
        }
    }

    private int positional(int start, int to) {
        // "%size" may be a modulo in a text that uses $n; "%s" on its own is always meant as a placeholder.
        if (to < sql.length() && SqlText.isWordPart(sql.charAt(to))) {
            firstDoubtful = first(firstDoubtful, start);
        } else {
            firstPositional = first(firstPositional, start);
        }
        return placeholder(start, to, positional++);
    }

    private int named(int start, int nameStart) {
        int nameEnd = nameEnd(nameStart, sql.length());
        if (nameEnd == sql.length()) {
            return wrong(PercentProblem.Kind.INCOMPLETE_PLACEHOLDER, start);
        }
        if (sql.charAt(nameEnd) == '%') {
            return wrong(PercentProblem.Kind.PERCENT_IN_NAME, nameEnd);
        }
        int format = nameEnd + 1;
        if (format == sql.length()) {
            return wrong(PercentProblem.Kind.INCOMPLETE_FORMAT, start);
        }
        if (sql.charAt(format) != 's') {
            return wrong(PercentProblem.Kind.UNSUPPORTED_FORMAT, format);
        }
        firstNamed = first(firstNamed, start);
        return placeholder(start, format + 1, sql.substring(nameStart, nameEnd));
    }

    /** Offset of the closing parenthesis, of a percent sign before it, or {@code limit}. */
    private int nameEnd(int from, int limit) {
        int i = from;
        while (i < limit && sql.charAt(i) != ')' && sql.charAt(i) != '%') {
            i++;
        }
        return i;
    }

    @Override
    void findInQuoted(Token token, int start, int end) {
        for (int i = start; i + 1 < end; i++) {
            if (sql.charAt(i) != '%') {
                continue;
            }
            if (sql.charAt(i + 1) == '%') {
                percentSign(i);
                i++;
            } else if (quotedProblem == null && isPlaceholderInQuoted(i, end)) {
                quotedProblem = new PercentProblem(PercentProblem.Kind.of(token), i);
            }
        }
    }

    private boolean isPlaceholderInQuoted(int percent, int end) {
        if (sql.charAt(percent + 1) != '(') {
            return sql.charAt(percent + 1) == 's';
        }
        int nameEnd = nameEnd(percent + 2, end);
        return nameEnd + 1 < end && sql.charAt(nameEnd) == ')' && sql.charAt(nameEnd + 1) == 's';
    }

    private int wrong(PercentProblem.Kind kind, int offset) {
        if (problem == null) {
            problem = new PercentProblem(kind, offset);
        }
        return -1;
    }

    private static int first(int known, int found) {
        return known == NOWHERE ? found : known;
    }

    /** True when the text certainly uses this notation, rightly or not. */
    boolean certain() {
        return firstPositional != NOWHERE || firstNamed != NOWHERE;
    }

    /** True when the text has what may be a placeholder or an operator with a name behind it. */
    boolean doubtful() {
        return firstDoubtful != NOWHERE;
    }

    /** The first thing outside literals and comments that is no placeholder; null when there is none. */
    @Nullable
    PercentProblem problem() {
        return problem;
    }

    /** Fails unless every percent sign in the text follows the rules and fits the arguments. */
    void requireValid(ArgumentStyle style) {
        int plain = firstPositional == NOWHERE ? firstDoubtful : firstPositional;
        if (plain != NOWHERE && firstNamed != NOWHERE) {
            throw SqlText.wrongParameters("argument formats can't be mixed: %s at character "
                    + SqlText.position(sql, plain) + ", %(name)s at character " + SqlText.position(sql, firstNamed));
        }
        if (style == ArgumentStyle.NAMED && plain != NOWHERE) {
            throw SqlText.wrongParameters("%s at character " + SqlText.position(sql, plain)
                    + " needs a list of arguments, but named arguments were given: write %(name)s or :name");
        }
        if (style == ArgumentStyle.POSITIONAL && firstNamed != NOWHERE) {
            throw SqlText.wrongParameters("%(name)s at character " + SqlText.position(sql, firstNamed)
                    + " needs named arguments, but a list of arguments was given: write %s or $1");
        }
        if (problem != null) {
            throw problem.exception(sql);
        }
        requireNoneQuoted();
    }

    /** Fails when a placeholder stands in a literal, quoted name or comment. */
    void requireNoneQuoted() {
        if (quotedProblem != null) {
            throw quotedProblem.exception(sql);
        }
    }
}
