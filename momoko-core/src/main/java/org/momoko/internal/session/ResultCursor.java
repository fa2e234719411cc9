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
import org.momoko.api.Row;
import org.momoko.error.InterfaceException;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.codec.Bytes;
import org.momoko.internal.protocol.CommandTag;

/** A cursor over a {@link QueryResult}: a position in its chunks, and the factory that makes rows what they are. */
final class ResultCursor<T> implements Cursor<T> {
    private QueryResult result;
    private final CursorFactory<T> factory;
    private final String query;
    private @Nullable List<QueryResult> earlierResults;
    private CursorFactory.@Nullable RowMapper<T> mapper;
    private int chunk;
    private int offset;
    private int position;
    private int arraySize = 1;
    private boolean closed;

    /** @param earlierResults the results of the statements before this one in the same text; null when there are none */
    ResultCursor(
            QueryResult result, CursorFactory<T> factory, String query, @Nullable List<QueryResult> earlierResults) {
        this.result = result;
        this.factory = factory;
        this.query = query;
        this.earlierResults = earlierResults;
    }

    private void checkOpen() {
        if (closed) {
            throw new InterfaceException("cursor already closed");
        }
    }

    private ResultDescription rows() {
        checkOpen();
        ResultDescription description = result.description();
        if (description == null) {
            throw new ProgrammingException("no results to fetch");
        }
        return description;
    }

    @Override
    public @Nullable T fetchOne() {
        ResultDescription description = rows();
        return position < result.rows() ? next(description) : null;
    }

    private T next(ResultDescription description) {
        CursorFactory.RowMapper<T> map = mapper;
        if (map == null) {
            map = factory.mapper(description.columns());
            mapper = map;
        }
        byte[] bytes = result.chunk(chunk);
        Row row = new StoredRow(result, description, bytes, offset);
        skip(bytes);
        return map.map(row);
    }

    private void skip(byte[] bytes) {
        offset += Bytes.getInt(bytes, offset);
        position++;
        if (offset >= result.chunkEnd(chunk)) {
            chunk++;
            offset = 0;
        }
    }

    @Override
    public List<T> fetchMany(int count) {
        ResultDescription description = rows();
        int rest = result.rows() - position;
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
        rows();
        long target = mode == ScrollMode.RELATIVE ? (long) position + value : value;
        if (target < 0 || target >= result.rows()) {
            throw new ProgrammingException("scroll destination out of bounds: row " + target + " of " + result.rows());
        }
        moveTo((int) target);
    }

    private void moveTo(int target) {
        if (target < position) {
            chunk = 0;
            offset = 0;
            position = 0;
        }
        while (position < target) {
            skip(result.chunk(chunk));
        }
    }

    @Override
    public List<T> toList() {
        rows();
        int before = position;
        moveTo(0);
        try {
            return fetchMany(-1);
        } finally {
            moveTo(before);
        }
    }

    @Override
    public Iterator<T> iterator() {
        rows();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return position < result.rows();
            }

            @Override
            public T next() {
                ResultDescription description = rows();
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return ResultCursor.this.next(description);
            }
        };
    }

    @Override
    public Stream<T> stream() {
        rows();
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public long rowCount() {
        CommandTag tag = result.tag();
        return result.description() != null && (tag == null || tag.rows() < 0)
                ? result.rows()
                : tag == null ? -1 : tag.rows();
    }

    @Override
    public int rowNumber() {
        return position;
    }

    @Override
    public @Nullable List<Column> description() {
        ResultDescription description = result.description();
        return description == null ? null : description.columns();
    }

    @Override
    public String statusMessage() {
        CommandTag tag = result.tag();
        return tag == null ? "" : tag.text();
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public int arraySize() {
        return arraySize;
    }

    @Override
    public void arraySize(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("arraySize must be at least 1, but is " + rows);
        }
        arraySize = rows;
    }

    @Override
    public List<Cursor<T>> results() {
        checkOpen();
        List<Cursor<T>> all = new ArrayList<>();
        if (earlierResults != null) {
            for (QueryResult earlier : earlierResults) {
                all.add(new ResultCursor<>(earlier, factory, query, null));
            }
        }
        all.add(this);
        return all;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            result = result.withoutRows();
            earlierResults = null;
        }
    }

    @Override
    public String toString() {
        return "Cursor[" + statusMessage() + "]";
    }
}
