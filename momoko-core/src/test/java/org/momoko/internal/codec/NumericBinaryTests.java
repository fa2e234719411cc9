package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.internal.codec.Wire.binary;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.DataException;
import org.momoko.error.ProtocolException;
import org.momoko.type.Oid;

class NumericBinaryTests {
    /** Number of digits, weight, sign, scale, digits; as {@code numeric_send} of PostgreSQL writes them. */
    @ParameterizedTest
    @CsvSource({
        "0000 0000 0000 0000, 0",
        "0000 0000 0000 0002, 0.00",
        "0001 0000 0000 0000 0001, 1",
        "0001 0000 4000 0000 0001, -1",
        "0002 0000 0000 0002 0001 1388, 1.50",
        "0001 0001 0000 0000 0001, 10000",
        "0001 ffff 0000 0004 0001, 0.0001",
        "0001 fffe 0000 0005 03e8, 0.00001",
        "0003 0001 4000 0006 0001 0929 1a85, -12345.678900",
        "0004 0003 0000 0000 270f 270f 270f 270f, 9999999999999999",
        "0005 0004 0000 0000 0001 0000 0000 0000 0001, 10000000000000001",
        "0001 0005 0000 0000 0001, 100000000000000000000",
        "0005 0001 4000 000a 0001 0002 0003 0004 1388, -10002.0003000450",
    })
    void valuesKeepTheirScale(String hex, BigDecimal expected) {
        assertThat(binary(Oid.NUMERIC, hex)).isEqualTo(expected);
        assertThat(Wire.bound(Wire.CODECS, expected, Oid.NUMERIC)).isEqualTo(hex.replace(" ", ""));
    }

    @Test
    void randomNumbersRoundTrip() {
        Random random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            BigInteger unscaled = new BigInteger(random.nextInt(200), random);
            BigDecimal value = new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(40));
            byte[] bytes = Wire.boundBytes(Wire.CODECS, value, Oid.NUMERIC);
            assertThat(Wire.binary(Wire.CODECS, Oid.NUMERIC, bytes, TextSettings.DEFAULT))
                    .isEqualTo(value);
        }
    }

    @Test
    void theLargestNumbersRoundTrip() {
        for (String text : new String[] {"9".repeat(131_072), "0." + "0".repeat(16_382) + "1"}) {
            BigDecimal value = new BigDecimal(text);
            byte[] bytes = Wire.boundBytes(Wire.CODECS, value, Oid.NUMERIC);
            assertThat(Wire.binary(Wire.CODECS, Oid.NUMERIC, bytes, TextSettings.DEFAULT))
                    .isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({"c000, NaN", "d000, Infinity", "f000, -Infinity"})
    void whatIsNoNumberCanBeReadAsDoubleAndString(String sign, String text) {
        String hex = "0000 0000 " + sign + " 0000";
        Double expected = Double.valueOf(text);
        assertThat(Wire.binaryAs(Oid.NUMERIC, hex, double.class)).isEqualTo(expected);
        assertThat(Wire.binaryAs(Oid.NUMERIC, hex, String.class)).isEqualTo(text);
        assertThat(Wire.textAs(Oid.NUMERIC, text, Double.class)).isEqualTo(expected);
        assertThatThrownBy(() -> binary(Oid.NUMERIC, hex))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("read it as double");
        assertThatThrownBy(() -> Wire.text(Oid.NUMERIC, text)).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0001",
                "0001 0000 0000 0000",
                "0001 0000 0000 0000 2710",
                "0001 0000 1000 0000 0001",
                "0001 0000 0000 0000 0001 0001",
                "ffff 0000 0000 0000 0001",
                "0000 0000 0000 4000"
            })
    void damagedValuesAreRefused(String hex) {
        assertThatThrownBy(() -> binary(Oid.NUMERIC, hex)).isInstanceOf(ProtocolException.class);
    }
}
