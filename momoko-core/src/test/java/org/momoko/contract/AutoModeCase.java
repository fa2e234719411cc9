package org.momoko.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Query;

/**
 * A statement, its values, and what the server answers to its literal form.
 *
 * @param expected {@code int4 1;2}: types of the columns, then the rows; {@code INSERT 0 1}: the command tag; {@code ERR 42883}: the
 *     SQLSTATE
 * @param names of the values; empty when they are positional
 */
record AutoModeCase(
        String expected,
        String sql,
        List<String> names,
        @Nullable Object[] values) {

    static AutoModeCase row(String expected, String sql, @Nullable Object... values) {
        return new AutoModeCase(expected, sql, List.of(), values);
    }

    static AutoModeCase named(String expected, String sql, String name, @Nullable Object value) {
        return new AutoModeCase(expected, sql, List.of(name), new @Nullable Object[] {value});
    }

    /** The statement with a comment behind it, which makes it a text that no connection has seen. */
    Query query(String comment) {
        String text = sql + " /* " + comment + " */";
        if (names.isEmpty()) {
            return Query.of(text, values);
        }
        Map<String, @Nullable Object> byName = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            byName.put(names.get(i), values[i]);
        }
        return Query.of(text, byName);
    }

    /** Whether it changes anything, so that it needs the tables as they were each time it runs. */
    boolean writes() {
        return !sql.startsWith("SELECT") && !sql.startsWith("VALUES") || sql.contains("INTO TEMP");
    }

    @Override
    public String toString() {
        List<String> shown = new ArrayList<>();
        for (Object value : values) {
            shown.add(value == null ? "null" : value.getClass().getSimpleName() + " " + value);
        }
        return sql + " with " + shown;
    }
}
