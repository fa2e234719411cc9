package org.momoko.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of a result. Columns are numbered from 0; a name means the last column of that name. Values are decoded when they
 * are read. Reading may throw {@link org.momoko.error.DataException}: unknown column, a value that does not fit the type
 * asked for, or SQL NULL read as a primitive.
 *
 * <p>A row outlives its cursor and its connection. It may be read from any thread, by one thread at a time.
 */
public interface Row {

    /** The number of columns. */
    int size();

    /** The column at an index. */
    Column column(int index);

    /**
     * The index of the last column with this name.
     *
     * @throws org.momoko.error.DataException when there is none; the message lists the names there are
     */
    int indexOf(String name);

    /** Whether the value is SQL NULL. */
    boolean isNull(int index);

    /** The value in the Java type that belongs to the column's type; null for SQL NULL. */
    @Nullable
    Object get(int index);

    /** The value converted to a type; null for SQL NULL. */
    <T> @Nullable T get(int index, Class<T> type);

    /**
     * The value as a boolean, without boxing.
     *
     * @throws org.momoko.error.DataException also for SQL NULL
     */
    boolean getBoolean(int index);

    /**
     * The value as an int, without boxing.
     *
     * @throws org.momoko.error.DataException also for SQL NULL, and when the value does not fit
     */
    int getInt(int index);

    /**
     * The value as a long, without boxing.
     *
     * @throws org.momoko.error.DataException also for SQL NULL, and when the value does not fit
     */
    long getLong(int index);

    /**
     * The value as a double, without boxing.
     *
     * @throws org.momoko.error.DataException also for SQL NULL
     */
    double getDouble(int index);

    /** The value as text: the string of a textual column, the text form of any other; null for SQL NULL. */
    @Nullable
    String getString(int index);

    /** Whether the value is SQL NULL. */
    default boolean isNull(String name) {
        return isNull(indexOf(name));
    }

    /** As {@link #get(int)}. */
    default @Nullable Object get(String name) {
        return get(indexOf(name));
    }

    /** As {@link #get(int, Class)}. */
    default <T> @Nullable T get(String name, Class<T> type) {
        return get(indexOf(name), type);
    }

    /** As {@link #getBoolean(int)}. */
    default boolean getBoolean(String name) {
        return getBoolean(indexOf(name));
    }

    /** As {@link #getInt(int)}. */
    default int getInt(String name) {
        return getInt(indexOf(name));
    }

    /** As {@link #getLong(int)}. */
    default long getLong(String name) {
        return getLong(indexOf(name));
    }

    /** As {@link #getDouble(int)}. */
    default double getDouble(String name) {
        return getDouble(indexOf(name));
    }

    /** As {@link #getString(int)}. */
    default @Nullable String getString(String name) {
        return getString(indexOf(name));
    }

    /** As {@code get(index, BigDecimal.class)}. */
    default @Nullable BigDecimal getBigDecimal(int index) {
        return get(index, BigDecimal.class);
    }

    /** As {@code get(name, BigDecimal.class)}. */
    default @Nullable BigDecimal getBigDecimal(String name) {
        return get(name, BigDecimal.class);
    }

    /** As {@code get(name, UUID.class)}. */
    default @Nullable UUID getUuid(String name) {
        return get(name, UUID.class);
    }

    /** As {@code get(name, LocalDate.class)}. */
    default @Nullable LocalDate getLocalDate(String name) {
        return get(name, LocalDate.class);
    }

    /** As {@code get(name, LocalDateTime.class)}. */
    default @Nullable LocalDateTime getLocalDateTime(String name) {
        return get(name, LocalDateTime.class);
    }

    /** As {@code get(name, OffsetDateTime.class)}. */
    default @Nullable OffsetDateTime getOffsetDateTime(String name) {
        return get(name, OffsetDateTime.class);
    }

    /** As {@code get(name, Instant.class)}. */
    default @Nullable Instant getInstant(String name) {
        return get(name, Instant.class);
    }

    /** As {@code get(name, byte[].class)}. */
    default byte @Nullable [] getBytes(String name) {
        return get(name, byte[].class);
    }

    /** The elements of a one-dimensional array, each of the given type; null for SQL NULL. */
    <T> @Nullable List<@Nullable T> getList(int index, Class<T> elementType);

    /** As {@link #getList(int, Class)}. */
    default <T> @Nullable List<@Nullable T> getList(String name, Class<T> elementType) {
        return getList(indexOf(name), elementType);
    }

    /** The columns by name, in their order; of several with one name the last one counts. A new, modifiable map. */
    Map<String, @Nullable Object> asMap();
}
