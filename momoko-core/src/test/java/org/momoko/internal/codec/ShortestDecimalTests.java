package org.momoko.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTests {
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1.0, 1.0",
        "-0.0, -0.0",
        "0.0, 0.0",
        "100000.0, 100000.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.5e16, 1.5e+16",
        "123456789012345680.0, 1.2345678901234568e+17",
        "9999999999999998.0, 9999999999999998.0",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0.00012345, 0.00012345",
        "1e-7, 1e-07",
        "1e100, 1e+100",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "4.9e-324, 5e-324",
        "9.9e-324, 1e-323",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "2e23, 2e+23",
        "1e23, 1e+23",
        "2.0e-3, 0.002",
        "0.30000000000000004, 0.30000000000000004",
        "5.684341886080802e-14, 5.684341886080802e-14",
        "9007199254740993, 9007199254740992.0",
    })
    void doublesHaveTheFormOfPython(double value, String expected) {
        assertThat(ShortestDecimal.python(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "16777216, 16777216.0",
        "3.4028235e38, 3.4028235e+38",
        "1.4e-45, 1e-45",
        "1.1754944e-38, 1.1754944e-38",
        "33554432, 33554432.0",
        "-1.5, -1.5"
    })
    void floatsHaveTheirOwnShortestDigits(float value, String expected) {
        assertThat(ShortestDecimal.python(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1, 1",
        "-0.0, -0",
        "100000, 100000",
        "1e14, 100000000000000",
        "1e15, 1e+15",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void resultsHaveTheFormOfTheServer(double value, String expected) {
        assertThat(ShortestDecimal.server(value)).isEqualTo(expected);
    }

    /** The server takes no decimal that is just between two numbers, if it is shorter and reads back as the even one. */
    @Test
    void resultsAreNoMidpoints() {
        assertThat(ShortestDecimal.server(38089408f)).isEqualTo("3.8089408e+07");
        assertThat(ShortestDecimal.server(1e23)).isEqualTo("9.999999999999999e+22");
        assertThat(ShortestDecimal.python(1e23)).isEqualTo("1e+23");
    }

    @Test
    void noShorterNumberReadsBackAsTheSameDouble() {
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(value)) {
                continue;
            }
            String text = ShortestDecimal.python(value);
            assertThat(Double.parseDouble(text)).isEqualTo(value);
            int digits = new BigDecimal(text).stripTrailingZeros().precision();
            if (digits > 1) {
                BigDecimal exact = new BigDecimal(value);
                for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
                    BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
                    assertThat(shorter.doubleValue()).isNotEqualTo(value);
                }
            }
        }
    }
}
