package org.momoko.internal.sql;

import java.util.Locale;

/**
 * Splits a text into the tokens of the server's scanner (scan.l, PostgreSQL 18), as far as they decide where literals,
 * names and comments begin and end. Assumes {@code standard_conforming_strings = on}: a backslash is plain in
 * {@code '…'}. A literal or comment without its end reaches to the end of the text; complaining is the server's job.
 * Every character belongs to exactly one token, and the time taken is linear.
 */
final class SqlLexer {
    /** Longest word that {@link #keyword()} has to tell: MATERIALIZED. */
    private static final int LONGEST_KEYWORD = 12;

    private final String sql;
    private int start;
    private int end;

    SqlLexer(String sql) {
        this.sql = sql;
    }

    /** Offset at which the token begins. */
    int start() {
        return start;
    }

    /** Offset behind the token. */
    int end() {
        return end;
    }

    /** Makes the next token begin at {@code offset}, which is behind the start of this one. */
    void continueAt(int offset) {
        end = offset;
    }

    /** The word in upper case where it may be a keyword, else the empty string. */
    String keyword() {
        if (end - start > LONGEST_KEYWORD) {
            return "";
        }
        for (int i = start; i < end; i++) {
            if (sql.charAt(i) >= 0x80) {
                return "";
            }
        }
        return sql.substring(start, end).toUpperCase(Locale.ROOT);
    }

    Token next() {
        start = end;
        if (start == sql.length()) {
            return Token.END;
        }
        char c = sql.charAt(start);
        if (SqlText.isBlank(c)) {
            return blanks();
        }
        if (SqlText.isWordStart(c)) {
            return wordOrPrefixedQuote(c);
        }
        if (SqlText.isDigit(c) || c == '.' && SqlText.isDigit(at(start + 1))) {
            end = numberEnd();
            return Token.NUMBER;
        }
        return switch (c) {
            case '\'' -> endAt(quoteEnd(start + 1, '\''), Token.STRING);
            case '"' -> endAt(quoteEnd(start + 1, '"'), Token.QUOTED_NAME);
            case '$' -> dollar();
            case '-' -> at(start + 1) == '-' ? endAt(lineEnd(start + 2), Token.COMMENT) : symbol(1);
            case '/' -> at(start + 1) == '*' ? endAt(blockCommentEnd(), Token.COMMENT) : symbol(1);
            case ':' -> at(start + 1) == ':' || at(start + 1) == '=' ? symbol(2) : symbol(1);
            default -> symbol(1);
        };
    }

    /** NUL, which no statement contains, stands for the end of the text. */
    private char at(int offset) {
        return offset < sql.length() ? sql.charAt(offset) : 0;
    }

    private Token endAt(int offset, Token token) {
        end = offset;
        return token;
    }

    private Token symbol(int length) {
        return endAt(start + length, Token.SYMBOL);
    }

    private Token blanks() {
        int i = start + 1;
        while (SqlText.isBlank(at(i))) {
            i++;
        }
        return endAt(i, Token.BLANK);
    }

    private Token wordOrPrefixedQuote(char first) {
        char second = at(start + 1);
        if (second == '\'') {
            switch (first) {
                case 'e', 'E' -> {
                    return endAt(escapedQuoteEnd(start + 2), Token.STRING);
                }
                case 'b', 'B', 'x', 'X', 'n', 'N' -> {
                    return endAt(quoteEnd(start + 2, '\''), Token.STRING);
                }
                default -> {}
            }
        }
        if (second == '&' && (first == 'u' || first == 'U')) {
            char third = at(start + 2);
            if (third == '\'' || third == '"') {
                return endAt(quoteEnd(start + 3, third), third == '"' ? Token.QUOTED_NAME : Token.STRING);
            }
        }
        int i = start + 1;
        while (SqlText.isWordPart(at(i))) {
            i++;
        }
        return endAt(i, Token.WORD);
    }

    private int numberEnd() {
        int i = start;
        char radix = at(i + 1);
        if (at(i) == '0' && "xXoObB".indexOf(radix) >= 0 && radix != 0 && isHexDigit(at(i + 2))) {
            i += 2;
            while (isHexDigit(at(i)) || at(i) == '_') {
                i++;
            }
            return i;
        }
        i = digitsEnd(i);
        // "1..10" is a range of two integers, as in PL/pgSQL loops.
        if (at(i) == '.' && at(i + 1) != '.') {
            i = digitsEnd(i + 1);
        }
        if (at(i) == 'e' || at(i) == 'E') {
            int exponent = at(i + 1) == '+' || at(i + 1) == '-' ? i + 2 : i + 1;
            if (SqlText.isDigit(at(exponent))) {
                i = digitsEnd(exponent);
            }
        }
        return i;
    }

    private int digitsEnd(int from) {
        int i = from;
        while (SqlText.isDigit(at(i)) || i > from && at(i) == '_' && SqlText.isDigit(at(i + 1))) {
            i++;
        }
        return i;
    }

    private static boolean isHexDigit(char c) {
        return SqlText.isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private int quoteEnd(int from, char quote) {
        int i = sql.indexOf(quote, from);
        while (i >= 0 && at(i + 1) == quote) {
            i = sql.indexOf(quote, i + 2);
        }
        return i < 0 ? sql.length() : i + 1;
    }

    private int escapedQuoteEnd(int from) {
        int i = from;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\\' || c == '\'' && at(i + 1) == '\'') {
                i += 2;
            } else if (c == '\'') {
                int continued = continuation(i + 1);
                if (continued < 0) {
                    return i + 1;
                }
                i = continued;
            } else {
                i++;
            }
        }
        return sql.length();
    }

    /**
     * Where the text of an {@code E'…'} goes on after blanks with a line break and another quote: in that part
     * backslashes still escape ({@code quotecontinue} of scan.l). -1 when it does not go on.
     */
    private int continuation(int from) {
        boolean lineBreak = false;
        int i = from;
        while (true) {
            char c = at(i);
            if (SqlText.isBlank(c)) {
                lineBreak |= SqlText.isLineBreak(c);
                i++;
            } else if (c == '-' && at(i + 1) == '-') {
                i = lineEnd(i + 2);
            } else {
                return lineBreak && c == '\'' ? i + 1 : -1;
            }
        }
    }

    private Token dollar() {
        char second = at(start + 1);
        if (SqlText.isDigit(second)) {
            int i = start + 2;
            while (SqlText.isDigit(at(i))) {
                i++;
            }
            return endAt(i, Token.DOLLAR_NUMBER);
        }
        int i = start + 1;
        while (SqlText.isNamePart(at(i))) {
            i++;
        }
        if (at(i) != '$') {
            return symbol(1);
        }
        String delimiter = sql.substring(start, i + 1);
        int close = sql.indexOf(delimiter, i + 1);
        return endAt(close < 0 ? sql.length() : close + delimiter.length(), Token.STRING);
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < sql.length() && !SqlText.isLineBreak(sql.charAt(i))) {
            i++;
        }
        return i;
    }

    private int blockCommentEnd() {
        int depth = 1;
        int i = start + 2;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '*' && at(i + 1) == '/') {
                i += 2;
                if (--depth == 0) {
                    return i;
                }
            } else if (c == '/' && at(i + 1) == '*') {
                depth++;
                i += 2;
            } else {
                i++;
            }
        }
        return sql.length();
    }
}
