package org.momoko.internal.sql;

/**
 * The line of a statement that an error points at, with a caret below it, cut as libpq cuts it
 * ({@code reportErrorPosition} in fe-protocol3.c), so that messages look the same in psql and here.
 */
public final class ErrorExcerpt {
    /** {@code DISPLAY_SIZE}: columns of the statement that are shown at most. */
    private static final int COLUMNS = 60;

    /** {@code MIN_RIGHT_CUT}: columns kept to the right of the caret before the left side is cut. */
    private static final int COLUMNS_RIGHT = 10;

    private ErrorExcerpt() {}

    /**
     * Builds the excerpt: two lines, no line break at the end, tabs shown as blanks.
     *
     * @param position of the character that the error is about, counted in Unicode characters from 1
     * @return the empty string when the position lies outside the text
     */
    public static String of(String sql, int position) {
        if (position < 1 || position > sql.codePointCount(0, sql.length()) + 1) {
            return "";
        }
        int caret = SqlText.offset(sql, position);
        int begin = lineBegin(sql, caret);
        int end = lineEnd(sql, caret);
        int left = columns(sql, begin, caret);
        int right = columns(sql, caret, end);
        boolean cutLeft = false;
        boolean cutRight = false;
        if (left + right > COLUMNS) {
            boolean onlyRight = left + COLUMNS_RIGHT <= COLUMNS;
            int keptRight = onlyRight ? COLUMNS - left : COLUMNS_RIGHT;
            while (right > keptRight) {
                int last = sql.codePointBefore(end);
                end -= Character.charCount(last);
                right -= columns(last);
                cutRight = true;
            }
            while (left + right > COLUMNS) {
                int first = sql.codePointAt(begin);
                begin += Character.charCount(first);
                left -= columns(first);
                cutLeft = true;
            }
        }
        StringBuilder out = new StringBuilder(2 * COLUMNS);
        out.append("LINE ").append(lineNumber(sql, caret)).append(": ").append(cutLeft ? "..." : "");
        int indent = out.length() + left;
        for (int i = begin; i < end; i++) {
            out.append(sql.charAt(i) == '\t' ? ' ' : sql.charAt(i));
        }
        out.append(cutRight ? "...\n" : "\n");
        return out.append(" ".repeat(indent)).append('^').toString();
    }

    private static int lineBegin(String sql, int caret) {
        int begin = caret;
        while (begin > 0 && !SqlText.isLineBreak(sql.charAt(begin - 1))) {
            begin--;
        }
        return begin;
    }

    private static int lineEnd(String sql, int caret) {
        int end = caret;
        while (end < sql.length() && !SqlText.isLineBreak(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Counts CR LF as one line break. */
    private static int lineNumber(String sql, int caret) {
        int line = 1;
        for (int i = 0; i < caret; i++) {
            char c = sql.charAt(i);
            if (c == '\r' || c == '\n' && (i == 0 || sql.charAt(i - 1) != '\r')) {
                line++;
            }
        }
        return line;
    }

    private static int columns(String sql, int from, int to) {
        int columns = 0;
        for (int i = from; i < to; ) {
            int character = sql.codePointAt(i);
            columns += columns(character);
            i += Character.charCount(character);
        }
        return columns;
    }

    /** Two for the East Asian wide characters (UAX #11, in whole blocks), else one. */
    private static int columns(int character) {
        boolean wide = character >= 0x1100
                && (character <= 0x115F
                        || character >= 0x2E80 && character <= 0xA4CF
                        || character >= 0xAC00 && character <= 0xD7A3
                        || character >= 0xF900 && character <= 0xFAFF
                        || character >= 0xFE30 && character <= 0xFE6F
                        || character >= 0xFF00 && character <= 0xFF60
                        || character >= 0xFFE0 && character <= 0xFFE6
                        || character >= 0x1F300 && character <= 0x1FAFF
                        || character >= 0x20000 && character <= 0x3FFFD);
        return wide ? 2 : 1;
    }
}
