package org.momoko.internal.sql;

/**
 * Decides which notation the placeholders of a text are written in. The arguments leave two; the one with percent signs
 * wins when the text certainly uses it, and then {@code $n} and {@code :name} are plain SQL. Otherwise a percent sign is
 * an operator.
 */
final class Notation {
    private Notation() {}

    static SqlScan scan(String sql, ArgumentStyle style) {
        if (style == ArgumentStyle.NONE) {
            return SqlScan.of(new PlaceholderFinder(sql));
        }
        PercentFinder percent = new PercentFinder(sql);
        // Without a percent sign there is nothing to find, and the walk is spared.
        SqlScan percentScan = sql.indexOf('%') < 0 ? null : SqlScan.of(percent);
        if (percentScan != null && percent.certain()) {
            percent.requireValid(style);
            return percentScan;
        }
        SqlScan plain = SqlScan.of(style == ArgumentStyle.POSITIONAL ? new DollarFinder(sql) : new ColonFinder(sql));
        if (percentScan == null || plain.placeholders().parameters() > 0) {
            return plain;
        }
        if (percent.doubtful()) {
            percent.requireValid(style);
            return percentScan;
        }
        requireNothingMeant(sql, percent, style);
        return plain;
    }

    /** Explains what looks like a placeholder in a text that has none, rather than leaving it to the server. */
    private static void requireNothingMeant(String sql, PercentFinder percent, ArgumentStyle style) {
        PercentProblem problem = percent.problem();
        // Named arguments need not be used, so "5 % 2" is a modulo there. Among positional ones it is a mistake anyway.
        if (problem != null && (style == ArgumentStyle.POSITIONAL || !isModulo(sql, problem))) {
            throw problem.exception(sql);
        }
        percent.requireNoneQuoted();
    }

    private static boolean isModulo(String sql, PercentProblem problem) {
        char c = sql.charAt(problem.offset());
        return problem.kind() == PercentProblem.Kind.UNSUPPORTED_FORMAT && !SqlText.isWordStart(c);
    }
}
