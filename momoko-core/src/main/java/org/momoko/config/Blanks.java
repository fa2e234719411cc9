package org.momoko.config;

/** What separates words: {@code isspace} in the C locale, which libpq and the server go by. */
final class Blanks {
    private Blanks() {}

    /** Without blanks at both ends. What only Unicode counts as white space stays: it may belong to a password. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    static boolean isBlank(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
