package org.momoko.internal.sql;

/**
 * {@code :name}. A colon is plain SQL behind another colon (a cast), behind an operand (a slice, or the value of a key
 * in {@code JSON_OBJECT('k':v)}) and anywhere in brackets.
 */
final class ColonFinder extends PlaceholderFinder {
    ColonFinder(String sql) {
        super(sql);
    }

    @Override
    int find(Token token, int start, int end, boolean inBrackets) {
        if (sql.charAt(start) != ':'
                || end - start > 1
                || inBrackets
                || start > 0 && endsOperand(sql.charAt(start - 1))) {
            return -1;
        }
        if (end == sql.length() || !SqlText.isWordStart(sql.charAt(end))) {
            return -1;
        }
        int to = end + 1;
        while (to < sql.length() && SqlText.isNamePart(sql.charAt(to))) {
            to++;
        }
        return placeholder(start, to, sql.substring(end, to));
    }

    private static boolean endsOperand(char c) {
        return SqlText.isWordPart(c) || c == ':' || c == ']' || c == ')' || c == '\'' || c == '"';
    }
}
