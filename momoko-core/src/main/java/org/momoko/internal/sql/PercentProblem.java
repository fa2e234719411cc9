package org.momoko.internal.sql;

import org.momoko.error.ParameterException;

/**
 * A percent sign that is against the rules.
 *
 * @param offset of the character that is wrong
 */
record PercentProblem(Kind kind, int offset) {
    enum Kind {
        UNSUPPORTED_FORMAT,
        INCOMPLETE_FORMAT,
        INCOMPLETE_PLACEHOLDER,
        PERCENT_IN_NAME,
        IN_STRING,
        IN_QUOTED_NAME,
        IN_COMMENT;

        static Kind of(Token quoted) {
            return switch (quoted) {
                case COMMENT -> IN_COMMENT;
                case QUOTED_NAME -> IN_QUOTED_NAME;
                default -> IN_STRING;
            };
        }
    }

    ParameterException exception(String sql) {
        return SqlText.wrongParameters(
                switch (kind) {
                    case UNSUPPORTED_FORMAT -> unsupportedFormat(sql);
                    case INCOMPLETE_FORMAT -> "incomplete format: nothing follows the percent sign" + where(sql);
                    case INCOMPLETE_PLACEHOLDER -> "incomplete placeholder: '%(' without ')'" + where(sql);
                    case PERCENT_IN_NAME ->
                        "incomplete placeholder: '%(' without ')' before the next percent sign" + where(sql);
                    case IN_STRING -> quoted(sql, "a string literal");
                    case IN_QUOTED_NAME -> quoted(sql, "a quoted identifier");
                    case IN_COMMENT -> quoted(sql, "a comment");
                });
    }

    private String unsupportedFormat(String sql) {
        int character = sql.codePointAt(offset);
        return "unsupported format character '" + Character.toString(character) + "' (0x"
                + Integer.toHexString(character) + ") at index " + (SqlText.position(sql, offset) - 1)
                + ": placeholders are %s and %(name)s, and a percent sign is written %%";
    }

    private String quoted(String sql, String place) {
        return "the placeholder" + where(sql) + " stands inside " + place
                + ", where nothing is replaced: put no quotes around placeholders, and write a percent sign as %%";
    }

    private String where(String sql) {
        return " at character " + SqlText.position(sql, offset);
    }
}
