package org.momoko.spring.boot.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes a script apart into its statements, with the eyes of the server's scanner: a separator inside a string, a quoted
 * name, a dollar-quoted text or a comment separates nothing, and comments nest. A semicolon separates nothing inside
 * parentheses either, nor in the {@code BEGIN ATOMIC … END} of a function, as in psql. Assumes
 * {@code standard_conforming_strings = on}. What has no end reaches to the end of the script; complaining is the server's
 * job.
 */
final class SqlScript {
    /** The separator of a script that is one statement as a whole; Spring's word for it. */
    static final String WHOLE = "^^^ END OF SCRIPT ^^^";

    /**
     * A statement of a script, without the blanks around it.
     *
     * @param number counted from 1
     * @param line at which it begins, counted from 1
     */
    record Statement(int number, int line, String text) {}

    private final String sql;
    private final String separator;
    private final boolean semicolon;
    private final List<Statement> statements = new ArrayList<>();
    private final RoutineBody body = new RoutineBody();
    private int position;
    private int start;
    /** Whether only blanks and comments came since the last separator. */
    private boolean empty = true;
    /** The character up to which lines were counted. */
    private int counted;

    private int line = 1;

    private SqlScript(String sql, String separator) {
        this.sql = sql;
        this.separator = separator;
        this.semicolon = separator.equals(";");
    }

    /** The statements, without those of blanks and comments only. */
    static List<Statement> split(String sql, String separator) {
        SqlScript script = new SqlScript(sql, separator);
        script.run();
        return script.statements;
    }

    private void run() {
        if (separator.equals(WHOLE)) {
            position = sql.length();
            start = sql.length() - sql.stripLeading().length();
            empty = sql.isBlank();
            end(position);
            return;
        }
        while (position < sql.length()) {
            if (separates()) {
                end(position);
                position += separator.length();
            } else {
                step(sql.charAt(position));
            }
        }
        end(position);
    }

    /** A separator that is a word separates as a whole word only. */
    private boolean separates() {
        if (!sql.startsWith(separator, position) || semicolon && body.open()) {
            return false;
        }
        char last = separator.charAt(separator.length() - 1);
        return !isWordPart(last) || !isWordPart(at(position + separator.length()));
    }

    private void end(int behind) {
        if (!empty) {
            for (; counted < start; counted++) {
                line += sql.charAt(counted) == '\n' ? 1 : 0;
            }
            statements.add(new Statement(
                    statements.size() + 1, line, sql.substring(start, behind).stripTrailing()));
        }
        empty = true;
        body.reset();
    }

    private void step(char c) {
        if (Character.isWhitespace(c)) {
            position++;
        } else if (c == '-' && at(position + 1) == '-') {
            position = lineEnd(position + 2);
        } else if (c == '/' && at(position + 1) == '*') {
            position = blockCommentEnd(position + 2);
        } else {
            if (empty) {
                start = position;
                empty = false;
            }
            position = tokenEnd(c);
        }
    }

    /** Where the token ends that begins at the position with {@code c}, which is neither blank nor comment. */
    private int tokenEnd(char c) {
        char next = at(position + 1);
        if ((c == 'e' || c == 'E') && next == '\'') {
            return escapedEnd(position + 2);
        }
        if ((c == 'u' || c == 'U') && next == '&' && (at(position + 2) == '\'' || at(position + 2) == '"')) {
            return quotedEnd(position + 3, at(position + 2));
        }
        if (c == '\'' || c == '"') {
            return quotedEnd(position + 1, c);
        }
        if (c == '$') {
            return dollarEnd();
        }
        if (isWordStart(c)) {
            return wordEnd();
        }
        body.symbol(c);
        return position + 1;
    }

    private int wordEnd() {
        int end = position + 1;
        while (isWordPart(at(end))) {
            end++;
        }
        body.word(sql.substring(position, end).toUpperCase(Locale.ROOT));
        return end;
    }

    /** NUL, which no statement contains, stands for the end of the text. */
    private char at(int offset) {
        return offset < sql.length() ? sql.charAt(offset) : 0;
    }

    private static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || c >= '0' && c <= '9' || c == '$';
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private int blockCommentEnd(int from) {
        int depth = 1;
        int end = from;
        while (end < sql.length() && depth > 0) {
            if (sql.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else if (sql.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else {
                end++;
            }
        }
        return end;
    }

    /** A doubled quote is two literals side by side here, which comes to the same. */
    private int quotedEnd(int from, char quote) {
        int end = sql.indexOf(quote, from);
        return end < 0 ? sql.length() : end + 1;
    }

    private int escapedEnd(int from) {
        int end = from;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            if (c == '\'' && at(end + 1) != '\'') {
                return end + 1;
            }
            end += c == '\\' || c == '\'' ? 2 : 1;
        }
        return sql.length();
    }

    private int dollarEnd() {
        int tag = position + 1;
        if (isWordStart(at(tag))) {
            while (isWordPart(at(tag)) && at(tag) != '$') {
                tag++;
            }
        }
        if (at(tag) != '$') {
            return position + 1;
        }
        String delimiter = sql.substring(position, tag + 1);
        int close = sql.indexOf(delimiter, tag + 1);
        return close < 0 ? sql.length() : close + delimiter.length();
    }
}
