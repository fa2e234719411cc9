package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.internal.codec.Wire.bound;
import static org.momoko.internal.codec.Wire.boundText;
import static org.momoko.internal.codec.Wire.oid;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.momoko.error.ParameterException;
import org.momoko.type.Inet;
import org.momoko.type.Interval;
import org.momoko.type.Json;
import org.momoko.type.Oid;
import org.momoko.type.Pg;
import org.momoko.type.Range;
import org.momoko.type.Sql;

class ParametersTests {
    private final Parameters parameters = new Parameters(Wire.CODECS);

    @Test
    void textJsonNullAndEmptyListAreUnspecified() {
        for (Object value : Arrays.asList(
                "x",
                'x',
                java.nio.CharBuffer.wrap("x"),
                Json.text("{}"),
                null,
                List.of(),
                Arrays.asList(null, null),
                TimeUnit.DAYS,
                List.of(Arrays.asList((Object) null)),
                Range.closed(1, 2),
                Range.empty())) {
            assertThat(oid(value)).isEqualTo(Oid.UNSPECIFIED);
        }
    }

    @Test
    void wholeNumbersGoByMagnitudeWhateverTheirClass() {
        assertThat(oid(1)).isEqualTo(Oid.INT4);
        assertThat(oid((byte) 1)).isEqualTo(Oid.INT4);
        assertThat(oid((short) 1)).isEqualTo(Oid.INT4);
        assertThat(oid(1L)).isEqualTo(Oid.INT4);
        assertThat(oid(new AtomicLong(1))).isEqualTo(Oid.INT4);
        assertThat(oid(BigInteger.ONE)).isEqualTo(Oid.INT4);
        assertThat(oid(new BigDecimal("5"))).isEqualTo(Oid.INT4);
        assertThat(oid(-2147483648L)).isEqualTo(Oid.INT4);
        assertThat(oid(2147483648L)).isEqualTo(Oid.INT8);
        assertThat(oid(5000000000L)).isEqualTo(Oid.INT8);
        assertThat(oid(new BigInteger("-9223372036854775808"))).isEqualTo(Oid.INT8);
        assertThat(oid(new BigInteger("9223372036854775808"))).isEqualTo(Oid.NUMERIC);
        assertThat(oid(new BigDecimal("100000000000000000000"))).isEqualTo(Oid.NUMERIC);
    }

    @Test
    void fractionsAndExponentsAreNumeric() {
        assertThat(oid(1.5)).isEqualTo(Oid.NUMERIC);
        assertThat(oid(1.0)).isEqualTo(Oid.NUMERIC);
        assertThat(oid(1.5f)).isEqualTo(Oid.NUMERIC);
        assertThat(oid(new BigDecimal("1.50"))).isEqualTo(Oid.NUMERIC);
        assertThat(oid(new BigDecimal("1E+3"))).isEqualTo(Oid.NUMERIC);
        assertThat(oid(Double.NaN)).isEqualTo(Oid.FLOAT8);
        assertThat(oid(Float.POSITIVE_INFINITY)).isEqualTo(Oid.FLOAT8);
    }

    @Test
    @SuppressWarnings("JavaUtilDate")
    void whatHasATypeInItsLiteralHasThatType() throws Exception {
        assertThat(oid(true)).isEqualTo(Oid.BOOL);
        assertThat(oid(LocalDate.EPOCH)).isEqualTo(Oid.DATE);
        assertThat(oid(LocalTime.NOON)).isEqualTo(Oid.TIME);
        assertThat(oid(OffsetTime.MAX)).isEqualTo(Oid.TIMETZ);
        assertThat(oid(LocalDateTime.MAX)).isEqualTo(Oid.TIMESTAMP);
        assertThat(oid(OffsetDateTime.MAX)).isEqualTo(Oid.TIMESTAMPTZ);
        assertThat(oid(Instant.EPOCH)).isEqualTo(Oid.TIMESTAMPTZ);
        assertThat(oid(new Date())).isEqualTo(Oid.TIMESTAMPTZ);
        assertThat(oid(Duration.ZERO)).isEqualTo(Oid.INTERVAL);
        assertThat(oid(Period.ZERO)).isEqualTo(Oid.INTERVAL);
        assertThat(oid(new Interval(1, 2, 3))).isEqualTo(Oid.INTERVAL);
        assertThat(oid(new byte[0])).isEqualTo(Oid.BYTEA);
        assertThat(oid(new UUID(1, 2))).isEqualTo(Oid.UUID);
        assertThat(oid(InetAddress.getByAddress(new byte[4]))).isEqualTo(Oid.INET);
        assertThat(oid(Range.closed(LocalDate.EPOCH, null))).isEqualTo(Oid.DATERANGE);
        assertThat(oid(Range.closed(null, LocalDateTime.MIN))).isEqualTo(Oid.TSRANGE);
        assertThat(oid(Range.closed(Instant.EPOCH, OffsetDateTime.MAX))).isEqualTo(Oid.TSTZRANGE);
    }

    @Test
    void listsHaveTheArrayTypeOfTheirWidestElement() {
        assertThat(oid(List.of("a"))).isEqualTo(Oid.TEXT_ARRAY);
        assertThat(oid(List.of(Json.text("1"), "a"))).isEqualTo(Oid.TEXT_ARRAY);
        assertThat(oid(List.of(1L))).isEqualTo(Oid.INT4_ARRAY);
        assertThat(oid(new long[] {1})).isEqualTo(Oid.INT4_ARRAY);
        assertThat(oid(Arrays.asList(1, null, 5000000000L))).isEqualTo(Oid.INT8_ARRAY);
        assertThat(oid(List.of(1, 1.5))).isEqualTo(Oid.NUMERIC_ARRAY);
        assertThat(oid(List.of(1.5, Double.NaN))).isEqualTo(Oid.FLOAT8_ARRAY);
        assertThat(oid(List.of(List.of(1), List.of(2)))).isEqualTo(Oid.INT4_ARRAY);
        assertThat(oid(List.of(List.of(1), Arrays.asList((Object) null)))).isEqualTo(Oid.INT4_ARRAY);
        assertThat(oid(List.of(LocalDate.EPOCH))).isEqualTo(Oid.DATE_ARRAY);
        assertThat(oid(List.of(Range.closed(LocalDate.EPOCH, null)))).isEqualTo(Oid.DATERANGE_ARRAY);
        assertThat(oid(new byte[][] {{1}})).isEqualTo(Oid.BYTEA_ARRAY);
    }

    @Test
    void whatOnlyALiteralCanSayIsUnbindable() {
        for (Object value : List.of(
                Pg.tuple(1),
                Sql.raw("now()"),
                List.of(Pg.tuple(1)),
                List.of(1, "2"),
                List.of(List.of(1), List.of(1, 2)),
                List.of(List.of(), List.of()),
                List.of(List.of(1), 1),
                List.of(LocalDate.EPOCH, LocalDateTime.MAX),
                List.of(List.of(List.of(List.of(List.of(List.of(List.of(1))))))),
                Range.closed(LocalDate.EPOCH, LocalDateTime.MAX),
                Interval.INFINITY,
                List.of(Interval.NEGATIVE_INFINITY),
                new BigDecimal("1E+1000000"),
                new BigDecimal("1E-20000"))) {
            assertThat(oid(value)).isEqualTo(Parameters.UNBINDABLE);
        }
    }

    @Test
    void numbersInBinary() {
        assertThat(bound(1)).isEqualTo("00000001");
        assertThat(bound(-2L)).isEqualTo("fffffffe");
        assertThat(bound(5000000000L)).isEqualTo("000000012a05f200");
        assertThat(bound(true)).isEqualTo("01");
        assertThat(bound(Double.NaN)).isEqualTo("7ff8000000000000");
        assertThat(bound(new BigDecimal("5"))).isEqualTo("00000005");
    }

    @Test
    void numericsInBinary() {
        // digits, weight, sign, scale, then base 10000
        assertThat(bound(1.5)).isEqualTo("0002" + "0000" + "0000" + "0001" + "0001" + "1388");
        assertThat(bound(new BigDecimal("-12345.678900")))
                .isEqualTo("0003" + "0001" + "4000" + "0006" + "0001" + "0929" + "1a85");
        assertThat(bound(0.0)).isEqualTo("0000" + "0000" + "0000" + "0001");
        assertThat(bound(new BigDecimal("1E+5"))).isEqualTo("0001" + "0001" + "0000" + "0000" + "000a");
        assertThat(bound(new BigDecimal("0.00001"))).isEqualTo("0001" + "fffe" + "0000" + "0005" + "03e8");
    }

    @Test
    void wholeNumbersFitIntoWiderTypesOnRequest() {
        assertThat(bound(Wire.CODECS, 1, Oid.INT8)).isEqualTo("0000000000000001");
        assertThat(bound(Wire.CODECS, 1, Oid.INT2)).isEqualTo("0001");
        assertThat(bound(Wire.CODECS, 10000, Oid.NUMERIC)).isEqualTo("0001000100000000" + "0001");
        assertThat(bound(Wire.CODECS, 1, Oid.FLOAT8)).isEqualTo("3ff0000000000000");
        assertThatThrownBy(() -> bound(Wire.CODECS, 5000000000L, Oid.INT4)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> bound(Wire.CODECS, "1", Oid.INT4)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> bound(Wire.CODECS, 1, Oid.UUID)).isInstanceOf(ParameterException.class);
    }

    @Test
    void datesAndTimesInBinary() {
        assertThat(bound(LocalDate.of(2000, 1, 1))).isEqualTo("00000000");
        assertThat(bound(LocalDate.of(1999, 12, 31))).isEqualTo("ffffffff");
        assertThat(bound(LocalDate.MAX)).isEqualTo("7fffffff");
        assertThat(bound(LocalDate.MIN)).isEqualTo("80000000");
        assertThat(bound(LocalTime.of(0, 0, 1))).isEqualTo("00000000000f4240");
        assertThat(bound(LocalTime.of(23, 59, 59, 999_999_999))).isEqualTo("000000141dd75fff");
        assertThat(bound(OffsetTime.of(0, 0, 1, 0, ZoneOffset.ofHours(1)))).isEqualTo("00000000000f4240fffff1f0");
        assertThat(bound(LocalDateTime.of(1999, 12, 31, 23, 59, 59))).isEqualTo("fffffffffff0bdc0");
        assertThat(bound(LocalDateTime.MAX)).isEqualTo("7fffffffffffffff");
        assertThat(bound(OffsetDateTime.of(2000, 1, 1, 1, 0, 1, 0, ZoneOffset.ofHours(1))))
                .isEqualTo("00000000000f4240");
        assertThat(bound(Instant.parse("2000-01-01T00:00:01Z"))).isEqualTo("00000000000f4240");
        assertThat(bound(Instant.MIN)).isEqualTo("8000000000000000");
        // microseconds, days, months
        assertThat(bound(Duration.ofSeconds(-1))).isEqualTo("000000141dc81dc0" + "ffffffff" + "00000000");
        assertThat(bound(new Interval(14, 3, -1))).isEqualTo("ffffffffffffffff" + "00000003" + "0000000e");
    }

    @Test
    void whatIsBeyondTheServersRangeIsSentAsTheNumberNextToInfinityForTheServerToRefuse() {
        assertThat(bound(LocalDate.of(9_000_000, 1, 1))).isEqualTo("7ffffffe");
        assertThat(bound(LocalDate.of(-9_000_000, 1, 1))).isEqualTo("80000001");
        assertThat(bound(LocalDateTime.of(500_000, 1, 1, 0, 0))).isEqualTo("7ffffffffffffffe");
        assertThat(bound(OffsetDateTime.MIN.plusNanos(1))).isEqualTo("8000000000000001");
    }

    @Test
    void aDurationLongerThanAnyIntervalIsRefused() {
        assertThatThrownBy(() -> bound(Duration.ofSeconds(Long.MAX_VALUE))).isInstanceOf(ParameterException.class);
    }

    @Test
    @SuppressWarnings("AddressSelection")
    void otherValuesInBinary() throws Exception {
        assertThat(bound(new byte[] {1, 2})).isEqualTo("0102");
        assertThat(bound(new UUID(1, 2))).isEqualTo("00000000000000010000000000000002");
        assertThat(bound(new Inet(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 8)))
                .isEqualTo("02080004" + "0a000001");
        assertThat(bound(InetAddress.getByName("::1"))).isEqualTo("03800010" + "00000000000000000000000000000001");
    }

    @Test
    void arraysInBinary() {
        // dimensions, flag for NULLs, element type, count, lower bound, then length and value of each
        assertThat(bound(Arrays.asList(1, null)))
                .isEqualTo("00000001" + "00000001" + "00000017" + "00000002" + "00000001" + "0000000400000001"
                        + "ffffffff");
        assertThat(bound(List.of("a", "\u00e9")))
                .isEqualTo(
                        "00000001" + "00000000" + "00000019" + "00000002" + "00000001" + "0000000161" + "00000002c3a9");
        assertThat(bound(new int[][] {{1}, {2}}))
                .isEqualTo("00000002" + "00000000" + "00000017" + "00000002" + "00000001" + "00000001" + "00000001"
                        + "0000000400000001" + "0000000400000002");
    }

    @Test
    void unspecifiedValuesAreText() {
        assertThat(parameters.binary(Oid.UNSPECIFIED)).isFalse();
        assertThat(boundText("O'Reilly \u00e9 \uD83D\uDE00")).isEqualTo("O'Reilly \u00e9 \uD83D\uDE00");
        assertThat(boundText(TimeUnit.DAYS)).isEqualTo("DAYS");
        assertThat(boundText(Json.of(Map.of("a", 1)))).isEqualTo("{\"a\": 1}");
        assertThat(boundText(List.of())).isEqualTo("{}");
        assertThat(boundText(List.of(Arrays.asList(null, null)))).isEqualTo("{{NULL,NULL}}");
        assertThat(boundText(Range.of(-5, false, null, true))).isEqualTo("( -5,]");
    }

    @Test
    void rangesAndTheirListsAreText() {
        Range<LocalDate> range = Range.closedOpen(LocalDate.of(2020, 1, 1), LocalDate.of(-43, 3, 15));
        assertThat(boundText(range)).isEqualTo("[2020-01-01,\"0044-03-15 BC\")");
        assertThat(boundText(Arrays.asList(range, null))).isEqualTo("{\"[2020-01-01,\\\"0044-03-15 BC\\\")\",NULL}");
    }

    @Test
    void hstoreIsText() {
        Codecs codecs = Wire.CODECS.withHstore(16400, 16405);
        assertThat(new Parameters(codecs).oid(Map.of())).isEqualTo(16400);
        assertThat(new String(Wire.boundBytes(codecs, Map.of("a\"", "b\\"), 16400), StandardCharsets.UTF_8))
                .isEqualTo("\"a\\\"\"=>\"b\\\\\"");
        assertThat(new Parameters(codecs).oid(List.of(Map.of()))).isEqualTo(16405);
    }

    @Test
    void aRefusedValueLeavesTheBufferAsItWas() {
        ByteBuf out = Unpooled.buffer().writeInt(42);
        for (Object value : List.of("a\0", "a\uD800", "\uDC00x", List.of("ok", "a\0"))) {
            assertThatThrownBy(() -> parameters.write(out, value, parameters.oid(value)))
                    .isInstanceOf(ParameterException.class);
            assertThat(out.readableBytes()).isEqualTo(4);
        }
    }

    @Test
    void aValueThatDoesNotFitIntoTheMessageIsRefused() {
        ByteBuf out = Unpooled.buffer(4, 64);
        assertThatThrownBy(() -> parameters.write(out, "x".repeat(100), Oid.UNSPECIFIED))
                .isInstanceOf(ParameterException.class);
        assertThat(out.readableBytes()).isZero();
    }
}
