package org.momoko.config;

/** What separates words: {@code isspace} in the C locale, which libpq and the server go by. */
final class Blanks {
    private Blanks() {}

    static boolean isBlank(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
