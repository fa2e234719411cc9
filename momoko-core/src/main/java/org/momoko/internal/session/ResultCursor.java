package org.momoko.internal.session;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.momoko.api.Column;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.error.InterfaceException;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.CommandTag;

/**
 * A result as its caller sees it. It is the store of the rows itself, see {@link QueryResult}: what the event loop fills is
 * what the caller gets.
 */
final class ResultCursor<T> extends QueryResult<T> implements Cursor<T> {
    private final CursorFactory<T> factory;
    private final String query;
    private CursorFactory.@Nullable RowMapper<T> mapper;

    /** @param query what the caller wrote */
    ResultCursor(@Nullable ResultDescription columns, TextSettings settings, CursorFactory<T> factory, String query) {
        super(columns, settings);
        this.factory = factory;
        this.query = query;
    }

    private ResultCursor(ResultCursor<?> other, CursorFactory<T> factory) {
        super(other);
        this.factory = factory;
        this.query = other.query;
    }

    /** A cursor of its own over the same rows, before the first, which makes something else of them. */
    <R> ResultCursor<R> with(CursorFactory<R> other) {
        return new ResultCursor<>(this, other);
    }

    /** Takes over from the result of the statement before this one in the same text, with all those before that. */
    void follows(ResultCursor<T> before) {
        ResultExtras<T> previous = before.knownExtras();
        List<ResultCursor<T>> results = new ArrayList<>();
        if (previous != null && !previous.earlier.isEmpty()) {
            results = previous.earlier;
            previous.earlier = List.of();
        }
        results.add(before);
        extras().earlier = results;
    }

    private void checkOpen() {
        if (closed()) {
            throw new InterfaceException("cursor already closed");
        }
    }

    /** The columns; an error where there can be no rows. */
    private ResultDescription readable() {
        checkOpen();
        ResultDescription description = columns();
        if (description == null) {
            throw new ProgrammingException("no results to fetch");
        }
        return description;
    }

    @Override
    public @Nullable T fetchOne() {
        ResultDescription description = readable();
        return position() < rows() ? next(description) : null;
    }

    private T next(ResultDescription description) {
        CursorFactory.RowMapper<T> map = mapper;
        if (map == null) {
            map = factory.mapper(description.columns());
            mapper = map;
        }
        return map.map(take());
    }

    @Override
    public List<T> fetchMany(int count) {
        ResultDescription description = readable();
        int rest = rows() - position();
        int wanted = count < 0 ? rest : Math.min(count, rest);
        List<T> fetched = new ArrayList<>(wanted);
        for (int i = 0; i < wanted; i++) {
            fetched.add(next(description));
        }
        return fetched;
    }

    @Override
    public List<T> fetchAll() {
        return fetchMany(-1);
    }

    @Override
    public void scroll(int value, ScrollMode mode) {
        readable();
        long target = mode == ScrollMode.RELATIVE ? (long) position() + value : value;
        if (target < 0 || target >= rows()) {
            throw new ProgrammingException("scroll destination out of bounds: row " + target + " of " + rows());
        }
        moveTo((int) target);
    }

    @Override
    public List<T> toList() {
        readable();
        int before = position();
        moveTo(0);
        try {
            return fetchMany(-1);
        } finally {
            moveTo(before);
        }
    }

    @Override
    public Iterator<T> iterator() {
        readable();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return position() < rows();
            }

            @Override
            public T next() {
                ResultDescription description = readable();
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return ResultCursor.this.next(description);
            }
        };
    }

    @Override
    public Stream<T> stream() {
        readable();
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public long rowCount() {
        CommandTag tag = tag();
        return columns() != null && (tag == null || tag.rows() < 0) ? rows() : tag == null ? -1 : tag.rows();
    }

    @Override
    public int rowNumber() {
        return position();
    }

    @Override
    public @Nullable List<Column> description() {
        ResultDescription description = columns();
        return description == null ? null : description.columns();
    }

    @Override
    public String statusMessage() {
        CommandTag tag = tag();
        return tag == null ? "" : tag.text();
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public int arraySize() {
        ResultExtras<T> known = knownExtras();
        return known == null ? 1 : known.arraySize;
    }

    @Override
    public void arraySize(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("arraySize must be at least 1, but is " + rows);
        }
        extras().arraySize = rows;
    }

    @Override
    public List<Cursor<T>> results() {
        checkOpen();
        List<Cursor<T>> all = new ArrayList<>();
        ResultExtras<T> known = knownExtras();
        if (known != null) {
            all.addAll(known.earlier);
        }
        all.add(this);
        return all;
    }

    @Override
    public boolean closed() {
        return dropped();
    }

    @Override
    public void close() {
        dropRows();
    }

    @Override
    public String toString() {
        return "Cursor[" + statusMessage() + "]";
    }
}
