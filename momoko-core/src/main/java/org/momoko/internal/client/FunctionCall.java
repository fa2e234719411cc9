package org.momoko.internal.client;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Query;
import org.momoko.error.ProgrammingException;

/** Writes the statement that calls a function or a procedure. */
final class FunctionCall {
    private FunctionCall() {}

    /** A function, with positional arguments; a null array is one argument that is null. */
    static Query query(String name, @Nullable Object @Nullable [] arguments) {
        return call("SELECT * FROM ", name, arguments);
    }

    /** A procedure. */
    static Query procedure(String name, @Nullable Object @Nullable [] arguments) {
        return call("CALL ", name, arguments);
    }

    /** A function, with named arguments. */
    static Query query(String name, Map<String, ? extends @Nullable Object> arguments) {
        return Query.of(named(name, arguments.keySet()), arguments.values().toArray());
    }

    private static Query call(String verb, String name, @Nullable Object @Nullable [] arguments) {
        return Query.of(positional(verb, name, arguments == null ? 1 : arguments.length), arguments);
    }

    private static String positional(String verb, String name, int parameters) {
        StringBuilder sql = new StringBuilder(verb);
        appendName(sql, name, parameters > 0);
        sql.append('(');
        for (int i = 0; i < parameters; i++) {
            sql.append(i == 0 ? "%s" : ",%s");
        }
        return sql.append(')').toString();
    }

    private static String named(String name, Set<String> parameters) {
        StringBuilder sql = new StringBuilder("SELECT * FROM ");
        appendName(sql, name, !parameters.isEmpty());
        sql.append('(');
        String separator = "";
        for (String parameter : parameters) {
            sql.append(separator);
            quote(sql, parameter, true);
            sql.append(":=%s");
            separator = ",";
        }
        return sql.append(')').toString();
    }

    /**
     * Each part between dots goes as it is if it is a plain identifier or quoted already, else it is quoted: so nothing
     * in a name can be anything but a name.
     *
     * @param forPlaceholders whether the text will be searched for placeholders, so that a percent sign has to be doubled
     */
    private static void appendName(StringBuilder sql, String name, boolean forPlaceholders) {
        int at = 0;
        while (true) {
            int end = name.startsWith("\"", at) ? endOfQuoted(name, at) : endOfPlain(name, at);
            String part = name.substring(at, end);
            if (part.isEmpty()) {
                throw new ProgrammingException("The function name " + name + " has an empty part");
            }
            if (isPlain(part)) {
                sql.append(part);
            } else if (part.charAt(0) == '"') {
                sql.append(forPlaceholders ? part.replace("%", "%%") : part);
            } else {
                quote(sql, part, forPlaceholders);
            }
            if (end == name.length()) {
                return;
            }
            if (name.charAt(end) != '.') {
                throw new ProgrammingException("The function name " + name + " has text behind a quoted part");
            }
            sql.append('.');
            at = end + 1;
        }
    }

    private static int endOfPlain(String name, int from) {
        int dot = name.indexOf('.', from);
        return dot < 0 ? name.length() : dot;
    }

    private static int endOfQuoted(String name, int from) {
        int at = from + 1;
        while (true) {
            int quote = name.indexOf('"', at);
            if (quote < 0) {
                throw new ProgrammingException("The function name " + name + " has an unterminated quoted part");
            }
            if (!name.startsWith("\"\"", quote)) {
                return quote + 1;
            }
            at = quote + 2;
        }
    }

    private static boolean isPlain(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean letter = c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c > 0x7f;
            if (!letter && (i == 0 || !(c >= '0' && c <= '9' || c == '$'))) {
                return false;
            }
        }
        return true;
    }

    /** @param forPlaceholders whether the text will be searched for placeholders, so that a percent sign has to be doubled */
    private static void quote(StringBuilder sql, String identifier, boolean forPlaceholders) {
        String quoted = identifier.replace("\"", "\"\"");
        sql.append('"')
                .append(forPlaceholders ? quoted.replace("%", "%%") : quoted)
                .append('"');
    }
}
