package org.momoko.api;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The complete result of a statement, held in memory: it outlives its connection, which may long serve others. Fetching
 * and iterating move on from the current row. A cursor is for one thread at a time.
 *
 * <p>A result that has no rows (UPDATE without RETURNING, DDL) fails every fetch with
 * {@link org.momoko.error.ProgrammingException} {@code no results to fetch}; a closed cursor fails with
 * {@link org.momoko.error.InterfaceException} {@code cursor already closed}.
 *
 * @param <T> what a row is, see {@link CursorFactory}
 */
public interface Cursor<T> extends Iterable<T>, AutoCloseable {

    /** How {@link #scroll} counts. */
    enum ScrollMode {
        RELATIVE,
        ABSOLUTE
    }

    /** The next row; null after the last one. */
    @Nullable
    T fetchOne();

    /** The next {@link #arraySize()} rows, fewer at the end. */
    default List<T> fetchMany() {
        return fetchMany(arraySize());
    }

    /** The next rows, at most {@code count}, all the rest when it is negative. */
    List<T> fetchMany(int count);

    /** The rest of the rows. */
    List<T> fetchAll();

    /**
     * Moves the current row.
     *
     * @throws org.momoko.error.ProgrammingException when the target lies outside the result; the position is unchanged
     */
    void scroll(int value, ScrollMode mode);

    /** As {@code scroll(value, RELATIVE)}. */
    default void scroll(int value) {
        scroll(value, ScrollMode.RELATIVE);
    }

    /** Rows of a SELECT, affected rows of a data-modifying statement, -1 for everything else. */
    long rowCount();

    /** The index of the row that the next fetch returns, from 0. */
    int rowNumber();

    /** The columns of the result; null when the statement returns no rows. */
    @Nullable
    List<Column> description();

    /** The command tag of the statement, for example {@code INSERT 0 2}. */
    String statusMessage();

    /** The caller's text. */
    String query();

    /** How many rows {@link #fetchMany()} returns; 1 unless changed. */
    int arraySize();

    /** Changes how many rows {@link #fetchMany()} returns; at least 1. */
    void arraySize(int rows);

    /** The results of every statement, when the text held several; this cursor is the last of them. */
    List<Cursor<T>> results();

    /** All rows from the first one on, whatever was fetched; leaves the position alone. */
    List<T> toList();

    /** The rest of the rows. */
    Stream<T> stream();

    /** Whether the cursor was closed. */
    boolean closed();

    /**
     * Lets go of the rows. Closing twice has no effect; rows handed out stay readable, and so do {@link #rowCount()},
     * {@link #description()} and {@link #statusMessage()}.
     */
    @Override
    void close();
}
