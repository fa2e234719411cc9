package org.momoko.config;

/**
 * Reads {@code key = value} pairs. Blanks around the equals sign are skipped, so a value left empty takes the next
 * word; {@code '…'} holds blanks, a backslash takes the next character literally inside and outside of quotes; the last
 * of several values for a key counts. Source: libpq, "Keyword/Value Connection Strings".
 */
final class KeywordValueParser {
    private final String text;
    private final Settings settings = new Settings();
    private int position;
    /** A value so far may have more in it than it should, since a blank or a quote is missing or too many. */
    private boolean astray;

    private KeywordValueParser(String text) {
        this.text = text;
    }

    static Settings parse(String text) {
        if (text.strip().matches("(?s)[A-Za-z][A-Za-z0-9+.:-]*://.*")) {
            throw DsnErrors.invalid(
                    "expected postgresql:// or postgres:// before the user and host, or key=value pairs");
        }
        KeywordValueParser parser = new KeywordValueParser(text);
        parser.skipBlanks();
        while (!parser.atEnd()) {
            parser.pair();
            parser.skipBlanks();
        }
        return parser.settings;
    }

    private void pair() {
        int start = position;
        while (!atEnd() && current() != '=' && !Blanks.isBlank(current())) {
            position++;
        }
        String name = text.substring(start, position);
        ConnectionKey key = ConnectionKey.find(name);
        skipBlanks();
        if (atEnd() || current() != '=') {
            throw DsnErrors.invalid(
                    "missing \"=\" after " + (key == null ? "the word" : "\"" + name + "\"") + at(start));
        }
        if (key == null) {
            throw DsnErrors.unknownOption(name, at(start), astray);
        }
        position++;
        skipBlanks();
        String value = !atEnd() && current() == '\'' ? quoted(key) : plain();
        astray |= key.secret() || value.indexOf('=') >= 0 || value.indexOf('\'') >= 0;
        settings.set(key, value);
    }

    private String plain() {
        StringBuilder value = new StringBuilder();
        while (!atEnd() && !Blanks.isBlank(current())) {
            character(value);
        }
        return value.toString();
    }

    private String quoted(ConnectionKey key) {
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (!atEnd() && current() != '\'') {
            character(value);
        }
        if (atEnd()) {
            throw DsnErrors.invalid("unterminated quoted string" + at(start) + ", the value of \"" + key.word() + "\"");
        }
        position++;
        astray |= !atEnd() && !Blanks.isBlank(current());
        return value.toString();
    }

    /** A backslash at the very end stands for nothing, as in libpq. */
    private void character(StringBuilder value) {
        if (current() == '\\') {
            position++;
        }
        if (!atEnd()) {
            value.append(current());
            position++;
        }
    }

    private void skipBlanks() {
        while (!atEnd() && Blanks.isBlank(current())) {
            position++;
        }
    }

    private boolean atEnd() {
        return position == text.length();
    }

    private char current() {
        return text.charAt(position);
    }

    private static String at(int index) {
        return " at character " + (index + 1);
    }
}
