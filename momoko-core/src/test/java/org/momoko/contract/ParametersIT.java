package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.contract.Sessions.run;
import static org.momoko.contract.Sessions.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.type.Inet;
import org.momoko.type.Interval;
import org.momoko.type.Pg;
import org.momoko.type.Range;
import org.momoko.type.Sql;

/** Parameters in all their places and sizes, as literals and bound. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"SIMPLE", "AUTO"})
class ParametersIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private final QueryMode mode;
    private Connection connection;

    ParametersIT(QueryMode mode) {
        this.mode = mode;
    }

    @BeforeEach
    void connect() {
        connection = invariants.close(Sessions.open(mode));
    }

    @Contract({"S1", "2 test_execute_percent_sign", "3.1 None/empty parameters"})
    @Test
    void withoutParametersTheTextGoesUnchangedAndWithOneADoubledPercentSignIsOne() {
        for (int time = 1; time <= 3; time++) {
            assertThat(run(connection, "SELECT 'a%s', '%%'").fetchOne())
                    .extracting(row -> row.get(0), row -> row.get(1))
                    .containsExactly("a%s", "%%");
            assertThat(run(connection, "SELECT '%%', 5 %% %s, 'a%b'", 3).fetchOne())
                    .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2))
                    .containsExactly("%", 2, "a%b");
        }
    }

    @Contract("S6")
    @Test
    void emptyAndNullListsAreArrays() {
        for (int time = 1; time <= 3; time++) {
            assertThat(value(connection, "SELECT 1 = ANY(%s)", List.of())).isEqualTo(false);
            assertThat(value(connection, "SELECT %s::int[]", Collections.singletonList(null)))
                    .isEqualTo(Collections.singletonList(null));
            assertThat(value(connection, "SELECT %s", Arrays.asList(1, null))).isEqualTo(Arrays.asList(1, null));
            assertThat(value(connection, "SELECT %s", List.of(List.of(1, 2), List.of(3, 4))))
                    .isEqualTo(List.of(List.of(1, 2), List.of(3, 4)));
        }
    }

    @Contract({"S7", "2 ServerSideCursor.test_server_side_cursor"})
    @Test
    void utilityCommandsTakeParameters() {
        run(connection, "BEGIN");
        run(connection, "DECLARE c CURSOR FOR SELECT generate_series(1, %s)", 1000);
        List<Integer> fetched = new ArrayList<>();
        for (Cursor<Row> rows = run(connection, "FETCH %s FROM c", 10);
                rows.rowCount() > 0;
                rows = run(connection, "FETCH %s FROM c", 10)) {
            rows.forEach(row -> fetched.add(row.getInt(0)));
        }
        run(connection, "CLOSE c");
        run(connection, "COMMIT");
        assertThat(fetched).hasSize(1000).startsWith(1, 2).endsWith(999, 1000).isSorted();

        for (String zone : List.of("Asia/Tokyo", "UTC", "Europe/Amsterdam")) {
            run(connection, "SET TIME ZONE %s", zone);
            assertThat(value(connection, "SHOW TIME ZONE")).isEqualTo(zone);
            assertThat(connection.parameterStatus("TimeZone")).isEqualTo(zone);
        }
        assertThat(value(connection, "SELECT 1; SELECT 'x'")).isEqualTo("x");
        run(connection, "CREATE TEMP TABLE defaults (a text DEFAULT %s)", "it's");
        assertThat(value(connection, "INSERT INTO defaults DEFAULT VALUES RETURNING a"))
                .isEqualTo("it's");
    }

    @Contract({"2 test_large_query", "3.2/3.3 str"})
    @Test
    void largeTextsComeBackAsTheyWent() {
        run(connection, "CREATE TEMP TABLE large (id serial, a text)");
        Random random = new Random(42);
        for (int i = 0; i < 5; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < 100_000; c++) {
                text.append((char) (' ' + random.nextInt(95)));
            }
            assertThat(value(connection, "INSERT INTO large (a) VALUES (%s) RETURNING a", text.toString()))
                    .isEqualTo(text.toString());
        }
        assertThat(value(connection, "SELECT count(*) FROM large")).isEqualTo(5L);
    }

    @Contract("S44")
    @Test
    void parameterOfTwentyMegabytes() {
        String text = "ab\\'é😀%s\n".repeat(1_600_000);
        for (int time = 1; time <= 2; time++) {
            Row row = named("SELECT length(%(t)s::text) AS n, %(t)s::text AS t", Map.of("t", text))
                    .fetchOne();
            assertThat(row.getInt("n")).isEqualTo(text.codePointCount(0, text.length()));
            assertThat(text.equals(row.getString("t"))).isTrue();
        }
    }

    private Cursor<Row> named(String sql, Map<String, ?> values) {
        return connection.execute(sql, values).join();
    }

    @Contract("S44")
    @Test
    void rowOfSixteenHundredColumns() {
        StringBuilder sql = new StringBuilder("SELECT %s::int AS c0");
        Object[] values = new Object[1600];
        for (int i = 0; i < 1600; i++) {
            values[i] = i;
            sql.append(i == 0 ? "" : ", %s::int AS c" + i);
        }
        for (int time = 1; time <= 3; time++) {
            Row row = Sessions.run(connection, sql.toString(), values).fetchOne();
            assertThat(row.size()).isEqualTo(1600);
            for (int i = 1599; i >= 0; i -= 7) {
                assertThat(row.getInt(i)).isEqualTo(i);
            }
            assertThat(row.asMap()).hasSize(1600).containsEntry("c1234", 1234);
        }
    }

    @Contract({"3.2/3.3 tuple, namedtuple", "S7"})
    @Test
    void moreValuesThanABindMessageCanCount() {
        Object[] many = new Object[70_000];
        Arrays.setAll(many, i -> i);

        assertThat(value(connection, "SELECT count(*) FROM generate_series(1, 100) n WHERE n IN %s", Pg.tuple(many)))
                .isEqualTo(100L);
        assertThat(value(connection, "SELECT count(*) FROM generate_series(1, 100) n WHERE n = ANY(%s)", List.of(many)))
                .isEqualTo(100L);
        String placeholders = "%s,".repeat(many.length - 1) + "%s";
        assertThat(value(
                        connection,
                        "SELECT count(*) FROM generate_series(1, 10) n WHERE n IN (" + placeholders + ")",
                        many))
                .isEqualTo(10L);
    }

    @Contract("3.2/3.3 AsIs")
    @Test
    void rawSqlAndIdentifiersAreWrittenAsTheyAre() {
        run(connection, "CREATE TEMP TABLE %s (%s int)", Sql.identifier("odd \"table\" %s"), Sql.identifier("a b"));
        run(connection, "INSERT INTO %s VALUES (%s)", Sql.identifier("odd \"table\" %s"), 5);

        assertThat(value(connection, "SELECT %s FROM %s", Sql.identifier("a b"), Sql.identifier("odd \"table\" %s")))
                .isEqualTo(5);
        assertThat(value(connection, "SELECT %s", Sql.raw("1 + 1"))).isEqualTo(2);
    }

    @Contract("3.1 placeholders")
    @Test
    void otherPlaceholdersMeanTheSame() {
        for (int time = 1; time <= 3; time++) {
            assertThat(value(connection, "SELECT $2 || $1 || $2", "a", "b")).isEqualTo("bab");
            Row row = named("SELECT :name AS a, '::text'::text AS b, (ARRAY[1,2,3])[1:2] AS c", Map.of("name", 5))
                    .fetchOne();
            assertThat(row.asMap().values()).containsExactly(5, "::text", List.of(1, 2));
        }
    }

    @Contract("1.3 execute")
    @Test
    void nullIsAValue() {
        for (int time = 1; time <= 3; time++) {
            assertThat(value(connection, "SELECT %s::int", (Object) null)).isNull();
            assertThat(run(connection, "SELECT %s::int, %s::text", null, "x").fetchOne())
                    .extracting(row -> row.get(0), row -> row.get(1))
                    .containsExactly(null, "x");
        }
        @Nullable Object[] none = null;
        assertThat(connection.execute("SELECT %s::int", none).join().toList())
                .extracting(row -> row.get(0))
                .containsOnlyNulls();
    }

    /** Each value beside what comes back for it. */
    private static List<Map.Entry<Object, Object>> valuesAndWhatComesBack() {
        OffsetDateTime moment = OffsetDateTime.of(2020, 1, 2, 3, 4, 5, 678_000, ZoneOffset.UTC);
        return List.of(
                Map.entry(true, true),
                Map.entry((byte) -1, -1),
                Map.entry((short) 7, 7),
                Map.entry(Integer.MIN_VALUE, Integer.MIN_VALUE),
                Map.entry(5L, 5),
                Map.entry(Long.MIN_VALUE, Long.MIN_VALUE),
                Map.entry(new BigInteger("-100000000000000000000"), new BigDecimal("-100000000000000000000")),
                Map.entry(1.5f, new BigDecimal("1.5")),
                Map.entry(0.1, new BigDecimal("0.1")),
                Map.entry(Double.NaN, Double.NaN),
                Map.entry(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY),
                Map.entry(new BigDecimal("-1.50"), new BigDecimal("-1.50")),
                Map.entry("it's \\ %s", "it's \\ %s"),
                Map.entry('c', "c"),
                Map.entry(Thread.State.NEW, "NEW"),
                Map.entry(LocalDate.of(-43, 3, 15), LocalDate.of(-43, 3, 15)),
                Map.entry(LocalDate.MAX, LocalDate.MAX),
                Map.entry(LocalTime.of(1, 2, 3, 4000), LocalTime.of(1, 2, 3, 4000)),
                Map.entry(moment.toOffsetTime(), moment.toOffsetTime()),
                Map.entry(moment.toLocalDateTime(), moment.toLocalDateTime()),
                Map.entry(moment.withOffsetSameInstant(ZoneOffset.ofHoursMinutes(-5, -30)), moment),
                Map.entry(moment.toInstant(), moment),
                Map.entry(moment.atZoneSameInstant(ZoneId.of("Asia/Tokyo")), moment),
                Map.entry(Duration.ofSeconds(-1), new Interval(0, -1, 86_399_000_000L)),
                Map.entry(Period.of(1, 2, 3), new Interval(14, 3, 0)),
                Map.entry(new UUID(0, 5), new UUID(0, 5)),
                Map.entry(List.of("a", "NULL", ""), List.of("a", "NULL", "")),
                Map.entry(List.of(1, 5_000_000_000L), List.of(1L, 5_000_000_000L)),
                Map.entry(new double[] {0.5, -1}, List.of(new BigDecimal("0.5"), new BigDecimal("-1.0"))),
                Map.entry(List.of(LocalDate.EPOCH), List.of(LocalDate.EPOCH)),
                Map.entry(Inet.host(InetAddress.getLoopbackAddress()), "127.0.0.1"),
                Map.entry(
                        Range.closedOpen(LocalDate.EPOCH, LocalDate.EPOCH.plusDays(1)),
                        Range.closedOpen(LocalDate.EPOCH, LocalDate.EPOCH.plusDays(1))));
    }

    @Contract({"3.2/3.3 values come back", "S36"})
    @Test
    void valuesComeBackAsTheTypeOfTheirLiteral() {
        run(connection, "SET TIME ZONE 'UTC'");
        for (int time = 1; time <= 3; time++) {
            for (Map.Entry<Object, Object> entry : valuesAndWhatComesBack()) {
                assertThat(value(connection, "SELECT %s", entry.getKey()))
                        .as("%s, time %d", entry.getKey().getClass(), time)
                        .isEqualTo(entry.getValue());
            }
        }
    }
}
