package org.momoko.internal.codec;

/** Quotes the elements of an array's text form as {@code array_out} does. */
final class ArrayText {
    private ArrayText() {}

    /** Appends an element, in double quotes where it could be taken for something else. */
    static void quote(StringBuilder out, CharSequence element, char delimiter) {
        if (!needsQuotes(element, delimiter)) {
            out.append(element);
            return;
        }
        out.append('"');
        for (int i = 0; i < element.length(); i++) {
            char c = element.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    private static boolean needsQuotes(CharSequence element, char delimiter) {
        if (element.length() == 0
                || (element.length() == 4 && element.toString().equalsIgnoreCase("NULL"))) {
            return true;
        }
        for (int i = 0; i < element.length(); i++) {
            char c = element.charAt(i);
            if (c == delimiter || c == '"' || c == '\\' || c == '{' || c == '}' || isSpace(c)) {
                return true;
            }
        }
        return false;
    }

    /** {@code scanner_isspace} of the server: blank, tab, newline, carriage return, vertical tab, form feed. */
    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
