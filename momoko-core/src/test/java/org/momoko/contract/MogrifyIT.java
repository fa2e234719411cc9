package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.contract.Sessions.run;
import static org.momoko.contract.Sessions.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.config.QueryMode;
import org.momoko.error.ParameterException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.type.Interval;
import org.momoko.type.Json;
import org.momoko.type.Pg;
import org.momoko.type.Range;
import org.momoko.type.Sql;

/** {@code mogrify} tells the truth: its text is, byte for byte, what the server's log shows. */
class MogrifyIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(null);
        values.addAll(List.of(
                true, false, (byte) -1, (short) 2, 0, 1, -1, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE));
        values.addAll(List.of(
                new BigInteger("-123456789012345678901234567890"), new BigDecimal("1.50"), new BigDecimal("-1.50")));
        values.addAll(
                List.of(new BigDecimal("1E+3"), new BigDecimal("0E-7"), 0.1, 1e100, 1e-7, -0.0, 1.5f, Double.NaN));
        values.addAll(List.of(
                Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.NaN, Double.MIN_VALUE, Float.MAX_VALUE));
        values.addAll(List.of(
                "", "O'Reilly", "a\\b", "'", "''", "\\", "%", "%s", "%%", "%(a)s", "$1", ":a", "--", "/*", "*/", ";"));
        values.addAll(List.of(
                "line\nbreak",
                "\ttab",
                "\n\ttab behind a break",
                "\r\n",
                "é",
                "😀",
                "日本",
                "E'x'",
                "$$",
                "$a$",
                "?",
                'c'));
        values.addAll(List.of("\"test\"", "SELECT 1;", "0", " x ", "\u007f", "\u0001", "\u0085", "\u2028", "\ufeff"));
        values.addAll(
                List.of(new byte[] {}, new byte[] {0, 1, (byte) 0xff}, "bytes'\\".getBytes(StandardCharsets.UTF_8)));
        values.addAll(List.of(
                LocalDate.of(2020, 1, 2),
                LocalDate.of(-43, 3, 15),
                LocalDate.of(20000, 1, 1),
                LocalDate.MAX,
                LocalDate.MIN));
        values.addAll(List.of(
                LocalTime.of(1, 2, 3, 4000),
                LocalTime.MAX,
                LocalTime.MIDNIGHT,
                OffsetTime.of(1, 2, 3, 0, ZoneOffset.UTC)));
        values.addAll(List.of(
                LocalDateTime.of(2020, 1, 2, 3, 4, 5, 678_000), LocalDateTime.of(-1, 1, 1, 0, 0), LocalDateTime.MAX));
        values.addAll(
                List.of(OffsetDateTime.of(2020, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHoursMinutes(-5, -30)), Instant.EPOCH));
        values.addAll(List.of(
                OffsetDateTime.of(1900, 1, 1, 0, 0, 0, 0, ZoneOffset.ofHoursMinutesSeconds(5, 21, 10)), new Date(0)));
        values.addAll(List.of(
                Duration.ofDays(38).plusSeconds(6027).plusNanos(425_337_000), Duration.ofSeconds(-1), Duration.ZERO));
        values.addAll(List.of(Period.of(1, 2, 3), Interval.of(Period.of(-1, 0, 3)), new Interval(14, -3, 1_000_001)));
        values.addAll(List.of(
                new UUID(0, 5),
                new UUID(-1, -1),
                Json.text("{\"a\": \"b'c\\\\d\"}"),
                Json.of(Map.of("k", List.of(1, "x")))));
        values.addAll(List.of(
                List.of(),
                List.of(1, 2, 3),
                List.of(-1, -2),
                List.of("a", "b'c"),
                List.of(List.of(1, 2), List.of(3, 4))));
        values.addAll(List.of(
                Arrays.asList(1, null), Collections.singletonList(null), List.of(Collections.singletonList(null))));
        values.addAll(List.of(
                List.of(List.of(), List.of()), new int[] {1, -1}, new double[] {0.5}, new String[] {"\\", "%s"}));
        values.addAll(List.of(
                List.of(Pg.tuple(1, 2)), Pg.tuple(1, 2, 3), Pg.tuple("a", null, Pg.tuple(-1)), Pg.tuple(List.of(1))));
        values.addAll(List.of(Sql.raw("1 + 1"), Sql.identifier("a\"b"), Thread.State.NEW, new StringBuilder("built")));
        values.addAll(List.of(
                Range.closed(1, 10), Range.of(-5, false, null, true), Range.empty(), Range.closedOpen("a", "b,c")));
        values.addAll(List.of(Range.closedOpen(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 2, 1))));
        values.addAll(List.of(InetAddress.getLoopbackAddress()));
        return values;
    }

    private static List<@Nullable Object> randomValues(int count) {
        Random random = new Random(20_200_102);
        String[] pieces = {
            "'", "\\", "%", "%s", "\n", "\t", "a", "é", "😀", "--", "/*", "$1", ":x", "\"", ";", " ", "E'", "''", "\\'"
        };
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            switch (i % 5) {
                case 0 -> values.add(random.nextLong());
                case 1 -> values.add(Double.longBitsToDouble(random.nextLong()));
                case 2 -> values.add(new BigDecimal(new BigInteger(80, random), random.nextInt(40) - 20));
                case 3 -> values.add(List.of(random.nextInt(), random.nextInt()));
                default -> {
                    StringBuilder text = new StringBuilder();
                    for (int piece = random.nextInt(12); piece >= 0; piece--) {
                        text.append(pieces[random.nextInt(pieces.length)]);
                    }
                    values.add(text.toString());
                }
            }
        }
        return values;
    }

    private void assertLogged(String applicationName, String... settings) {
        String dsn = PostgresServer.shared().socketDsn("application_name=" + applicationName);
        Connection connection = invariants.close(Momoko.connection(dsn)
                .queryMode(QueryMode.SIMPLE)
                .setsession(settings)
                .build()
                .connect()
                .join());
        List<String> texts = List.of("SELECT %s", "SELECT -%s, '%%'", "SELECT '😀', %s::text, 'x' -- end");
        List<Query> queries = new ArrayList<>();
        List<@Nullable Object> values = values();
        values.addAll(randomValues(200));
        for (int i = 0; i < values.size(); i++) {
            queries.add(Query.positional(texts.get(i % texts.size()), Collections.singletonList(values.get(i))));
        }
        List<String> mogrified = new ArrayList<>();
        for (Query query : queries) {
            mogrified.add(connection.mogrify(query.sql(), query.positionalParameters()));
            connection.execute(query).handle((cursor, error) -> error).join();
        }

        assertThat(mogrified).hasSizeGreaterThan(300);
        List<String> logged = PostgresServer.shared().statements(applicationName);
        assertThat(logged.subList(logged.size() - mogrified.size(), logged.size()))
                .isEqualTo(mogrified);
    }

    @Contract({"1.3 mogrify", "3.2/3.3 mogrify equals what is sent"})
    @Test
    void mogrifiedTextIsWhatTheServerGets() {
        assertLogged("momoko-test-mogrify");
    }

    @Contract({"1.3 mogrify", "3.2/3.3 str, scs=off", "S3"})
    @Test
    void mogrifiedTextIsWhatTheServerGetsWithoutStandardStrings() {
        assertLogged(
                "momoko-test-mogrify-off", "SET standard_conforming_strings = off", "SET escape_string_warning = off");
    }

    @Contract("1.3 mogrify")
    @Test
    void bytesAreTheTextAsItIsSent() {
        Connection connection = invariants.close(Sessions.open(QueryMode.SIMPLE));
        for (Object value : values()) {
            assertThat(connection.mogrifyBytes("SELECT '😀', %s -- é", value))
                    .isEqualTo(connection.mogrify("SELECT '😀', %s -- é", value).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(connection.mogrifyBytes("SELECT :a", Map.of("a", "é")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("SELECT 'é'");
        assertThatThrownBy(() -> connection.mogrifyBytes("SELECT %s", "half \ud800"))
                .isInstanceOf(ProgrammingException.class);
    }

    @Contract("1.3 mogrify")
    @Test
    void poolGivesTheBytesOfAFreeConnection() {
        Pool pool = invariants.close(
                Momoko.pool(PostgresServer.shared().dsn()).size(1).build());
        pool.connect().join();

        assertThat(pool.mogrifyBytes("SELECT %s", "é").join())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("SELECT 'é'");
        assertThat(pool.mogrifyBytes("SELECT :a", Map.of("a", 1)).join())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("SELECT 1");
        assertThatThrownBy(pool.mogrifyBytes("SELECT %s, %s", 1)::join).hasCauseInstanceOf(ParameterException.class);
    }

    @Contract("S2")
    @Test
    void negativeNumberNeverBeginsAComment() {
        Connection connection = invariants.close(Sessions.open(QueryMode.SIMPLE));

        assertThat(connection.mogrify("SELECT -%s", -1)).isEqualTo("SELECT - -1");
        assertThat(connection.mogrify("SELECT -%s", new BigDecimal("-1.5"))).isEqualTo("SELECT - -1.5");
        assertThat(connection.mogrify("SELECT -%s", -0.5)).isEqualTo("SELECT - -0.5");
        assertThat(connection.mogrify("SELECT -%s", -1L)).isEqualTo("SELECT - -1");
        assertThat(connection.mogrify("SELECT -%s", Sql.raw("-1"))).isEqualTo("SELECT - -1");
        assertThat(value(connection, "SELECT -%s", -1)).isEqualTo(1);
    }

    @Contract("S3")
    @Test
    void backslashFollowsTheSetting() {
        Connection connection = invariants.close(Sessions.open(QueryMode.AUTO));
        assertThat(connection.mogrify("SELECT %s", "a\\b")).isEqualTo("SELECT 'a\\b'");

        run(connection, "SET standard_conforming_strings = off");
        assertThat(connection.mogrify("SELECT %s", "a\\b")).isEqualTo("SELECT E'a\\\\b'");
        for (int time = 1; time <= 3; time++) {
            assertThat(value(connection, "SELECT %s::text", "a\\b")).isEqualTo("a\\b");
            assertThat(value(connection, "SELECT %s::bytea", (Object) new byte[] {0, 92}))
                    .isEqualTo(new byte[] {0, 92});
        }
        run(connection, "SET standard_conforming_strings = on");
        assertThat(connection.mogrify("SELECT %s", "a\\b")).isEqualTo("SELECT 'a\\b'");
    }

    @Contract("S3")
    @Test
    void literalsBehindAChangeOfTheSettingWaitForIt() {
        Connection connection = invariants.close(Sessions.open(QueryMode.SIMPLE));
        connection.execute("BEGIN; SET LOCAL standard_conforming_strings = off; SET LOCAL escape_string_warning = off");
        var behind = connection.execute("SELECT %s", "\\' || version() --");
        assertThat(behind.join().fetchOne()).extracting(row -> row.get(0)).isEqualTo("\\' || version() --");

        run(connection, "COMMIT");
        connection.execute("SELECT set_config('standard_conforming_strings', 'off', false)");
        var behindToo = connection.execute("SELECT %s", "\\' || version() --");
        assertThat(behindToo.join().fetchOne()).extracting(row -> row.get(0)).isEqualTo("\\' || version() --");
    }

    @Contract("S6")
    @Test
    void listsAreWrittenAsTheSeedWritesThem() {
        Connection connection = invariants.close(
                Momoko.connection(PostgresServer.shared().dsn()).build());

        assertThat(connection.mogrify("%s", List.of())).isEqualTo("'{}'");
        assertThat(connection.mogrify("%s", Collections.singletonList(null))).isEqualTo("'{NULL}'");
        assertThat(connection.mogrify("%s", Arrays.asList(1, null))).isEqualTo("ARRAY[1,NULL]");
        assertThat(connection.mogrify("%s", List.of(List.of(), List.of()))).isEqualTo("ARRAY[ARRAY[],ARRAY[]]");
    }

    @Contract("S37")
    @Test
    void timeIsCutToMicrosecondsAndDoesNotRollOver() {
        Connection connection = invariants.close(Sessions.open(QueryMode.AUTO));
        LocalTime latest = LocalTime.of(23, 59, 59, 999_999_999);

        assertThat(connection.mogrify("%s", latest)).isEqualTo("'23:59:59.999999'::time");
        for (int time = 1; time <= 3; time++) {
            assertThat(value(connection, "SELECT %s", latest)).isEqualTo(LocalTime.of(23, 59, 59, 999_999_000));
            assertThat(value(connection, "SELECT %s", LocalDateTime.of(2020, 12, 31, 23, 59, 59, 999_999_999)))
                    .isEqualTo(LocalDateTime.of(2020, 12, 31, 23, 59, 59, 999_999_000));
        }
    }

    @Contract({"1.3 mogrify", "S1"})
    @Test
    void withoutParametersTheTextIsLeftAlone() {
        Connection connection = invariants.close(
                Momoko.connection(PostgresServer.shared().dsn()).build());

        assertThat(connection.mogrify("SELECT 'a%s', '%%', %s")).isEqualTo("SELECT 'a%s', '%%', %s");
        assertThat(connection.mogrify("SELECT '%%'", Map.of())).isEqualTo("SELECT '%%'");
    }

    @Contract({"1.3 mogrify", "2 test_mogrify", "2 test_mogrify_error"})
    @Test
    void mogrifiedTextRunsAndMistakesAreReported() {
        Connection connection = invariants.close(Sessions.open(QueryMode.AUTO));
        String text = connection.mogrify("SELECT %s, %s", "'\"test\"'", "SELECT 1;");

        assertThat(text).isEqualTo("SELECT '''\"test\"''', 'SELECT 1;'");
        assertThat(run(connection, text).fetchOne())
                .extracting(row -> row.get(0), row -> row.get(1))
                .containsExactly("'\"test\"'", "SELECT 1;");
        assertThat(connection.mogrify("SELECT %(a)s, %(a)s", Map.of("a", -1))).isEqualTo("SELECT  -1,  -1");
        assertThatThrownBy(() -> connection.mogrify("SELECT %(foos;", 1)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> connection.mogrify("SELECT %(a)s", Map.of("b", 1)))
                .isInstanceOf(ParameterException.class)
                .hasMessage("The parameter a is missing");
    }
}
