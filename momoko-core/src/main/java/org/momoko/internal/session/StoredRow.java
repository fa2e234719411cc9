package org.momoko.internal.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Column;
import org.momoko.api.Row;
import org.momoko.error.DataException;

/**
 * A row as a place in the bytes of its result. Finding a column walks over the lengths of those before it, from the
 * column that was read last if that lies before; reading columns in order walks over each once.
 */
final class StoredRow implements Row {
    private final QueryResult<?> result;
    private final byte[] bytes;
    private final int start;
    private int walkedColumn;
    private int walkedOffset;

    StoredRow(QueryResult<?> result, byte[] bytes, int start) {
        this.result = result;
        this.bytes = bytes;
        this.start = start;
        this.walkedOffset = PackedRow.firstField(bytes, start, description().size());
    }

    /** A result with rows has columns. */
    private ResultDescription description() {
        return Objects.requireNonNull(result.columns());
    }

    /** Where the length of a column's value stands; the value follows it. */
    private int locate(int index) {
        if (index < 0 || index >= description().size()) {
            throw new DataException("There is no column " + index + ": the result has columns 0 to "
                    + (description().size() - 1));
        }
        if (index < walkedColumn) {
            walkedColumn = 0;
            walkedOffset = PackedRow.firstField(bytes, start, description().size());
        }
        int offset = walkedOffset;
        for (int column = walkedColumn; column < index; column++) {
            offset = PackedRow.nextField(bytes, offset);
        }
        walkedColumn = index;
        walkedOffset = offset;
        return offset;
    }

    /** Where the length of a column's value stands, which must not be NULL. */
    private int locateValue(int index) {
        int offset = locate(index);
        if (PackedRow.length(bytes, offset) == PackedRow.NULL) {
            throw new DataException(
                    "Column " + description().columns().get(index).name()
                            + " is NULL, which a primitive cannot hold; ask isNull first, or use get");
        }
        return offset;
    }

    @Override
    public int size() {
        return description().size();
    }

    @Override
    public Column column(int index) {
        locate(index);
        return description().columns().get(index);
    }

    @Override
    public int indexOf(String name) {
        int index = description().indexOf(name);
        if (index < 0) {
            throw new DataException("There is no column " + name + "; the columns are "
                    + description().columns().stream().map(Column::name).toList());
        }
        return index;
    }

    @Override
    public boolean isNull(int index) {
        return PackedRow.length(bytes, locate(index)) == PackedRow.NULL;
    }

    @Override
    public @Nullable Object get(int index) {
        int offset = locate(index);
        int length = PackedRow.length(bytes, offset);
        if (length == PackedRow.NULL) {
            return null;
        }
        return description()
                .codec(index)
                .decode(
                        bytes,
                        PackedRow.value(bytes, offset),
                        length,
                        description().binary(index),
                        result.settings());
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> type) {
        int offset = locate(index);
        int length = PackedRow.length(bytes, offset);
        if (length == PackedRow.NULL) {
            return null;
        }
        return description()
                .codec(index)
                .decodeAs(
                        bytes,
                        PackedRow.value(bytes, offset),
                        length,
                        description().binary(index),
                        result.settings(),
                        type);
    }

    @Override
    public <T> @Nullable List<@Nullable T> getList(int index, Class<T> elementType) {
        @SuppressWarnings("unchecked") // arrayType() of Class<T> is the class of T[]
        T[] elements = (T[]) get(index, elementType.arrayType());
        return elements == null ? null : Collections.unmodifiableList(Arrays.asList(elements));
    }

    @Override
    public boolean getBoolean(int index) {
        int offset = locateValue(index);
        return description()
                .codec(index)
                .decodeBoolean(
                        bytes,
                        PackedRow.value(bytes, offset),
                        PackedRow.length(bytes, offset),
                        description().binary(index),
                        result.settings());
    }

    @Override
    public int getInt(int index) {
        int offset = locateValue(index);
        return description()
                .codec(index)
                .decodeInt(
                        bytes,
                        PackedRow.value(bytes, offset),
                        PackedRow.length(bytes, offset),
                        description().binary(index),
                        result.settings());
    }

    @Override
    public long getLong(int index) {
        int offset = locateValue(index);
        return description()
                .codec(index)
                .decodeLong(
                        bytes,
                        PackedRow.value(bytes, offset),
                        PackedRow.length(bytes, offset),
                        description().binary(index),
                        result.settings());
    }

    @Override
    public double getDouble(int index) {
        int offset = locateValue(index);
        return description()
                .codec(index)
                .decodeDouble(
                        bytes,
                        PackedRow.value(bytes, offset),
                        PackedRow.length(bytes, offset),
                        description().binary(index),
                        result.settings());
    }

    @Override
    public @Nullable String getString(int index) {
        return get(index, String.class);
    }

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < description().size(); i++) {
            map.put(description().columns().get(i).name(), get(i));
        }
        return map;
    }

    /** The values in column order, as the seed prints a tuple. */
    @Override
    public String toString() {
        return asMap().toString();
    }
}
