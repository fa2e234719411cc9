package org.momoko.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings in {@code options}: {@code -c name=value}, {@code -cname=value} and {@code --name=value}, where a hyphen
 * in a name stands for an underscore, blanks separate, and a backslash takes the next character literally. Source: the
 * server's {@code pg_split_opts} and {@code ParseLongOption}, version 18.
 */
final class ServerOptions {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)*";

    /** Keys of the StartupMessage that are not settings: one of them here would change who connects to what. */
    private static final Set<String> STARTUP_KEYS = Set.of("user", "database", "options", "replication");

    private ServerOptions() {}

    /** The settings by name, without regard to case; the last value of a name counts. */
    static Map<String, String> parse(Settings settings) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String text = settings.get(ConnectionKey.OPTIONS);
        List<String> words = text == null ? List.of() : split(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-c") && i + 1 < words.size()) {
                add(settings, options, words.get(++i));
            } else if (word.startsWith("-c") || word.startsWith("--")) {
                add(settings, options, word.substring(2));
            } else {
                throw settings.unsupported(ConnectionKey.OPTIONS, "only -c name=value and --name=value are understood");
            }
        }
        String encoding = options.remove("client_encoding");
        if (encoding != null) {
            checkEncoding(settings, ConnectionKey.OPTIONS, encoding);
        }
        return Collections.unmodifiableMap(options);
    }

    /** A setting as text that {@link #parse} reads back, {@code -c name=value}. */
    static String format(String name, String value) {
        StringBuilder text = new StringBuilder("-c ").append(name).append('=');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' || Blanks.isBlank(c)) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }

    static boolean isName(String name) {
        return name.matches(NAME)
                && !STARTUP_KEYS.contains(name.toLowerCase(Locale.ROOT))
                && !name.toLowerCase(Locale.ROOT).startsWith("_pq_.");
    }

    /** Momoko speaks UTF-8 only; the server compares names of encodings by their letters and digits. */
    static void checkEncoding(Settings settings, ConnectionKey key, String encoding) {
        String name = encoding.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (!Set.of("utf8", "unicode", "auto").contains(name)) {
            throw settings.unsupported(key, "the client encoding is always UTF8");
        }
    }

    private static void add(Settings settings, Map<String, String> options, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            throw settings.invalid(ConnectionKey.OPTIONS, "missing \"=\" in a setting");
        }
        String name = assignment.substring(0, equals).replace('-', '_');
        String value = assignment.substring(equals + 1);
        if (!isName(name)) {
            throw settings.invalid(ConnectionKey.OPTIONS, "expected the name of a server setting before \"=\"");
        }
        if (name.equalsIgnoreCase("DateStyle")
                && !value.toLowerCase(Locale.ROOT).startsWith("iso")) {
            throw settings.unsupported(ConnectionKey.OPTIONS, "DateStyle must be ISO");
        }
        options.put(name, value);
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Blanks.isBlank(c)) {
                inWord = true;
                if (c != '\\') {
                    word.append(c);
                } else if (++i < text.length()) {
                    word.append(text.charAt(i));
                }
            } else if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
