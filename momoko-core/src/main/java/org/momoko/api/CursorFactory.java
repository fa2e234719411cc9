package org.momoko.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a row of a {@link Cursor} is. Stateless and shared between threads.
 *
 * @param <T> what a row becomes
 */
@FunctionalInterface
public interface CursorFactory<T> {

    /**
     * Prepares the mapping for a result, once for each result.
     *
     * @param columns the columns of the result
     * @return turns a row into what the cursor hands out, each time the row is fetched; an exception it throws reaches
     *     whoever fetches
     */
    RowMapper<T> mapper(List<Column> columns);

    /**
     * Turns a row into what the cursor hands out.
     *
     * @param <T> what a row becomes
     */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(Row row);
    }

    /** Rows as they are: the default. */
    static CursorFactory<Row> rows() {
        return RowFactories.ROWS;
    }

    /** Each row as a map from column name to value, in column order; of several columns with one name the last counts. */
    static CursorFactory<Map<String, @Nullable Object>> maps() {
        return RowFactories.MAPS;
    }

    /**
     * Each row as a Java record: a component takes the column of its name, where {@code unitPrice} also matches
     * {@code unit_price} and letter case does not count.
     *
     * @throws IllegalArgumentException when the class is not a record
     */
    static <R extends Record> CursorFactory<R> records(Class<R> type) {
        return new RecordFactory<>(type);
    }
}
