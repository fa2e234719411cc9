package org.momoko.internal.sql;

/**
 * A stretch of the text that is replaced when the text is sent: a placeholder, or {@code %%}.
 *
 * @param from offset of its first character
 * @param to offset behind its last character
 * @param parameter the parameter's index, or {@link #PERCENT_SIGN}
 * @param followsString true when a string constant (or another placeholder) and a line break stand before it, so that a
 *     string in its place would be taken for the continuation of that constant
 * @param precedesString true when a line break and a string constant stand behind it, likewise
 */
record Edit(int from, int to, int parameter, boolean followsString, boolean precedesString) {
    static final int PERCENT_SIGN = -1;

    boolean isPlaceholder() {
        return parameter != PERCENT_SIGN;
    }

    Edit beforeString() {
        return new Edit(from, to, parameter, followsString, true);
    }
}
