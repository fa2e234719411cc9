package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.testing.Fuzz;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** A value is the same whichever way it came: as text or binary, prepared or not, in a result or in a stream. */
class FastPathsIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static final int VALUES = 300;

    /** How a caller may read a value. */
    private static final Map<String, Function<Row, @Nullable Object>> READERS = readers();

    private final Map<String, Connection> ways = new LinkedHashMap<>();

    private static Map<String, Function<Row, @Nullable Object>> readers() {
        Map<String, Function<Row, @Nullable Object>> all = new LinkedHashMap<>();
        all.put("get", row -> row.get(0));
        all.put("isNull", row -> row.isNull(0));
        all.put("getString", row -> row.getString(0));
        all.put("getInt", row -> row.getInt(0));
        all.put("getLong", row -> row.getLong(0));
        all.put("getDouble", row -> row.getDouble(0));
        all.put("getBoolean", row -> row.getBoolean(0));
        all.put("get LocalDate", row -> row.get(0, LocalDate.class));
        all.put("getList", row -> row.getList(0, String.class));
        all.put("asMap", Row::asMap);
        return all;
    }

    @BeforeAll
    static void createTypes() {
        PostgresServer.shared()
                .admin("DROP SCHEMA IF EXISTS fast_paths CASCADE; CREATE SCHEMA fast_paths;"
                        + " CREATE TYPE fast_paths.mood AS ENUM ('sad', 'so so', 'hap\"py');"
                        + " CREATE DOMAIN fast_paths.small AS int CHECK (value < 10);"
                        + " CREATE TYPE fast_paths.pair AS (a int, b text);"
                        + " CREATE TYPE fast_paths.nested AS (one fast_paths.pair, many fast_paths.pair[], at timestamp);"
                        + " GRANT USAGE ON SCHEMA fast_paths TO PUBLIC;"
                        + " CREATE EXTENSION IF NOT EXISTS hstore; CREATE EXTENSION IF NOT EXISTS ltree;"
                        + " CREATE EXTENSION IF NOT EXISTS citext");
    }

    @AfterAll
    static void dropTypes() {
        PostgresServer.shared().admin("DROP SCHEMA fast_paths CASCADE; DROP EXTENSION hstore, ltree, citext");
    }

    @BeforeEach
    void connect() {
        String zone = "options='-c timezone=America/St_Johns -c extra_float_digits=1'";
        for (QueryMode mode : QueryMode.values()) {
            ways.put(mode.name(), invariants.close(Sessions.open(mode, zone)));
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aValueIsTheSameInWhateverFormItCame() {
        Fuzz.rounds(20_261_127, seed -> {
            RandomLiterals literals = new RandomLiterals(new Random(seed));
            for (Map.Entry<String, Supplier<String>> type : literals.types().entrySet()) {
                char delimiter = type.getKey().equals("box") ? ';' : ',';
                compare(type.getKey(), literals.many(VALUES, type.getValue()));
                compare(
                        type.getKey() + "[]",
                        literals.many(VALUES / 5, () -> literals.array(type.getValue(), delimiter)));
            }
        });
    }

    private void compare(String type, List<@Nullable String> literals) {
        String sql = "SELECT value::" + type + " FROM unnest(%s::text[]) AS value";
        List<Map<String, String>> plain = read(Sessions.run(ways.get("SIMPLE"), sql, literals));
        assertThat(plain).hasSize(literals.size());
        for (String way : List.of("EXTENDED", "AUTO")) {
            // the first time as text, since the columns are not known yet, then in binary
            for (int time = 1; time <= 2; time++) {
                List<Map<String, String>> found = read(Sessions.run(ways.get(way), sql, literals));
                assertThat(found).hasSize(plain.size());
                for (int i = 0; i < found.size(); i++) {
                    assertThat(found.get(i))
                            .as("%s::%s by %s, time %d", literals.get(i), type, way, time)
                            .isEqualTo(plain.get(i));
                }
            }
        }
    }

    private static List<Map<String, String>> read(Cursor<Row> cursor) {
        List<Map<String, String>> all = new ArrayList<>();
        for (Row row : cursor) {
            Map<String, String> values = new LinkedHashMap<>();
            READERS.forEach((name, reader) -> values.put(name, outcome(row, reader)));
            all.add(values);
        }
        return all;
    }

    /** The value with its class, elements of arrays too; or the class of what was thrown. */
    private static String outcome(Row row, Function<Row, @Nullable Object> reader) {
        try {
            return describe(reader.apply(row));
        } catch (RuntimeException e) {
            return e.getClass().getName();
        }
    }

    private static String describe(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        StringBuilder text = new StringBuilder(value.getClass().getSimpleName()).append(' ');
        if (value.getClass().isArray()) {
            text.append('[');
            for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
                text.append(describe(java.lang.reflect.Array.get(value, i))).append(", ");
            }
            return text.append(']').toString();
        }
        if (value instanceof List<?> list) {
            text.setLength(0);
            list.forEach(element -> text.append(describe(element)).append(", "));
            return "list of " + text;
        }
        if (value instanceof Map<?, ?> map) {
            text.setLength(0);
            map.forEach((key, entry) ->
                    text.append(key).append('=').append(describe(entry)).append(", "));
            return "map of " + text;
        }
        return text.append(value).toString();
    }
}
