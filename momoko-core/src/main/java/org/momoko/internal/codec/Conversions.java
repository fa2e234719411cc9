package org.momoko.internal.codec;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.momoko.error.DataException;
import org.momoko.type.Interval;

/** Turns a decoded value into the class that a caller asked for, or says that this column type cannot be read as it. */
final class Conversions {
    private Conversions() {}

    static DataException impossible(String typeName, Class<?> type) {
        return new DataException("column type " + typeName + " cannot be read as " + type.getTypeName());
    }

    /** @throws DataException if there is no such conversion or this value does not fit */
    @SuppressWarnings("unchecked")
    static <T> T convert(Object value, Class<T> type, String typeName) {
        Class<?> boxed = type.isPrimitive() ? box(type) : type;
        if (boxed.isInstance(value)) {
            return (T) value;
        }
        Object converted = null;
        if (value instanceof Number number) {
            converted = Numbers.convert(number, boxed, typeName);
        } else if (value instanceof String text) {
            converted = fromString(text, boxed, typeName);
        } else if (value instanceof OffsetDateTime time) {
            converted = fromOffsetDateTime(time, boxed);
        } else if (value instanceof Interval interval) {
            converted = fromInterval(interval, boxed, typeName);
        } else if (value instanceof byte[] bytes && boxed == ByteBuffer.class) {
            converted = ByteBuffer.wrap(bytes);
        }
        if (converted == null) {
            throw impossible(typeName, type);
        }
        return (T) converted;
    }

    private static Class<?> box(Class<?> primitive) {
        // Array creation is the JDK's shortest way from int.class to Integer.class.
        return Array.get(Array.newInstance(primitive, 1), 0).getClass();
    }

    private static @Nullable Object fromString(String text, Class<?> type, String typeName) {
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
            throw new DataException(
                    "a value of column type " + typeName + " is not the name of a constant of " + type.getTypeName());
        }
        if (type == Character.class) {
            if (text.length() != 1) {
                throw Numbers.outOfRange(typeName, "char");
            }
            return text.charAt(0);
        }
        return null;
    }

    private static @Nullable Object fromOffsetDateTime(OffsetDateTime time, Class<?> type) {
        boolean infinite = time.equals(OffsetDateTime.MAX) || time.equals(OffsetDateTime.MIN);
        if (type == Instant.class) {
            if (infinite) {
                return time.equals(OffsetDateTime.MAX) ? Instant.MAX : Instant.MIN;
            }
            return time.toInstant();
        }
        if (type == ZonedDateTime.class) {
            return time.toZonedDateTime();
        }
        if (type == Date.class && !infinite) {
            return Date.from(time.toInstant());
        }
        return null;
    }

    private static @Nullable Object fromInterval(Interval interval, Class<?> type, String typeName) {
        if (type == Duration.class) {
            return interval.toDuration();
        }
        if (type == Period.class) {
            if (interval.microseconds() != 0) {
                throw Numbers.outOfRange(typeName, "java.time.Period");
            }
            return Period.of(interval.months() / 12, interval.months() % 12, interval.days());
        }
        return null;
    }
}
