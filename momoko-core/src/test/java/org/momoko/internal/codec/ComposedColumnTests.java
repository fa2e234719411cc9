package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.internal.codec.Wire.binary;
import static org.momoko.internal.codec.Wire.binaryAs;
import static org.momoko.internal.codec.Wire.text;
import static org.momoko.internal.codec.Wire.textAs;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.DataException;
import org.momoko.error.ProtocolException;
import org.momoko.testing.Contract;
import org.momoko.type.Json;
import org.momoko.type.Oid;
import org.momoko.type.Range;

/** Ranges, hstore and json. */
class ComposedColumnTests {
    private static final int HSTORE = 16400;
    private static final Codecs WITH_HSTORE = Wire.CODECS.withHstore(HSTORE, 16405);

    private record City(String name, int people) {}

    @Test
    void rangesAsText() {
        assertThat(text(Oid.INT4RANGE, "[1,10)")).isEqualTo(Range.closedOpen(1, 10));
        assertThat(text(Oid.INT8RANGE, "(,5)")).isEqualTo(Range.of(null, false, 5L, false));
        assertThat(text(Oid.NUMRANGE, "[1.5,2.5]"))
                .isEqualTo(Range.closed(new BigDecimal("1.5"), new BigDecimal("2.5")));
        assertThat(text(Oid.INT4RANGE, "empty")).isEqualTo(Range.empty());
        assertThat(text(Oid.INT4RANGE, "(,)")).isEqualTo(Range.of(null, false, null, false));
        assertThat(text(Oid.DATERANGE, "[2020-01-01,infinity)"))
                .isEqualTo(Range.closedOpen(LocalDate.of(2020, 1, 1), LocalDate.MAX));
        assertThat(text(Oid.TSRANGE, "[\"2020-01-01 00:00:00\",\"2020-02-01 00:00:00\"]"))
                .isEqualTo(Range.closed(LocalDateTime.of(2020, 1, 1, 0, 0), LocalDateTime.of(2020, 2, 1, 0, 0)));
        assertThat(text(Oid.INT4RANGE_ARRAY, "{\"[1,3)\",empty,NULL}"))
                .isEqualTo(java.util.Arrays.asList(Range.closedOpen(1, 3), Range.empty(), null));
    }

    @Test
    void rangesInBinary() {
        assertThat(binary(Oid.INT4RANGE, "02 00000004 00000001 00000004 0000000a"))
                .isEqualTo(Range.closedOpen(1, 10));
        assertThat(binary(Oid.INT4RANGE, "01")).isEqualTo(Range.empty());
        assertThat(binary(Oid.INT4RANGE, "18")).isEqualTo(Range.of(null, false, null, false));
        assertThat(binary(Oid.INT4RANGE, "0c 00000004 00000005")).isEqualTo(Range.of(null, false, 5, true));
        assertThat(binaryAs(Oid.DATERANGE, "02 00000004 00000000 00000004 fff49d7b", String.class))
                .isEqualTo("[2000-01-01,\"0044-03-15 BC\")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "02 00000004 00000001", "02 ffffffff 00000004 0000000a", "01 00", "18 00"})
    void damagedBinaryRangesAreRefused(String hex) {
        assertThatThrownBy(() -> binary(Oid.INT4RANGE, hex)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[1", "[1,", "[1,2", "1,2]", "[1,2]x", "[\"1,2]", "[1]", "[a,2]"})
    void damagedRangesAreRefused(String text) {
        assertThatThrownBy(() -> text(Oid.INT4RANGE, text)).isInstanceOf(DataException.class);
    }

    @Test
    @Contract("3.4 hstore")
    void hstoreIsAMapWhereRegisteredAndAStringElsewhere() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("a", "b");
        expected.put("c\"", null);
        expected.put("\u00e9", "d\\");
        String text = "\"a\"=>\"b\", \"c\\\"\"=>NULL, \"\u00e9\"=>\"d\\\\\"";
        assertThat(text(WITH_HSTORE, HSTORE, text, TextSettings.DEFAULT)).isEqualTo(expected);
        assertThat(text(HSTORE, "\"a\"=>\"b\"")).isEqualTo("\"a\"=>\"b\"");
        assertThat(text(WITH_HSTORE, HSTORE, "", TextSettings.DEFAULT)).isEqualTo(Map.of());
        assertThat(text(WITH_HSTORE, 16405, "{\"\\\"a\\\"=>\\\"b\\\"\"}", TextSettings.DEFAULT))
                .isEqualTo(List.of(Map.of("a", "b")));
    }

    @Test
    void hstoreInBinary() {
        byte[] bytes = Wire.bytes("00000002 00000001 61 00000001 62 00000001 63 ffffffff");
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("a", "b");
        expected.put("c", null);
        assertThat(binary(WITH_HSTORE, HSTORE, bytes, TextSettings.DEFAULT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7fffffff", "00000001 ffffffff ffffffff", "00000001 00000001 61", "00000000 00"})
    void damagedBinaryHstoreIsRefused(String hex) {
        assertThatThrownBy(() -> binary(WITH_HSTORE, HSTORE, Wire.bytes(hex), TextSettings.DEFAULT))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "\"a\"", "\"a\"=>", "\"a\"=>\"b", "\"a\"=>\"b\",", "\"a\"=>NUL", "\"a\"=>\"b\"\"c\"=>\"d\""
            })
    void damagedHstoreIsRefused(String text) {
        assertThatThrownBy(() -> text(WITH_HSTORE, HSTORE, text, TextSettings.DEFAULT))
                .isInstanceOf(DataException.class);
    }

    @Test
    void jsonIsParsedByJackson() {
        assertThat(text(Oid.JSON, "{\"a\":[1,null,\"x\"]}"))
                .isEqualTo(Map.of("a", java.util.Arrays.asList(1, null, "x")));
        assertThat(binary(Oid.JSONB, "01 7b7d")).isEqualTo(Map.of());
        assertThat(binary(Oid.JSON, "7b7d")).isEqualTo(Map.of());
        assertThat(text(Oid.JSONB, "0.10000000000000000000001")).isEqualTo(new BigDecimal("0.10000000000000000000001"));
        assertThat(text(Oid.JSONB, "null")).isNull();
    }

    @Test
    void jsonIsReadAsWhatIsAskedFor() {
        assertThat(textAs(Oid.JSONB, "{\"name\": \"Delft\", \"people\": 100000}", City.class))
                .isEqualTo(new City("Delft", 100000));
        assertThat(textAs(Oid.JSONB, "{\"a\": 1}", String.class)).isEqualTo("{\"a\": 1}");
        assertThat(binaryAs(Oid.JSONB, "01 5b315d", String.class)).isEqualTo("[1]");
        assertThat(textAs(Oid.JSONB, "[1]", Json.class)).isEqualTo(Json.text("[1]"));
        assertThat((Object) textAs(Oid.JSONB, "[1]", List.class)).isEqualTo(List.of(1));
        assertThatThrownBy(() -> textAs(Oid.JSONB, "{\"name\": 5, \"people\": \"x\"}", City.class))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("City");
    }

    @Test
    void damagedJsonIsRefused() {
        assertThatThrownBy(() -> text(Oid.JSON, "{")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> binary(Oid.JSONB, "02 7b7d")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> binary(Oid.JSONB, "")).isInstanceOf(ProtocolException.class);
    }
}
