package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.internal.codec.Wire.binary;
import static org.momoko.internal.codec.Wire.binaryAs;
import static org.momoko.internal.codec.Wire.text;
import static org.momoko.internal.codec.Wire.textAs;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.DataException;
import org.momoko.error.DatabaseException;
import org.momoko.error.MomokoException;
import org.momoko.error.ProtocolException;
import org.momoko.type.Inet;
import org.momoko.type.Oid;

class ScalarColumnTests {
    @Test
    void wholeNumbersHaveTheClassOfTheirSize() {
        assertThat(text(Oid.INT2, "-32768")).isEqualTo((short) -32768);
        assertThat(binary(Oid.INT2, "8000")).isEqualTo((short) -32768);
        assertThat(text(Oid.INT4, "2147483647")).isEqualTo(2147483647);
        assertThat(binary(Oid.INT4, "fffffffe")).isEqualTo(-2);
        assertThat(text(Oid.INT8, "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(text(Oid.INT8, "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(binary(Oid.INT8, "000000012a05f200")).isEqualTo(5000000000L);
        assertThat(text(Oid.OID, "4294967295")).isEqualTo(4294967295L);
        assertThat(binary(Oid.OID, "ffffffff")).isEqualTo(4294967295L);
    }

    @Test
    void primitivesAreReadWithoutBoxing() {
        byte[] data = {9, 0, 0, 1, 0, 9};
        ColumnCodec int4 = Wire.CODECS.byOid(Oid.INT4);
        assertThat(int4.decodeInt(data, 1, 4, true, TextSettings.DEFAULT)).isEqualTo(256);
        assertThat(int4.decodeLong(data, 1, 4, true, TextSettings.DEFAULT)).isEqualTo(256L);
        assertThat(int4.decodeDouble(data, 1, 4, true, TextSettings.DEFAULT)).isEqualTo(256.0);
        assertThat(int4.decodeString(data, 1, 4, true, TextSettings.DEFAULT)).isEqualTo("256");
    }

    @Test
    void aNumberThatDoesNotFitFailsWithoutShowingIt() {
        byte[] data = "5000000000".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Wire.CODECS.byOid(Oid.INT8).decodeInt(data, 0, 10, false, TextSettings.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessage("a value of column type int8 does not fit into int");
        assertThatThrownBy(() -> textAs(Oid.NUMERIC, "1.5", Integer.class)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> textAs(Oid.NUMERIC, "1e400000", Long.class)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> textAs(Oid.FLOAT8, "1e300", Float.class)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> textAs(Oid.FLOAT8, "9223372036854775808", Long.class))
                .isInstanceOf(DataException.class);
    }

    @Test
    void numbersConvertToOneAnother() {
        assertThat(textAs(Oid.INT4, "7", Long.class)).isEqualTo(7L);
        assertThat(textAs(Oid.INT4, "7", long.class)).isEqualTo(7L);
        assertThat(textAs(Oid.INT8, "7", Short.class)).isEqualTo((short) 7);
        assertThat(textAs(Oid.INT8, "7", Byte.class)).isEqualTo((byte) 7);
        assertThat(textAs(Oid.INT4, "7", Double.class)).isEqualTo(7.0);
        assertThat(textAs(Oid.INT4, "7", BigDecimal.class)).isEqualTo(new BigDecimal("7"));
        assertThat(textAs(Oid.NUMERIC, "7.0", Integer.class)).isEqualTo(7);
        assertThat(textAs(Oid.NUMERIC, "123456789012345678901", BigInteger.class))
                .isEqualTo(new BigInteger("123456789012345678901"));
        assertThat(textAs(Oid.FLOAT8, "0.1", BigDecimal.class)).isEqualTo(new BigDecimal("0.1"));
        assertThat(textAs(Oid.FLOAT4, "0.1", BigDecimal.class)).isEqualTo(new BigDecimal("0.1"));
        assertThat(textAs(Oid.INT4, "7", Number.class)).isEqualTo(7);
        assertThat(textAs(Oid.INT4, "7", Object.class)).isEqualTo(7);
    }

    @Test
    void floatingPointNumbersWithTheirSpecialValues() {
        assertThat(text(Oid.FLOAT8, "1e+100")).isEqualTo(1e100);
        assertThat(text(Oid.FLOAT8, "NaN")).isEqualTo(Double.NaN);
        assertThat(text(Oid.FLOAT8, "-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(binary(Oid.FLOAT8, "3ff8000000000000")).isEqualTo(1.5);
        assertThat(text(Oid.FLOAT4, "0.1")).isEqualTo(0.1f);
        assertThat(binary(Oid.FLOAT4, "7f800000")).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void decimalsKeepTheirScaleAsText() {
        assertThat(text(Oid.NUMERIC, "1.50")).isEqualTo(new BigDecimal("1.50"));
        assertThat(text(Oid.NUMERIC, "-0.000")).isEqualTo(new BigDecimal("0.000"));
    }

    @Test
    void booleansAreTAndFOrOneAndZero() {
        assertThat(text(Oid.BOOL, "t")).isEqualTo(true);
        assertThat(text(Oid.BOOL, "f")).isEqualTo(false);
        assertThat(binary(Oid.BOOL, "01")).isEqualTo(true);
        assertThat(binary(Oid.BOOL, "00")).isEqualTo(false);
        assertThat(textAs(Oid.BOOL, "t", boolean.class)).isTrue();
        assertThatThrownBy(
                        () -> Wire.CODECS.byOid(Oid.INT4).decodeBoolean(new byte[4], 0, 4, true, TextSettings.DEFAULT))
                .hasMessage("column type int4 cannot be read as boolean");
    }

    @Test
    void textKeepsItsBlanksAndItsCharacters() {
        for (boolean binary : new boolean[] {false, true}) {
            byte[] bytes = "abc  \u00e9\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);
            for (int oid : new int[] {Oid.TEXT, Oid.VARCHAR, Oid.BPCHAR, Oid.NAME}) {
                assertThat(Wire.CODECS.byOid(oid).decode(bytes, 0, bytes.length, binary, TextSettings.DEFAULT))
                        .isEqualTo("abc  \u00e9\uD83D\uDE00");
            }
        }
    }

    @Test
    void otherTypesAndUnknownOnesAreStrings() {
        assertThat(text(Oid.MONEY, "$12.34")).isEqualTo("$12.34");
        assertThat(text(Oid.RECORD, "(1,x)")).isEqualTo("(1,x)");
        assertThat(text(Oid.INT4MULTIRANGE, "{[1,3)}")).isEqualTo("{[1,3)}");
        assertThat(text(99_999, "happy")).isEqualTo("happy");
        assertThat(Wire.CODECS.byOid(99_999).binary()).isFalse();
        assertThat(Wire.CODECS.byOid(Oid.XML).binary()).isFalse();
    }

    @Test
    void byteaIsReadInHexInEscapeAndInBinary() {
        byte[] expected = {'a', 'b', 0, '\\', (byte) 0xFF};
        assertThat(text(Oid.BYTEA, "\\x6162005cFF")).isEqualTo(expected);
        assertThat(text(Oid.BYTEA, "ab\\000\\\\\\377")).isEqualTo(expected);
        assertThat(binary(Oid.BYTEA, "6162005cff")).isEqualTo(expected);
        assertThat(text(Oid.BYTEA, "\\x")).isEqualTo(new byte[0]);
        assertThat(text(Oid.BYTEA, "")).isEqualTo(new byte[0]);
        assertThat(binaryAs(Oid.BYTEA, "6162", ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(new byte[] {'a', 'b'}));
        assertThat(textAs(Oid.BYTEA, "ab\\000", String.class)).isEqualTo("\\x616200");
    }

    @Test
    void uuidsInBothFormats() {
        UUID expected = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
        assertThat(text(Oid.UUID, "01234567-89ab-cdef-0123-456789abcdef")).isEqualTo(expected);
        assertThat(binary(Oid.UUID, "0123456789abcdef0123456789abcdef")).isEqualTo(expected);
        assertThat(binaryAs(Oid.UUID, "0123456789abcdef0123456789abcdef", String.class))
                .isEqualTo("01234567-89ab-cdef-0123-456789abcdef");
    }

    @Test
    void addressesAreStringsAndOnRequestObjects() throws Exception {
        InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        assertThat(text(Oid.INET, "10.0.0.1/8")).isEqualTo("10.0.0.1/8");
        assertThat(textAs(Oid.INET, "10.0.0.1/8", Inet.class)).isEqualTo(new Inet(address, 8));
        assertThat(textAs(Oid.INET, "10.0.0.1", InetAddress.class)).isEqualTo(address);
        assertThat(textAs(Oid.CIDR, "::/0", Inet.class)).isEqualTo(new Inet(InetAddress.getByName("::"), 0));
        assertThatThrownBy(() -> textAs(Oid.INET, "10.0.0.1/8", InetAddress.class))
                .isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "face.de",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "",
                "::1::",
                "10.0.0.1/x",
                "10.0.0.1/33",
                "-1.0.0.0"
            })
    void anAddressIsNeverLookedUpByName(String text) {
        assertThatThrownBy(() -> textAs(Oid.INET, text, Inet.class)).isInstanceOf(DataException.class);
    }

    @Test
    void enumsAreReadByName() {
        assertThat(textAs(99_999, "DAYS", TimeUnit.class)).isEqualTo(TimeUnit.DAYS);
        assertThatThrownBy(() -> textAs(99_999, "secret", TimeUnit.class))
                .isInstanceOf(DataException.class)
                .hasMessageNotContaining("secret");
        assertThat(textAs(Oid.TEXT, "x", Character.class)).isEqualTo('x');
        assertThatThrownBy(() -> textAs(Oid.TEXT, "xy", char.class)).isInstanceOf(DataException.class);
    }

    @Test
    void impossibleConversionsNameBothTypes() {
        assertThatThrownBy(() -> textAs(Oid.INT4, "1", java.time.LocalDate.class))
                .isInstanceOf(DataException.class)
                .hasMessage("column type int4 cannot be read as java.time.LocalDate");
        assertThatThrownBy(() -> textAs(Oid.TEXT, "1", Integer.class))
                .hasMessage("column type text cannot be read as java.lang.Integer");
        assertThatThrownBy(() -> textAs(Oid.TEXT, "1", int[].class))
                .hasMessage("column type text cannot be read as int[]");
    }

    @Test
    void binaryValuesOfTheWrongSizeAreProtocolErrors() {
        for (int oid : List.of(
                Oid.INT2,
                Oid.INT4,
                Oid.INT8,
                Oid.OID,
                Oid.FLOAT4,
                Oid.FLOAT8,
                Oid.BOOL,
                Oid.UUID,
                Oid.DATE,
                Oid.TIME,
                Oid.TIMETZ,
                Oid.TIMESTAMP,
                Oid.TIMESTAMPTZ,
                Oid.INTERVAL)) {
            for (String hex : List.of("", "000000", "00".repeat(17))) {
                assertThatThrownBy(() -> binary(oid, hex)).isInstanceOf(ProtocolException.class);
            }
        }
    }

    @Test
    void damagedTextFailsWithoutShowingIt() {
        for (int oid : List.of(
                Oid.INT2,
                Oid.INT4,
                Oid.INT8,
                Oid.OID,
                Oid.FLOAT4,
                Oid.FLOAT8,
                Oid.NUMERIC,
                Oid.BOOL,
                Oid.UUID,
                Oid.DATE,
                Oid.TIME,
                Oid.TIMETZ,
                Oid.TIMESTAMP,
                Oid.TIMESTAMPTZ,
                Oid.INTERVAL,
                Oid.INT4_ARRAY,
                Oid.INT4RANGE)) {
            for (String text :
                    List.of("", "-", "?", "secret", "1x", " 1", "99999999999999999999 1", "1f", "0x1p3", "1.2.3")) {
                assertThatThrownBy(() -> text(oid, text))
                        .isInstanceOf(MomokoException.class)
                        .hasMessageNotContaining("secret");
            }
        }
        assertThatThrownBy(() -> text(Oid.INT2, "32768")).isInstanceOf(DataException.class);
        for (String tooLarge :
                List.of("9223372036854775808", "-9223372036854775809", "9999999999999999999", "-9999999999999999999")) {
            assertThatThrownBy(() -> text(Oid.INT8, tooLarge)).isInstanceOf(DataException.class);
        }
        assertThatThrownBy(() -> text(Oid.OID, "-1")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> text(Oid.BYTEA, "\\x0")).isInstanceOf(DatabaseException.class);
        assertThatThrownBy(() -> text(Oid.BYTEA, "\\777")).isInstanceOf(DatabaseException.class);
    }
}
