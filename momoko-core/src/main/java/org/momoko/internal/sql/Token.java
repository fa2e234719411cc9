package org.momoko.internal.sql;

/** The tokens that {@link SqlLexer} tells apart. */
enum Token {
    /** Blanks and line breaks. */
    BLANK,
    /** {@code -- …} up to the line break, or a block comment with the comments nested in it. */
    COMMENT,
    /** An identifier or keyword without quotes. */
    WORD,
    /** An identifier in double quotes, with or without {@code U&}. */
    QUOTED_NAME,
    /** A string constant of any form, dollar quotes and the prefixes E, U&, B, X, N included. */
    STRING,
    NUMBER,
    /** {@code $1}: what the server takes for a parameter. */
    DOLLAR_NUMBER,
    /** {@code ::}, {@code :=} or any other single character; operators come character by character. */
    SYMBOL,
    END
}
