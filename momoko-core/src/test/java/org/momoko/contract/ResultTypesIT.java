package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.contract.Sessions.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Connection;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.error.DataException;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.type.Interval;
import org.momoko.type.Range;

/** Every type of the server in its Java type, the same from text and from binary. */
class ResultTypesIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Connection simple;
    private Connection auto;

    @BeforeEach
    void connect() {
        simple = invariants.close(Sessions.open(QueryMode.SIMPLE, "options='-c timezone=UTC'"));
        auto = invariants.close(Sessions.open(QueryMode.AUTO, "options='-c timezone=UTC'"));
    }

    @Test
    @Contract("S35")
    void infiniteAncientAndFarValuesDecode() {
        for (Connection connection : List.of(simple, auto)) {
            Row row = run(
                            connection,
                            "SELECT 'infinity'::date, '0044-03-15 BC'::date, '20000-01-01'::date, '24:00:00'::time")
                    .fetchAll()
                    .get(0);
            assertThat(row.get(0)).isEqualTo(LocalDate.MAX);
            assertThat(row.get(1)).isEqualTo(LocalDate.of(-43, 3, 15));
            assertThat(row.get(2)).isEqualTo(LocalDate.of(20000, 1, 1));
            assertThat(row.get(3)).isEqualTo(LocalTime.MIDNIGHT);
        }
    }

    private static Arguments type(String expression, @Nullable Object expected) {
        return Arguments.of(expression, expected);
    }

    static Stream<Arguments> numbersAndTexts() {
        return Stream.of(
                type("(-32768)::int2", Short.MIN_VALUE),
                type("2147483647", 2147483647),
                type("(-9223372036854775808)::int8", Long.MIN_VALUE),
                type("4294967295::oid", 4294967295L),
                type("1.5::float4", 1.5f),
                type("'NaN'::float4", Float.NaN),
                type("0.1::float8", 0.1),
                type("'-Infinity'::float8", Double.NEGATIVE_INFINITY),
                type("1e-300::float8", 1e-300),
                type("1.50", new BigDecimal("1.50")),
                type("1e3::numeric", new BigDecimal("1000")),
                type("-0.00000000000000000001", new BigDecimal("-0.00000000000000000001")),
                type("0.000", new BigDecimal("0.000")),
                type("123456789012345678901234567890.5", new BigDecimal("123456789012345678901234567890.5")),
                type("true", true),
                type("false", false),
                type("'é😀'::text", "é😀"),
                type("''::text", ""),
                type("'ab'::varchar(3)", "ab"),
                type("'ab'::char(4)", "ab  "),
                type("'n'::name", "n"),
                type("'c'::\"char\"", "c"),
                type("'<a/>'::xml", "<a/>"),
                type("'12.34'::money", "$12.34"),
                type("B'101'", "101"),
                type("B'1'::varbit(5)", "1"),
                type("point(1,2)", "(1,2)"),
                type("'a b'::tsvector", "'a' 'b'"),
                type("'08:00:2b:01:02:03'::macaddr", "08:00:2b:01:02:03"),
                type("'pg_class'::regclass", "pg_class"),
                type("ROW(1,'x')", "(1,x)"),
                type("'{[1,3),[5,7)}'::int4multirange", "{[1,3),[5,7)}"),
                type("'10.0.0.1/8'::inet", "10.0.0.1/8"),
                type("'::1'::inet", "::1"),
                type("'10.0.0.0/8'::cidr", "10.0.0.0/8"),
                type("'00000000-0000-0000-0000-000000000005'::uuid", new UUID(0, 5)),
                type("NULL::int", null),
                type("'{\"a\": [1, null, \"x\"]}'::json", Map.of("a", Arrays.asList(1, null, "x"))),
                type("'{\"a\": {\"b\": true}}'::jsonb", Map.of("a", Map.of("b", true))),
                type("'[1.5]'::jsonb", List.of(new BigDecimal("1.5"))));
    }

    static Stream<Arguments> times() {
        return Stream.of(
                type("'2020-01-02'::date", LocalDate.of(2020, 1, 2)),
                type("'infinity'::date", LocalDate.MAX),
                type("'-infinity'::date", LocalDate.MIN),
                type("'0044-03-15 BC'::date", LocalDate.of(-43, 3, 15)),
                type("'20000-01-01'::date", LocalDate.of(20000, 1, 1)),
                type("'4713-01-01 BC'::date", LocalDate.of(-4712, 1, 1)),
                type("'01:02:03.000004'::time", LocalTime.of(1, 2, 3, 4000)),
                type("'24:00:00'::time", LocalTime.MIDNIGHT),
                type("'24:00:00+01'::timetz", OffsetTime.of(0, 0, 0, 0, ZoneOffset.ofHours(1))),
                type(
                        "'01:02:03-05:30:15'::timetz",
                        OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHoursMinutesSeconds(-5, -30, -15))),
                type("'2020-01-02 03:04:05.000678'::timestamp", LocalDateTime.of(2020, 1, 2, 3, 4, 5, 678_000)),
                type("'infinity'::timestamp", LocalDateTime.MAX),
                type("'-infinity'::timestamp", LocalDateTime.MIN),
                type(
                        "'0001-12-31 23:59:59.999999 BC'::timestamp",
                        LocalDateTime.of(0, 12, 31, 23, 59, 59, 999_999_000)),
                type("'20000-01-01'::timestamp", LocalDateTime.of(20000, 1, 1, 0, 0)),
                type(
                        "'2020-01-02 03:04:05+02'::timestamptz",
                        OffsetDateTime.of(2020, 1, 2, 1, 4, 5, 0, ZoneOffset.UTC)),
                type("'infinity'::timestamptz", OffsetDateTime.MAX),
                type("'-infinity'::timestamptz", OffsetDateTime.MIN),
                type(
                        "'0044-03-15 00:00:00+00 BC'::timestamptz",
                        OffsetDateTime.of(-43, 3, 15, 0, 0, 0, 0, ZoneOffset.UTC)),
                type("'1 year 2 mons 3 days'::interval", new Interval(14, 3, 0)),
                type("'1 day -02:03:04.5'::interval", new Interval(0, 1, -7_384_500_000L)),
                type("'0'::interval", new Interval(0, 0, 0)));
    }

    /** Since PostgreSQL 17; an older server is asked for a long one instead. */
    static Stream<Arguments> infiniteIntervals() {
        return PostgresServer.shared().atLeast(17)
                ? Stream.of(
                        type("'infinity'::interval", Interval.INFINITY),
                        type("'-infinity'::interval", Interval.NEGATIVE_INFINITY))
                : Stream.of(type("'1000000 years'::interval", new Interval(12_000_000, 0, 0)));
    }

    static Stream<Arguments> composed() {
        return Stream.of(
                type("ARRAY[1,NULL,3]", Arrays.asList(1, null, 3)),
                type("'{}'::int[]", List.of()),
                type("'{{1,2},{3,4}}'::int8[]", List.of(List.of(1L, 2L), List.of(3L, 4L))),
                type("'[5:6]={1,2}'::int[]", List.of(1, 2)),
                type("'[-1:0][2:2]={{1},{2}}'::int[]", List.of(List.of(1), List.of(2))),
                type(
                        "ARRAY[NULL, 'NULL', 'null', 'a\"b', 'c\\d', '', ' ', ',', '{}', 'é']",
                        Arrays.asList(null, "NULL", "null", "a\"b", "c\\d", "", " ", ",", "{}", "é")),
                type("ARRAY[NULL]::text[]", Collections.singletonList(null)),
                type("ARRAY[true, false]", List.of(true, false)),
                type("ARRAY[1.50, 2]", List.of(new BigDecimal("1.50"), new BigDecimal("2"))),
                type("ARRAY['2020-01-02', 'infinity']::date[]", List.of(LocalDate.of(2020, 1, 2), LocalDate.MAX)),
                type("ARRAY['1 day']::interval[]", List.of(new Interval(0, 1, 0))),
                type("ARRAY['00000000-0000-0000-0000-000000000005']::uuid[]", List.of(new UUID(0, 5))),
                type("ARRAY['{\"a\": 1}']::json[]", List.of(Map.of("a", 1))),
                type("ARRAY['(1,1),(0,0)', '(3,3),(2,2)']::box[]", List.of("(1,1),(0,0)", "(3,3),(2,2)")),
                type("'[1,10]'::int4range", Range.closedOpen(1, 11)),
                type("'(,5]'::int8range", Range.of(null, false, 6L, false)),
                type("'empty'::numrange", Range.empty()),
                type("'(1.5,2.5]'::numrange", Range.of(new BigDecimal("1.5"), false, new BigDecimal("2.5"), true)),
                type(
                        "'[2020-01-01,2020-02-01)'::daterange",
                        Range.closedOpen(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 2, 1))),
                type(
                        "'[2020-01-01 10:00,)'::tsrange",
                        Range.of(LocalDateTime.of(2020, 1, 1, 10, 0), true, null, false)),
                type("ARRAY['[1,3)', 'empty']::int4range[]", List.of(Range.closedOpen(1, 3), Range.empty())));
    }

    @Contract({
        "3.4 integers",
        "3.4 floats",
        "3.4 numeric",
        "3.4 bool",
        "3.4 text",
        "3.4 date",
        "3.4 timestamp",
        "3.4 timestamptz",
        "3.4 time",
        "3.4 interval",
        "3.4 arrays",
        "3.4 json",
        "3.4 uuid",
        "3.4 ranges",
        "S35",
        "S38"
    })
    @ParameterizedTest(name = "{0}")
    @MethodSource({"numbersAndTexts", "times", "infiniteIntervals", "composed"})
    void textAndBinaryGiveTheSameValue(String expression, @Nullable Object expected) {
        String sql = "SELECT " + expression;
        Row text = run(simple, sql).fetchOne();

        assertThat(text.get(0)).isEqualTo(expected);
        for (int time = 1; time <= 4; time++) {
            Row row = run(auto, sql).fetchOne();
            assertThat(row.get(0)).as("execution %d", time).isEqualTo(expected);
            assertThat(row.getString(0)).as("as text, execution %d", time).isEqualTo(text.getString(0));
        }
    }

    @Contract("3.4 bytea")
    @ParameterizedTest
    @ValueSource(strings = {"hex", "escape"})
    void byteaIsReadInBothItsOutputs(String output) {
        for (Connection connection : List.of(simple, auto)) {
            run(connection, "SET bytea_output = %s", output);
            for (int time = 1; time <= 3; time++) {
                byte[] bytes = (byte[]) Sessions.value(connection, "SELECT '\\x00ff5c2741'::bytea");
                assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("00ff5c2741");
                assertThat((byte[]) Sessions.value(connection, "SELECT ''::bytea"))
                        .isEmpty();
                List<?> array = (List<?>) Sessions.value(connection, "SELECT ARRAY['\\x5c'::bytea, NULL]");
                assertThat(array.get(0)).isEqualTo(new byte[] {0x5c});
                assertThat(array.get(1)).isNull();
            }
        }
    }

    @Contract({"3.4 numeric NaN", "S35"})
    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void specialNumericIsADoubleOrAClearError(String value) {
        for (Connection connection : List.of(simple, auto)) {
            for (int time = 1; time <= 3; time++) {
                Row row = run(connection, "SELECT '" + value + "'::numeric").fetchOne();

                assertThat(Double.valueOf(row.getDouble(0))).isEqualTo(Double.valueOf(value));
                assertThat(row.getString(0)).isEqualTo(value);
                assertThatThrownBy(() -> row.get(0))
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("double");
                assertThatThrownBy(() -> row.getInt(0)).isInstanceOf(DataException.class);
            }
        }
    }

    @Contract({"3.4 timestamptz", "S35"})
    @Test
    void timestamptzHasTheOffsetOfTheSession() {
        Map<String, OffsetDateTime> expected = new HashMap<>();
        expected.put("UTC", OffsetDateTime.parse("2020-07-01T12:00:00Z"));
        expected.put("Europe/Berlin", OffsetDateTime.parse("2020-07-01T14:00:00+02:00"));
        expected.put("Asia/Kolkata", OffsetDateTime.parse("2020-07-01T17:30:00+05:30"));
        expected.put("-03:30", OffsetDateTime.parse("2020-07-01T15:30:00+03:30"));
        for (Connection connection : List.of(simple, auto)) {
            expected.forEach((zone, value) -> {
                run(connection, "SET TIME ZONE %s", zone);
                for (int time = 1; time <= 3; time++) {
                    assertThat(Sessions.value(connection, "SELECT '2020-07-01 12:00:00+00'::timestamptz"))
                            .as(zone)
                            .isEqualTo(value);
                }
            });
        }
    }

    @Contract("S35")
    @Test
    void offsetsMayHaveSeconds() {
        OffsetDateTime expected = OffsetDateTime.parse("1899-12-31T23:59:50+05:21:10");
        for (Connection connection : List.of(simple, auto)) {
            run(connection, "SET TIME ZONE 'Asia/Kolkata'");
            for (int time = 1; time <= 3; time++) {
                assertThat(Sessions.value(connection, "SELECT '1899-12-31 18:38:40+00'::timestamptz"))
                        .isEqualTo(expected);
            }
        }
    }

    @Contract({"S39", "3.4 session changes"})
    @ParameterizedTest
    @ValueSource(strings = {"German", "SQL, DMY", "SQL, MDY", "Postgres, DMY", "Postgres, MDY"})
    void dateUnderAnotherDateStyleIsRightOrAnError(String style) {
        run(simple, "SET DateStyle = %s", style);
        run(auto, "SET DateStyle = %s", style);
        for (String type : List.of("date", "timestamp", "timestamptz")) {
            String sql = "SELECT '2012-02-01'::" + type;
            assertDateStyleError(run(simple, sql).fetchOne());
            assertDateStyleError(
                    run(simple, "SELECT ARRAY['2012-02-01'::" + type + "]").fetchOne());
            for (int time = 1; time <= 2; time++) {
                assertDateStyleError(run(auto, sql).fetchOne());
            }
            assertThat(run(auto, sql).fetchOne().getString(0)).startsWith("2012-02-01");
        }
        assertThat(run(auto, "SELECT extract(day FROM %s)::int", LocalDate.of(2012, 2, 1))
                        .fetchOne()
                        .getInt(0))
                .isEqualTo(1);
        assertThat(run(simple, "SELECT extract(day FROM %s)::int", LocalDate.of(2012, 2, 1))
                        .fetchOne()
                        .getInt(0))
                .isEqualTo(1);
        run(simple, "RESET DateStyle");
        assertThat(Sessions.value(simple, "SELECT '2012-02-01'::date")).isEqualTo(LocalDate.of(2012, 2, 1));
    }

    private static void assertDateStyleError(Row row) {
        assertThatThrownBy(() -> row.get(0)).isInstanceOf(DataException.class).hasMessageContaining("DateStyle");
        assertThatThrownBy(() -> row.getString(0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("DateStyle");
    }

    @Contract({"S39", "3.4 session changes"})
    @Test
    void dateStyleThatChangesWithinTheTextGivesAnErrorToo() {
        for (String style : List.of("German", "SQL, DMY", "Postgres, DMY")) {
            Row row = run(simple, "SET DateStyle = '" + style + "'; SELECT '2012-02-01'::date")
                    .fetchOne();
            assertThatThrownBy(() -> row.get(0))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("DateStyle");
            run(simple, "RESET DateStyle");
        }
    }

    @Contract({"3.4 interval", "3.4 session changes", "S36"})
    @ParameterizedTest
    @ValueSource(strings = {"postgres", "postgres_verbose", "sql_standard", "iso_8601"})
    void intervalsAreRightInAllFourStyles(String style) {
        List<Interval> intervals = List.of(
                new Interval(14, 3, 0),
                new Interval(0, 0, 0),
                new Interval(0, 0, -1),
                new Interval(-1, 2, -3),
                new Interval(-14, -3, -3_723_000_001L),
                new Interval(14, -3, 3_723_000_001L),
                new Interval(0, -1, 86_399_000_000L),
                new Interval(1, 0, -1_000_000),
                new Interval(0, 0, 360_000_000_000L),
                new Interval(0, 400, 0));
        for (Connection connection : List.of(simple, auto)) {
            run(connection, "SET IntervalStyle = %s", style);
            for (Interval interval : intervals) {
                String sql = "SELECT make_interval(months => " + interval.months() + ", days => " + interval.days()
                        + ", secs => " + new BigDecimal(interval.microseconds()).movePointLeft(6) + ")";
                for (int time = 1; time <= 3; time++) {
                    Row read = run(connection, sql).fetchOne();
                    assertThat(read.get(0)).as(sql).isEqualTo(interval);
                    assertThat(read.getString(0)).as(sql).isEqualTo(interval.toString());
                    assertThat(Sessions.value(connection, "SELECT %s", interval))
                            .as("sent")
                            .isEqualTo(interval);
                    assertThat(Sessions.value(connection, "SELECT %s::interval", interval.toString()))
                            .as("sent as text")
                            .isEqualTo(interval);
                }
            }
            assertThat(run(connection, "SELECT '1 year 2 mons 3 days'::interval")
                            .fetchOne()
                            .get(0, Duration.class))
                    .isEqualTo(Duration.ofDays(428));
            assertThat(Sessions.value(connection, "SELECT %s", Duration.ofSeconds(-1)))
                    .isEqualTo(Interval.of(Duration.ofSeconds(-1)));
        }
    }
}
