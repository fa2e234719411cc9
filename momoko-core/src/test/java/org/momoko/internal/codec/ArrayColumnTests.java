package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.internal.codec.Wire.binary;
import static org.momoko.internal.codec.Wire.binaryAs;
import static org.momoko.internal.codec.Wire.text;
import static org.momoko.internal.codec.Wire.textAs;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.DataException;
import org.momoko.error.ProtocolException;
import org.momoko.testing.Contract;
import org.momoko.type.Oid;

class ArrayColumnTests {
    @Test
    void listsOfElements() {
        assertThat(text(Oid.INT4_ARRAY, "{1,2,NULL}")).isEqualTo(Arrays.asList(1, 2, null));
        assertThat(text(Oid.INT4_ARRAY, "{}")).isEqualTo(List.of());
        assertThat(text(Oid.DATE_ARRAY, "{2020-01-01,\"0044-03-15 BC\"}"))
                .isEqualTo(List.of(LocalDate.of(2020, 1, 1), LocalDate.of(-43, 3, 15)));
        assertThat(text(Oid.UUID_ARRAY, "{00000000-0000-0001-0000-000000000002}"))
                .isEqualTo(List.of(new UUID(1, 2)));
        assertThat(text(Oid.BOOL_ARRAY, "{t,f}")).isEqualTo(List.of(true, false));
        assertThat(textAs(Oid.BYTEA_ARRAY, "{\"\\\\x6162\"}", byte[][].class)).isDeepEqualTo(new byte[][] {{'a', 'b'}});
    }

    @Test
    @Contract({"S38", "3.4 arrays"})
    void nullIsNotTheTextNull() {
        assertThat(text(Oid.TEXT_ARRAY, "{NULL,\"NULL\",null,\"\"}")).isEqualTo(Arrays.asList(null, "NULL", null, ""));
    }

    @Test
    @Contract("S38")
    void quotesAndBackslashesAreUnescaped() {
        assertThat(text(Oid.TEXT_ARRAY, "{\"a\\\"b\",\"c\\\\d\",\"{,}\",\" \u00e9\"}"))
                .isEqualTo(List.of("a\"b", "c\\d", "{,}", " \u00e9"));
    }

    @Test
    @Contract("S38")
    void boundsAreIgnored() {
        assertThat(text(Oid.INT4_ARRAY, "[5:6]={1,2}")).isEqualTo(List.of(1, 2));
        assertThat(text(Oid.INT4_ARRAY, "[1:1][-2:-1]={{1,2}}")).isEqualTo(List.of(List.of(1, 2)));
        assertThat(textAs(Oid.INT4_ARRAY, "[5:6]={1,2}", String.class)).isEqualTo("{1,2}");
        assertThat(binary(Oid.INT4_ARRAY, "00000001 00000000 00000017 00000001 00000005 00000004 00000007"))
                .isEqualTo(List.of(7));
    }

    @Test
    void dimensionsAreNested() {
        assertThat(text(Oid.INT4_ARRAY, "{{1,2},{3,NULL}}")).isEqualTo(List.of(List.of(1, 2), Arrays.asList(3, null)));
        assertThat(
                        binary(
                                Oid.INT4_ARRAY,
                                "00000002 00000000 00000017 00000002 00000001 00000001 00000001 00000004 00000001 00000004 00000002"))
                .isEqualTo(List.of(List.of(1), List.of(2)));
    }

    @Test
    void binaryArrays() {
        assertThat(binary(Oid.INT4_ARRAY, "00000000 00000000 00000017")).isEqualTo(List.of());
        assertThat(binary(Oid.TEXT_ARRAY, "00000001 00000001 00000019 00000002 00000001 00000001 61 ffffffff"))
                .isEqualTo(Arrays.asList("a", null));
    }

    @Test
    void boxesAreSeparatedBySemicolons() {
        assertThat(text(Oid.BOX_ARRAY, "{(1,1),(0,0);(2,2),(1,1)}")).isEqualTo(List.of("(1,1),(0,0)", "(2,2),(1,1)"));
    }

    @Test
    void jsonElementsAreParsed() {
        assertThat(text(Oid.JSONB_ARRAY, "{\"{\\\"a\\\": 1}\",\"[2]\",NULL}"))
                .isEqualTo(Arrays.asList(java.util.Map.of("a", 1), List.of(2), null));
    }

    @Test
    void listsConvertToArrays() {
        assertThat(textAs(Oid.INT4_ARRAY, "{1,2}", int[].class)).containsExactly(1, 2);
        assertThat(textAs(Oid.INT4_ARRAY, "{1,2}", long[].class)).containsExactly(1, 2);
        assertThat(textAs(Oid.INT4_ARRAY, "{1,NULL}", Integer[].class)).containsExactly(1, null);
        assertThat(textAs(Oid.INT4_ARRAY, "{{1},{2}}", int[][].class)).isDeepEqualTo(new int[][] {{1}, {2}});
        assertThat(textAs(Oid.BOOL_ARRAY, "{t}", String[].class)).containsExactly("t");
        assertThat(textAs(Oid.TEXT_ARRAY, "{a}", Object[].class)).containsExactly("a");
        assertThat((Object) textAs(Oid.TEXT_ARRAY, "{a}", Collection.class)).isEqualTo(List.of("a"));
        assertThatThrownBy(() -> textAs(Oid.INT4_ARRAY, "{1,NULL}", int[].class))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> textAs(Oid.INT8_ARRAY, "{5000000000}", int[].class))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> textAs(Oid.INT4_ARRAY, "{{1}}", int[].class)).isInstanceOf(DataException.class);
    }

    @Test
    void stringsAreTheServersText() {
        String hex = Wire.bound(Arrays.asList("a b", "NULL", null, "", "q\"\\"));
        assertThat(binaryAs(Oid.TEXT_ARRAY, hex, String.class)).isEqualTo("{\"a b\",\"NULL\",NULL,\"\",\"q\\\"\\\\\"}");
    }

    @Test
    void resultsCannotBeChanged() {
        List<?> list = List.class.cast(text(Oid.INT4_ARRAY, "{1}"));
        assertThat(list).isUnmodifiable();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "{",
                "{1",
                "{1,",
                "{1,}",
                "{,1}",
                "{1}x",
                "{\"1",
                "{\"1\\",
                "{{{{{{{1}}}}}}}",
                "[1:2",
                "{1\"2\"}"
            })
    void damagedTextIsRefused(String text) {
        assertThatThrownBy(() -> text(Oid.INT4_ARRAY, text)).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000007 00000000 00000017",
                "ffffffff 00000000 00000017",
                "00000001 00000000 00000014 00000001 00000001 00000004 00000001",
                "00000001 00000000 00000017 7fffffff 00000001",
                "00000001 00000000 00000017 00000000 00000001",
                "00000002 00000000 00000017 00010000 00000001 00010000 00000001",
                "00000001 00000000 00000017 00000001 00000001 00000005 00000001",
                "00000001 00000000 00000017 00000001 00000001 fffffffe",
                "00000001 00000000 00000017 00000001 00000001 00000004 00000001 00",
                "00000000 00000000 00000017 00"
            })
    void damagedBinaryIsRefused(String hex) {
        assertThatThrownBy(() -> binary(Oid.INT4_ARRAY, hex)).isInstanceOf(ProtocolException.class);
    }
}
