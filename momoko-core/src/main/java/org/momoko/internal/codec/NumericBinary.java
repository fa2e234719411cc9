package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of {@code numeric} ({@code numeric_send} in {@code src/backend/utils/adt/numeric.c}): int16 number of
 * digits, int16 weight, int16 sign, int16 scale, then the digits in base 10000, most significant first. The first digit
 * counts 10000 to the power of the weight; digits that are zero at either end are left out.
 */
final class NumericBinary {
    static final int POSITIVE = 0x0000;
    static final int NEGATIVE = 0x4000;
    static final int NAN = 0xC000;
    static final int POSITIVE_INFINITY = 0xD000;
    static final int NEGATIVE_INFINITY = 0xF000;

    /** Digits after the decimal point, {@code NUMERIC_DSCALE_MAX}. */
    static final int MAX_SCALE = 0x3FFF;

    /** Digits before the decimal point (PostgreSQL documentation, "Numeric Types"). */
    static final int MAX_WHOLE_DIGITS = 131_072;

    private static final int BASE = 10_000;
    private static final int BASE_DIGITS = 4;
    /** Number of digits, weight, sign and scale. */
    private static final int HEADER_BYTES = 8;
    /** So many are at most 16 decimal ones, so they never overflow a long. */
    private static final int SMALL_DIGITS = 4;

    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        long power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private NumericBinary() {}

    /** True if the server's numeric can hold the value without rounding. */
    static boolean fits(BigDecimal value) {
        return value.scale() <= MAX_SCALE && (long) value.precision() - value.scale() <= MAX_WHOLE_DIGITS;
    }

    /** The sign field, which also tells the values that are no number; refuses what is none of the five. */
    static int sign(BinaryReader in) {
        int sign = in.readUnsignedShort();
        if (sign != POSITIVE
                && sign != NEGATIVE
                && sign != NAN
                && sign != POSITIVE_INFINITY
                && sign != NEGATIVE_INFINITY) {
            throw in.malformed("sign " + sign);
        }
        return sign;
    }

    /**
     * Reads a number of few digits, as most are, without an object beside it; null for everything else, a malformed value
     * included.
     */
    static @Nullable BigDecimal readSmall(byte[] data, int offset, int length) {
        if (length < HEADER_BYTES) {
            return null;
        }
        int count = Bytes.getShort(data, offset);
        int weight = Bytes.getShort(data, offset + 2);
        int sign = Bytes.getShort(data, offset + 4);
        int scale = Bytes.getShort(data, offset + 6);
        if (count < 0
                || count > SMALL_DIGITS
                || length != HEADER_BYTES + 2 * count
                || sign != POSITIVE && sign != NEGATIVE
                || scale < 0
                || scale > MAX_SCALE) {
            return null;
        }
        long digits = 0;
        for (int at = offset + HEADER_BYTES; at < offset + length; at += 2) {
            int digit = Bytes.getShort(data, at);
            if (digit < 0 || digit >= BASE) {
                return null;
            }
            digits = digits * BASE + digit;
        }
        return scaled(digits, BASE_DIGITS * (weight - count + 1) + scale, scale, sign == NEGATIVE);
    }

    /** Reads scale and digits; the reader stands behind the sign, which must be that of a number. */
    static BigDecimal read(BinaryReader in, int count, int weight, int sign) {
        int scale = in.readUnsignedShort();
        if (scale > MAX_SCALE) {
            throw in.malformed("scale " + scale);
        }
        if (in.remaining() != 2 * count) {
            throw in.malformed(count + " digits in " + in.remaining() + " bytes");
        }
        long small = 0;
        int first = Math.min(count, SMALL_DIGITS);
        for (int i = 0; i < first; i++) {
            small = small * BASE + digit(in);
        }
        int exponent = BASE_DIGITS * (weight - count + 1);
        StringBuilder decimal = new StringBuilder(count * BASE_DIGITS + 1);
        if (sign == NEGATIVE) {
            decimal.append('-');
        }
        decimal.append(small);
        for (int i = first; i < count; i++) {
            int digit = digit(in);
            for (int power = BASE / 10; power > 0; power /= 10) {
                decimal.append((char) ('0' + digit / power % 10));
            }
        }
        BigDecimal value = new BigDecimal(new BigInteger(decimal.toString()), -exponent);
        // The server cuts no digit: what is left out or added here is always zero.
        return value.setScale(scale, RoundingMode.DOWN);
    }

    /** {@code digits · 10^shift} as the unscaled value; null if that does not fit into a long. */
    private static @Nullable BigDecimal scaled(long digits, int shift, int scale, boolean negative) {
        long unscaled;
        if (digits == 0) {
            unscaled = 0;
        } else if (shift >= 0) {
            if (shift >= POWERS_OF_TEN.length || digits > Long.MAX_VALUE / POWERS_OF_TEN[shift]) {
                return null;
            }
            unscaled = digits * POWERS_OF_TEN[shift];
        } else {
            unscaled = -shift >= POWERS_OF_TEN.length ? 0 : digits / POWERS_OF_TEN[-shift];
        }
        return BigDecimal.valueOf(negative ? -unscaled : unscaled, scale);
    }

    private static int digit(BinaryReader in) {
        int digit = in.readUnsignedShort();
        if (digit >= BASE) {
            throw in.malformed("digit " + digit);
        }
        return digit;
    }

    /** Writes a value that {@link #fits}. */
    static void write(ByteBuf out, BigDecimal value) {
        BigDecimal number = value.scale() < 0 ? value.setScale(0) : value;
        int scale = number.scale();
        // Aligned so that the decimal point falls between two digits.
        BigInteger aligned = number.unscaledValue().abs();
        int padding = (BASE_DIGITS - scale % BASE_DIGITS) % BASE_DIGITS;
        if (padding > 0) {
            aligned = aligned.multiply(BigInteger.valueOf(POWERS_OF_TEN[padding]));
        }
        short[] digits = aligned.bitLength() < 64 ? split(aligned.longValue()) : split(aligned.toString());
        int weight = digits.length - (scale + padding) / BASE_DIGITS - 1;
        int count = digits.length;
        while (count > 0 && digits[count - 1] == 0) {
            count--;
        }
        out.writeShort(count);
        out.writeShort(count == 0 ? 0 : weight);
        out.writeShort(number.signum() < 0 ? NEGATIVE : POSITIVE);
        out.writeShort(scale);
        for (int i = 0; i < count; i++) {
            out.writeShort(digits[i]);
        }
    }

    private static short[] split(long value) {
        int count = 0;
        for (long rest = value; rest > 0; rest /= BASE) {
            count++;
        }
        short[] digits = new short[count];
        long rest = value;
        for (int i = count - 1; i >= 0; i--) {
            digits[i] = (short) (rest % BASE);
            rest /= BASE;
        }
        return digits;
    }

    private static short[] split(String decimal) {
        int count = (decimal.length() + BASE_DIGITS - 1) / BASE_DIGITS;
        short[] digits = new short[count];
        int position = decimal.length() - count * BASE_DIGITS;
        for (int i = 0; i < count; i++) {
            int digit = 0;
            for (int end = position + BASE_DIGITS; position < end; position++) {
                digit = digit * 10 + (position < 0 ? 0 : decimal.charAt(position) - '0');
            }
            digits[i] = (short) digit;
        }
        return digits;
    }
}
