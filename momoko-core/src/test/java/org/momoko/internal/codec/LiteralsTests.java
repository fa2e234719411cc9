package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.internal.codec.Wire.literal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.momoko.error.ParameterException;
import org.momoko.testing.Contract;
import org.momoko.type.Inet;
import org.momoko.type.Interval;
import org.momoko.type.Json;
import org.momoko.type.Pg;
import org.momoko.type.Range;
import org.momoko.type.Sql;

class LiteralsTests {
    private enum Mood {
        HAPPY {
            @Override
            public String toString() {
                return "not the name";
            }
        }
    }

    @Test
    @Contract({"3.2/3.3 None", "3.2/3.3 bool"})
    void nullAndBooleansAreKeywords() {
        assertThat(literal(null)).isEqualTo("NULL");
        assertThat(literal(true)).isEqualTo("true");
        assertThat(literal(false)).isEqualTo("false");
    }

    @Test
    @Contract("3.2/3.3 int")
    void wholeNumbersOfEveryClassArePlainDigits() {
        assertThat(literal(1)).isEqualTo("1");
        assertThat(literal((byte) 2)).isEqualTo("2");
        assertThat(literal((short) 3)).isEqualTo("3");
        assertThat(literal(5000000000L)).isEqualTo("5000000000");
        assertThat(literal(new BigInteger("100000000000000000000"))).isEqualTo("100000000000000000000");
        assertThat(literal(new AtomicInteger(4))).isEqualTo("4");
        assertThat(literal(new AtomicLong(5))).isEqualTo("5");
    }

    @Test
    @Contract({"3.2/3.3 int", "3.2/3.3 float", "3.2/3.3 Decimal", "S2"})
    void negativeNumbersGetABlankSoThatNoCommentBegins() {
        assertThat(literal(-1)).isEqualTo(" -1");
        assertThat(literal(Long.MIN_VALUE)).isEqualTo(" -9223372036854775808");
        assertThat(literal(new BigInteger("-1"))).isEqualTo(" -1");
        assertThat(literal(-1.5)).isEqualTo(" -1.5");
        assertThat(literal(-0.0)).isEqualTo(" -0.0");
        assertThat(literal(-1.5f)).isEqualTo(" -1.5");
        assertThat(literal(new BigDecimal("-1.50"))).isEqualTo(" -1.50");
    }

    @Test
    @Contract("3.2/3.3 float")
    void doublesAreWrittenAsPythonDoes() {
        assertThat(literal(0.1)).isEqualTo("0.1");
        assertThat(literal(0.1f)).isEqualTo("0.1");
        assertThat(literal(1e100)).isEqualTo("1e+100");
        assertThat(literal(1e-7)).isEqualTo("1e-07");
        assertThat(literal(100000.0)).isEqualTo("100000.0");
        assertThat(literal(Double.NaN)).isEqualTo("'NaN'::float");
        assertThat(literal(Double.POSITIVE_INFINITY)).isEqualTo("'Infinity'::float");
        assertThat(literal(Float.NEGATIVE_INFINITY)).isEqualTo("'-Infinity'::float");
    }

    @Test
    @Contract("3.2/3.3 Decimal")
    void decimalsKeepTheirScale() {
        assertThat(literal(new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(literal(new BigDecimal("1E+3"))).isEqualTo("1E+3");
        assertThat(literal(new BigDecimal("0.0000001"))).isEqualTo("1E-7");
    }

    @Test
    @Contract("3.2/3.3 str")
    void quotesAreDoubledAndBackslashesUntouched() {
        assertThat(literal("O'Reilly")).isEqualTo("'O''Reilly'");
        assertThat(literal("a\\b")).isEqualTo("'a\\b'");
        assertThat(literal("\n\t%")).isEqualTo("'\n\t%'");
        assertThat(literal("\"test\"")).isEqualTo("'\"test\"'");
        assertThat(literal(java.nio.CharBuffer.wrap("x"))).isEqualTo("'x'");
        assertThat(literal('c')).isEqualTo("'c'");
        assertThat(literal("\uD83D\uDE00")).isEqualTo("'\uD83D\uDE00'");
        assertThat(literal(Mood.HAPPY)).isEqualTo("'HAPPY'");
    }

    @Test
    @Contract("3.2/3.3 str, scs=off")
    void withoutStandardConformingStringsBackslashesAreDoubledInAnEscapeString() {
        assertThat(literal(Wire.CODECS, "abc", false)).isEqualTo("E'abc'");
        assertThat(literal(Wire.CODECS, "a\\b'", false)).isEqualTo("E'a\\\\b'''");
        assertThat(literal(Wire.CODECS, new byte[] {'a', 'b'}, false)).isEqualTo("E'\\\\x6162'::bytea");
        assertThat(literal(Wire.CODECS, List.of("a\\"), false)).isEqualTo("ARRAY[E'a\\\\']");
    }

    @Test
    @Contract({"3.2/3.3 str", "S4"})
    void textThatUtf8CannotCarryIsRefusedAndNothingAppended() {
        StringBuilder out = new StringBuilder("SELECT ");
        Literals literals = new Literals(Wire.CODECS);
        for (String text : List.of("a\0b", "a\uD83D", "\uDE00", "\uDE00\uD83D")) {
            assertThatThrownBy(() -> literals.append(out, text, true)).isInstanceOf(ParameterException.class);
            assertThat(out.toString()).isEqualTo("SELECT ");
        }
    }

    @Test
    @Contract("3.2/3.3 bytes")
    void bytesAreHex() {
        assertThat(literal(new byte[] {'a', 'b', 0})).isEqualTo("'\\x616200'::bytea");
        assertThat(literal(new byte[] {(byte) 0xFF, 0x0A})).isEqualTo("'\\xff0a'::bytea");
        assertThat(literal(new byte[0])).isEqualTo("'\\x'::bytea");
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2);
        assertThat(literal(buffer)).isEqualTo("'\\x0203'::bytea");
        assertThat(buffer.remaining()).isEqualTo(2);
    }

    @Test
    @Contract("3.2/3.3 date")
    void datesAreYearFirstWithEra() {
        assertThat(literal(LocalDate.of(2020, 1, 2))).isEqualTo("'2020-01-02'::date");
        assertThat(literal(LocalDate.of(-43, 3, 15))).isEqualTo("'0044-03-15 BC'::date");
        assertThat(literal(LocalDate.of(0, 1, 1))).isEqualTo("'0001-01-01 BC'::date");
        assertThat(literal(LocalDate.of(20000, 1, 1))).isEqualTo("'20000-01-01'::date");
        assertThat(literal(LocalDate.of(3, 1, 1))).isEqualTo("'0003-01-01'::date");
        assertThat(literal(LocalDate.MAX)).isEqualTo("'infinity'::date");
        assertThat(literal(LocalDate.MIN)).isEqualTo("'-infinity'::date");
    }

    @Test
    @Contract("3.2/3.3 time")
    void timesHaveMicrosecondsOnlyIfThereAreAny() {
        assertThat(literal(LocalTime.of(1, 2, 3, 4000))).isEqualTo("'01:02:03.000004'::time");
        assertThat(literal(LocalTime.of(1, 2, 3))).isEqualTo("'01:02:03'::time");
        assertThat(literal(LocalTime.of(1, 2, 3).atOffset(ZoneOffset.UTC))).isEqualTo("'01:02:03+00:00'::timetz");
        assertThat(literal(OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHoursMinutesSeconds(5, 21, 10))))
                .isEqualTo("'01:02:03+05:21:10'::timetz");
    }

    @Test
    @Contract({"S37", "3.2/3.3 time", "3.2/3.3 datetime"})
    void nanosecondsAreCutOffNotRoundedUp() {
        assertThat(literal(LocalTime.of(23, 59, 59, 999_999_999))).isEqualTo("'23:59:59.999999'::time");
        assertThat(literal(LocalDateTime.of(2020, 12, 31, 23, 59, 59, 999_999_999)))
                .isEqualTo("'2020-12-31T23:59:59.999999'::timestamp");
        assertThat(literal(LocalTime.of(1, 2, 3, 999))).isEqualTo("'01:02:03'::time");
    }

    @Test
    @Contract("3.2/3.3 datetime")
    void timestampsAreWrittenAsIsoformat() {
        assertThat(literal(LocalDateTime.of(2020, 1, 2, 3, 4, 5, 678_000)))
                .isEqualTo("'2020-01-02T03:04:05.000678'::timestamp");
        assertThat(literal(LocalDateTime.of(2020, 1, 2, 3, 4))).isEqualTo("'2020-01-02T03:04:00'::timestamp");
        assertThat(literal(LocalDateTime.of(-43, 3, 15, 1, 2, 3))).isEqualTo("'0044-03-15T01:02:03 BC'::timestamp");
        assertThat(literal(LocalDateTime.MAX)).isEqualTo("'infinity'::timestamp");
        assertThat(literal(LocalDateTime.MIN)).isEqualTo("'-infinity'::timestamp");
    }

    @Test
    @Contract("3.2/3.3 datetime")
    void pointsInTimeCarryTheirOffset() {
        OffsetDateTime time = OffsetDateTime.of(2020, 1, 2, 3, 4, 5, 678_000, ZoneOffset.ofHoursMinutes(-5, -30));
        assertThat(literal(time)).isEqualTo("'2020-01-02T03:04:05.000678-05:30'::timestamptz");
        assertThat(literal(ZonedDateTime.of(2020, 7, 1, 12, 0, 0, 0, ZoneId.of("Europe/Berlin"))))
                .isEqualTo("'2020-07-01T12:00:00+02:00'::timestamptz");
        assertThat(literal(Instant.parse("2020-01-02T03:04:05Z")))
                .isEqualTo("'2020-01-02T03:04:05+00:00'::timestamptz");
        assertThat(literal(Date.from(Instant.parse("2020-01-02T03:04:05.678Z"))))
                .isEqualTo("'2020-01-02T03:04:05.678000+00:00'::timestamptz");
        assertThat(literal(OffsetDateTime.MAX)).isEqualTo("'infinity'::timestamptz");
        assertThat(literal(Instant.MIN)).isEqualTo("'-infinity'::timestamptz");
        assertThat(literal(OffsetDateTime.of(-43, 3, 15, 1, 2, 3, 0, ZoneOffset.UTC)))
                .isEqualTo("'0044-03-15T01:02:03+00:00 BC'::timestamptz");
    }

    @Test
    @Contract("3.2/3.3 timedelta")
    void intervalsHaveDaysAndSixDecimals() {
        Duration duration = Duration.ofDays(38).plusSeconds(6027).plusNanos(425_337_000);
        assertThat(literal(duration)).isEqualTo("'38 days 6027.425337 seconds'::interval");
        assertThat(literal(Duration.ZERO)).isEqualTo("'0 days 0.000000 seconds'::interval");
        assertThat(literal(Duration.ofSeconds(-1))).isEqualTo("'-1 days 86399.000000 seconds'::interval");
        assertThat(literal(Duration.ofNanos(1999))).isEqualTo("'0 days 0.000001 seconds'::interval");
        assertThat(literal(Period.of(1, 2, 3))).isEqualTo("'14 months 3 days 0.000000 seconds'::interval");
        assertThat(literal(new Interval(-1, 2, -3_000_004)))
                .isEqualTo("'-1 months 2 days -3.000004 seconds'::interval");
        assertThat(literal(new Interval(0, 0, -4))).isEqualTo("'0 days -0.000004 seconds'::interval");
    }

    @Test
    @Contract("3.2/3.3 list")
    void listsBecomeArrays() {
        assertThat(literal(List.of(1, 2, 3))).isEqualTo("ARRAY[1,2,3]");
        assertThat(literal(List.of(-1, -2))).isEqualTo("ARRAY[ -1, -2]");
        assertThat(literal(List.of("a", "b'c"))).isEqualTo("ARRAY['a','b''c']");
        assertThat(literal(List.of(List.of(1, 2), List.of(3, 4)))).isEqualTo("ARRAY[ARRAY[1,2],ARRAY[3,4]]");
        assertThat(literal(Arrays.asList(1, null))).isEqualTo("ARRAY[1,NULL]");
        assertThat(literal(List.of(Pg.tuple(1, 2)))).isEqualTo("ARRAY[(1, 2)]");
        assertThat(literal(new int[] {1, 2})).isEqualTo("ARRAY[1,2]");
        assertThat(literal(new Object[] {"a", null})).isEqualTo("ARRAY['a',NULL]");
        assertThat(literal(new double[][] {{1.5}, {2.5}})).isEqualTo("ARRAY[ARRAY[1.5],ARRAY[2.5]]");
        assertThat(literal(new LinkedHashMap<>(Map.of("k", 1)).values())).isEqualTo("ARRAY[1]");
    }

    @Test
    @Contract({"3.2/3.3 list", "S6"})
    void listsWithoutAnyValueBecomeBraces() {
        assertThat(literal(List.of())).isEqualTo("'{}'");
        assertThat(literal(Arrays.asList((Object) null))).isEqualTo("'{NULL}'");
        assertThat(literal(Arrays.asList(null, null))).isEqualTo("'{NULL,NULL}'");
        assertThat(literal(List.of(Arrays.asList((Object) null)))).isEqualTo("'{{NULL}}'");
        assertThat(literal(List.of(List.of(), List.of()))).isEqualTo("ARRAY[ARRAY[],ARRAY[]]");
        assertThat(literal(List.of(List.of(1), Arrays.asList((Object) null)))).isEqualTo("ARRAY[ARRAY[1],'{NULL}']");
    }

    @Test
    void aListThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatThrownBy(() -> literal(list))
                .isInstanceOf(ParameterException.class)
                .hasMessage("a parameter is nested more than 64 deep");
    }

    @Test
    @Contract("3.2/3.3 tuple, namedtuple")
    void tuplesAreInBracketsAndNeverEmpty() {
        assertThat(literal(Pg.tuple(1, 2, 3))).isEqualTo("(1, 2, 3)");
        assertThat(literal(Pg.tuple("a", null, Pg.tuple(-1)))).isEqualTo("('a', NULL, ( -1))");
        assertThatThrownBy(Pg::tuple).isInstanceOf(ParameterException.class);
    }

    @Test
    @Contract({"3.2/3.3 AsIs", "3.2/3.3 identifier"})
    void rawSqlAndIdentifiersAreInsertedAsTheyAre() {
        assertThat(literal(Sql.raw("now()"))).isEqualTo("now()");
        assertThat(literal(Sql.identifier("a\"b"))).isEqualTo("\"a\"\"b\"");
        assertThatThrownBy(() -> Sql.identifier("")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Sql.identifier("a\0")).isInstanceOf(ParameterException.class);
    }

    @Test
    @Contract("3.2/3.3 dict")
    void mapsNeedHstore() {
        assertThatThrownBy(() -> literal(Map.of("a", "b")))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("can't adapt type 'java.util.ImmutableCollections$Map1'");
        Codecs codecs = Wire.CODECS.withHstore(16400, 16405);
        assertThat(literal(codecs, Map.of("a", "b"), true)).isEqualTo("hstore(ARRAY['a'], ARRAY['b'])");
        assertThat(literal(codecs, Collections.singletonMap("a", null), true))
                .isEqualTo("hstore(ARRAY['a'], '{NULL}')");
        assertThat(literal(codecs, Map.of(), true)).isEqualTo("''::hstore");
        assertThatThrownBy(() -> literal(codecs, Map.of("a", 1), true)).isInstanceOf(ParameterException.class);
    }

    @Test
    @Contract("3.2/3.3 Json")
    void jsonIsAnUntypedStringWithThePythonSeparators() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", "b'c\\d");
        value.put("n", List.of(1, 2));
        assertThat(literal(Json.of(value))).isEqualTo("'{\"a\": \"b''c\\\\d\", \"n\": [1, 2]}'");
        assertThat(literal(Json.of(null))).isEqualTo("'null'");
        assertThat(literal(Json.text("{\"a\":1}"))).isEqualTo("'{\"a\":1}'");
    }

    @Test
    @Contract({"3.2/3.3 uuid", "3.2/3.3 ipaddress"})
    void uuidsAndAddressesHaveTheirType() throws Exception {
        assertThat(literal(UUID.fromString("00000000-0000-0000-0000-000000000005")))
                .isEqualTo("'00000000-0000-0000-0000-000000000005'::uuid");
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        assertThat(literal(address)).isEqualTo("'127.0.0.1'::inet");
        assertThat(literal(new Inet(address, 8))).isEqualTo("'127.0.0.1/8'::inet");
    }

    @Test
    @Contract({"3.2/3.3 NumericRange", "3.2/3.3 DateRange"})
    void numberRangesAreUntypedAndDateRangesAreCalls() {
        assertThat(literal(Range.closed(1, 10))).isEqualTo("'[1,10]'");
        assertThat(literal(Range.of(-5, false, null, true))).isEqualTo("'( -5,]'");
        assertThat(literal(Range.empty())).isEqualTo("'empty'");
        assertThat(literal(Range.closedOpen("a b", "c\"d"))).isEqualTo("'[\"a b\",\"c\"\"d\")'");
        assertThat(literal(Range.closedOpen(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 2, 1))))
                .isEqualTo("daterange('2020-01-01'::date, '2020-02-01'::date, '[)')");
        assertThat(literal(Range.closedOpen(LocalDate.of(2020, 1, 1), null)))
                .isEqualTo("daterange('2020-01-01'::date, NULL, '[)')");
        assertThat(literal(Range.of(null, false, LocalDateTime.of(2020, 1, 1, 0, 0), true)))
                .isEqualTo("tsrange(NULL, '2020-01-01T00:00:00'::timestamp, '(]')");
        assertThat(literal(Range.closedOpen(Instant.EPOCH, null)))
                .isEqualTo("tstzrange('1970-01-01T00:00:00+00:00'::timestamptz, NULL, '[)')");
    }

    @Test
    @Contract("3.1 unknown value type")
    void unknownClassesAreNamed() {
        assertThatThrownBy(() -> literal(new Thread()))
                .isInstanceOf(ParameterException.class)
                .hasMessage("can't adapt type 'java.lang.Thread'");
        assertThatThrownBy(() -> literal(Set.of(1)))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("can't adapt type");
        assertThatThrownBy(() -> literal(java.sql.Date.valueOf("2020-01-01")))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("java.sql.Date");
    }
}
