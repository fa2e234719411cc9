package org.momoko.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;

/** Conversions between numeric types: what does not fit into a whole number or a decimal fails; only float and double round. */
final class Numbers {
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);

    private Numbers() {}

    static DataException outOfRange(String typeName, String target) {
        return new DataException("a value of column type " + typeName + " does not fit into " + target);
    }

    static long toLong(@Nullable Object value, String typeName) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigDecimal decimal) {
            return toLong(decimal, typeName);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            // 2^63 itself is a double but not a long.
            if (number == Math.rint(number) && number >= -0x1p63 && number < 0x1p63) {
                return (long) number;
            }
            throw outOfRange(typeName, "a whole number");
        }
        throw Conversions.impossible(typeName, long.class);
    }

    private static long toLong(BigDecimal decimal, String typeName) {
        // Compared before converting: longValueExact of 1E+1000000 would build all its digits.
        if (decimal.compareTo(MAX_LONG) > 0 || decimal.compareTo(MIN_LONG) < 0) {
            throw outOfRange(typeName, "long");
        }
        try {
            return decimal.longValueExact();
        } catch (ArithmeticException fraction) {
            throw outOfRange(typeName, "a whole number");
        }
    }

    static double toDouble(@Nullable Object value, String typeName) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw Conversions.impossible(typeName, double.class);
    }

    /** A number as one of the JDK's number classes; null if the class is none of these. */
    static @Nullable Number convert(Number value, Class<?> type, String typeName) {
        if (type == Integer.class) {
            return (int) ranged(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "int", typeName);
        }
        if (type == Long.class) {
            return toLong(value, typeName);
        }
        if (type == Short.class) {
            return (short) ranged(value, Short.MIN_VALUE, Short.MAX_VALUE, "short", typeName);
        }
        if (type == Byte.class) {
            return (byte) ranged(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte", typeName);
        }
        if (type == Double.class) {
            return value.doubleValue();
        }
        if (type == Float.class) {
            float number = value.floatValue();
            if (Float.isInfinite(number) && Double.isFinite(value.doubleValue())) {
                throw outOfRange(typeName, "float");
            }
            return number;
        }
        if (type == BigDecimal.class) {
            return toBigDecimal(value, typeName);
        }
        if (type == BigInteger.class) {
            return toBigInteger(value, typeName);
        }
        return null;
    }

    private static long ranged(Number value, long min, long max, String target, String typeName) {
        long number = toLong(value, typeName);
        if (number < min || number > max) {
            throw outOfRange(typeName, target);
        }
        return number;
    }

    private static BigDecimal toBigDecimal(Number value, String typeName) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Double || value instanceof Float) {
            if (!Double.isFinite(value.doubleValue())) {
                throw outOfRange(typeName, "java.math.BigDecimal");
            }
            return value instanceof Float ? new BigDecimal(value.toString()) : BigDecimal.valueOf((Double) value);
        }
        return BigDecimal.valueOf(value.longValue());
    }

    private static BigInteger toBigInteger(Number value, String typeName) {
        try {
            return toBigDecimal(value, typeName).toBigIntegerExact();
        } catch (ArithmeticException fraction) {
            throw outOfRange(typeName, "a whole number");
        }
    }
}
