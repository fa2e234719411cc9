package org.momoko.internal.sql;

/** {@code $1}, {@code $2} …: positional, numbered by the caller from 1. */
final class DollarFinder extends PlaceholderFinder {
    /** More than any list can hold, and small enough to count without overflow. */
    private static final int HIGHEST = 100_000_000;

    DollarFinder(String sql) {
        super(sql);
    }

    @Override
    int find(Token token, int start, int end, boolean inBrackets) {
        if (token != Token.DOLLAR_NUMBER) {
            return -1;
        }
        int number = 0;
        for (int i = start + 1; i < end && number < HIGHEST; i++) {
            number = number * 10 + sql.charAt(i) - '0';
        }
        if (number == 0 || number >= HIGHEST) {
            throw SqlText.wrongParameters("the placeholder at character " + SqlText.position(sql, start)
                    + " must be numbered from $1 to $" + (HIGHEST - 1));
        }
        return placeholder(start, end, number - 1);
    }
}
