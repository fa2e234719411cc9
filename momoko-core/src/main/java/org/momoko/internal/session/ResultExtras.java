package org.momoko.internal.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What few results have, so that the others need no room for it. */
final class ResultExtras<T> {
    /** The chunks before the last one, each full. */
    private List<byte[]> chunks;

    private long bytes;
    /** The number of the chunk that is read; that of the last one is the size of the list. */
    int reading;

    int arraySize = 1;
    /** The results of the statements before this one in the same text. */
    List<ResultCursor<T>> earlier = List.of();

    ResultExtras() {
        chunks = new ArrayList<>();
    }

    /** The same chunks, to be read from the first on. */
    ResultExtras(ResultExtras<?> other) {
        chunks = other.chunks;
        bytes = other.bytes;
    }

    void add(byte[] full) {
        chunks.add(full);
        bytes += full.length;
    }

    /** The chunk that is read; null for the last one. */
    byte @Nullable [] chunkToRead() {
        return reading < chunks.size() ? chunks.get(reading) : null;
    }

    /** Lets go of rows and results. */
    void drop() {
        chunks = List.of();
        earlier = List.of();
    }

    /** How much is in the chunks before the last one. */
    long bytes() {
        return bytes;
    }
}
