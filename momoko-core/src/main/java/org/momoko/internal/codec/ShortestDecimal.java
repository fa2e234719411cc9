package org.momoko.internal.codec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The shortest decimal number that reads back as the same double or float, in the notation of Python's {@code repr}
 * (literals) and of the server's output functions (results). {@link Double#toString} of JDKs before 19 sometimes prints
 * more digits than needed (JDK-4511638), so its digits are shortened where that can be.
 */
final class ShortestDecimal {
    /** Any two decimals of this many digits differ as normal doubles ({@code DBL_DIG}), so fewer digits are always the shortest. */
    private static final int DOUBLE_DIGITS = 15;

    private static final int FLOAT_DIGITS = 6;

    /** So many are always enough. */
    private static final int MOST_DOUBLE_DIGITS = 17;

    private static final int MOST_FLOAT_DIGITS = 9;

    private ShortestDecimal() {}

    /** Python's form: an exponent below 1e-4 and from 1e16 on, otherwise with a decimal point: {@code 0.1}, {@code 100000.0}, {@code 1e-07}. */
    static String python(double value) {
        return format(digits(value, true), value < 0 || 1 / value < 0, 16, ".0");
    }

    /** As {@link #python(double)}, with the shortest digits of a float. */
    static String python(float value) {
        return format(digits(value, true), value < 0 || 1 / value < 0, 16, ".0");
    }

    /** The form of {@code float8out}: an exponent below 1e-4 and from 1e15 on, no {@code .0}. */
    static String server(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        return format(digits(value, false), value < 0 || 1 / value < 0, 15, "");
    }

    /** The form of {@code float4out}: an exponent below 1e-4 and from 1e6 on, no {@code .0}. */
    static String server(float value) {
        if (!Float.isFinite(value)) {
            return Float.toString(value);
        }
        return format(digits(value, false), value < 0 || 1 / value < 0, 6, "");
    }

    /**
     * The magnitude with the fewest digits; zero for zero.
     *
     * @param between whether a decimal just between two doubles will do, which reads back as the even one; the server takes none
     *     ({@code acceptBounds} in {@code src/common/d2s.c})
     */
    private static BigDecimal digits(double value, boolean between) {
        double magnitude = Math.abs(value);
        BigDecimal printed = new BigDecimal(Double.toString(magnitude)).stripTrailingZeros();
        int precision = printed.precision();
        boolean normal = magnitude >= Double.MIN_NORMAL;
        // few digits are between two numbers only where these are more than 1 apart
        boolean few = precision <= 1 || normal && precision <= DOUBLE_DIGITS;
        if (few && (between || magnitude <= 0x1p53)) {
            return printed;
        }
        BigDecimal exact = new BigDecimal(magnitude);
        BigDecimal below = sum(exact, Math.nextDown(magnitude));
        BigDecimal above = sum(exact, Math.nextUp(magnitude));
        if (few && isInside(printed, below, above)) {
            return printed;
        }
        BigDecimal shorter = fewestDigits(
                exact,
                normal ? DOUBLE_DIGITS : 1,
                MOST_DOUBLE_DIGITS,
                candidate -> candidate.doubleValue() == magnitude && (between || isInside(candidate, below, above)));
        return shorter == null ? printed : shorter;
    }

    private static BigDecimal digits(float value, boolean between) {
        float magnitude = Math.abs(value);
        BigDecimal printed = new BigDecimal(Float.toString(magnitude)).stripTrailingZeros();
        int precision = printed.precision();
        boolean normal = magnitude >= Float.MIN_NORMAL;
        // few digits are between two numbers only where these are more than 1 apart
        boolean few = precision <= 1 || normal && precision <= FLOAT_DIGITS;
        if (few && (between || magnitude <= 0x1p24f)) {
            return printed;
        }
        BigDecimal exact = new BigDecimal(magnitude);
        BigDecimal below = sum(exact, Math.nextDown(magnitude));
        BigDecimal above = sum(exact, Math.nextUp(magnitude));
        if (few && isInside(printed, below, above)) {
            return printed;
        }
        BigDecimal shorter = fewestDigits(
                exact,
                normal ? FLOAT_DIGITS : 1,
                MOST_FLOAT_DIGITS,
                candidate -> candidate.floatValue() == magnitude && (between || isInside(candidate, below, above)));
        return shorter == null ? printed : shorter;
    }

    /** The decimal near a number that will do, with the fewest digits; null for none. */
    private static @Nullable BigDecimal fewestDigits(
            BigDecimal exact, int least, int most, Predicate<BigDecimal> willDo) {
        for (int digits = least; digits <= most; digits++) {
            for (RoundingMode mode : NEAREST_THEN_UP) {
                BigDecimal candidate = exact.round(new MathContext(digits, mode));
                if (willDo.test(candidate)) {
                    return candidate.stripTrailingZeros();
                }
            }
        }
        return null;
    }

    /** Twice the middle between a number and its neighbour. */
    private static BigDecimal sum(BigDecimal exact, double neighbour) {
        // beyond the largest double comes nothing that could be met
        return Double.isFinite(neighbour) ? exact.add(new BigDecimal(neighbour)) : BigDecimal.ZERO;
    }

    private static boolean isInside(BigDecimal candidate, BigDecimal below, BigDecimal above) {
        BigDecimal twice = candidate.add(candidate);
        return twice.compareTo(below) != 0 && twice.compareTo(above) != 0;
    }

    /** At a power of two the neighbour below is closer, so the nearest decimal may miss where the next one above still hits. */
    private static final RoundingMode[] NEAREST_THEN_UP = {RoundingMode.HALF_EVEN, RoundingMode.UP};

    private static String format(BigDecimal magnitude, boolean negative, int firstLargeExponent, String wholeSuffix) {
        StringBuilder out = new StringBuilder(26);
        if (negative) {
            out.append('-');
        }
        if (magnitude.signum() == 0) {
            return out.append('0').append(wholeSuffix).toString();
        }
        String digits = magnitude.unscaledValue().toString();
        int exponent = digits.length() - 1 - magnitude.scale();
        if (exponent < -4 || exponent >= firstLargeExponent) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append('e').append(exponent < 0 ? '-' : '+');
            int size = Math.abs(exponent);
            return out.append(size < 10 ? "0" : "").append(size).toString();
        }
        if (exponent < 0) {
            return out.append("0.")
                    .append("0".repeat(-exponent - 1))
                    .append(digits)
                    .toString();
        }
        if (digits.length() <= exponent + 1) {
            return out.append(digits)
                    .append("0".repeat(exponent + 1 - digits.length()))
                    .append(wholeSuffix)
                    .toString();
        }
        return out.append(digits, 0, exponent + 1)
                .append('.')
                .append(digits, exponent + 1, digits.length())
                .toString();
    }
}
