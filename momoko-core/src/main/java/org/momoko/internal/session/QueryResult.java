package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.codec.Bytes;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.FrameHeader;

/**
 * The rows of one statement as bytes: first written, on the event loop, then read from any position on. DataRow messages
 * that lie next to each other in the receive buffer are copied together, once, into a chunk of just that size; a row is
 * found by its offset, its values are decoded when read. A row in a chunk looks as on the wire, without its tag: int32
 * length (counting itself), int16 number of fields, then each field.
 *
 * <p>The cursor that the caller gets is a subclass, so that a small result costs two objects: itself and its chunk.
 */
abstract class QueryResult {
    /** The most that one chunk holds, so that a large result asks for no large block of memory. */
    private static final int MAX_CHUNK = 256 * 1024;

    private static final byte[] NO_BYTES = {};
    /** The chunk of a result whose rows were dropped. */
    private static final byte[] DROPPED = new byte[0];

    private final @Nullable ResultDescription description;
    private final TextSettings settings;
    /** The chunk that is written, the last one. */
    private byte[] chunk = NO_BYTES;

    private int used;
    private @Nullable FilledChunks filled;
    private int rows;
    private @Nullable CommandTag tag;
    /** Where the next row to read begins, in the chunk that is read. */
    private int offset;

    private int position;

    QueryResult(@Nullable ResultDescription description, TextSettings settings) {
        this.description = description;
        this.settings = settings;
    }

    /** The same rows, to be read from the first on. Nothing is written to either any more. */
    QueryResult(QueryResult other) {
        this(other.description, other.settings);
        chunk = other.chunk;
        used = other.used;
        filled = other.filled == null ? null : new FilledChunks(other.filled);
        rows = other.rows;
        tag = other.tag;
    }

    /** The chunks before the last one. Most results need none of this. */
    private static final class FilledChunks {
        private final List<byte[]> chunks;
        private long bytes;
        /** The number of the chunk that is read; that of the last one is the size of the list. */
        private int reading;

        FilledChunks() {
            chunks = new ArrayList<>();
        }

        FilledChunks(FilledChunks other) {
            chunks = other.chunks;
            bytes = other.bytes;
        }

        void add(byte[] full) {
            chunks.add(full);
            bytes += full.length;
        }
    }

    /** Null when the statement returns no rows. */
    final @Nullable ResultDescription columns() {
        return description;
    }

    final TextSettings settings() {
        return settings;
    }

    final int rows() {
        return rows;
    }

    /** How many bytes the rows take. */
    final long bytes() {
        return filled == null ? used : filled.bytes + used;
    }

    final @Nullable CommandTag tag() {
        return tag;
    }

    final void tag(CommandTag commandTag) {
        tag = commandTag;
    }

    // ---- writing --------------------------------------------------------------------------------------------------

    /**
     * Appends a row.
     *
     * @param buffer borrowed; also holds what was received after this row
     * @param index where the body of the DataRow begins, after its length
     * @param length the length of the body
     */
    final void append(ByteBuf buffer, int index, int length) {
        int size = Integer.BYTES + length;
        if (used + size > chunk.length) {
            nextChunk(size + followingRows(buffer, index + length, MAX_CHUNK - size));
        }
        buffer.getBytes(index - Integer.BYTES, chunk, used, size);
        used += size;
        rows++;
    }

    /** The size of the complete DataRow messages from {@code index} on, without their tags, as far as they fit. */
    private static int followingRows(ByteBuf buffer, int index, int limit) {
        int end = buffer.writerIndex();
        int total = 0;
        int at = index;
        while (end - at >= FrameHeader.BYTES && buffer.getByte(at) == BackendMessageType.DATA_ROW) {
            int size = buffer.getInt(at + 1);
            if (size < Integer.BYTES || size > end - at - 1 || size > limit - total) {
                break;
            }
            total += size;
            at += 1 + size;
        }
        return total;
    }

    private void nextChunk(int capacity) {
        if (used > 0) {
            if (filled == null) {
                filled = new FilledChunks();
            }
            filled.add(used == chunk.length ? chunk : Arrays.copyOf(chunk, used));
        }
        chunk = new byte[capacity];
        used = 0;
    }

    /** Takes the rows out of the result if the chunk that is written has no room for another one; else null. */
    final byte @Nullable [] takeFull() {
        if (used < chunk.length) {
            return null;
        }
        byte[] full = chunk;
        chunk = NO_BYTES;
        used = 0;
        return full;
    }

    /** Lets go of the rows. What is known of the result without them stays, and so do rows that somebody holds. */
    final void dropRows() {
        chunk = DROPPED;
        used = 0;
        filled = null;
    }

    final boolean dropped() {
        return chunk == DROPPED;
    }

    // ---- reading --------------------------------------------------------------------------------------------------

    /** How many rows lie before the next one to read. */
    final int position() {
        return position;
    }

    final byte[] chunkToRead() {
        FilledChunks before = filled;
        return before != null && before.reading < before.chunks.size() ? before.chunks.get(before.reading) : chunk;
    }

    /** Goes on by a row, which must exist, and returns it. */
    final StoredRow take() {
        byte[] bytes = chunkToRead();
        StoredRow row = new StoredRow(this, bytes, offset);
        skip(bytes);
        return row;
    }

    private void skip(byte[] bytes) {
        offset += Bytes.getInt(bytes, offset);
        position++;
        // chunks before the last are full to their end; the end of the last is the end of the rows
        if (bytes != chunk && offset == bytes.length && filled != null) {
            filled.reading++;
            offset = 0;
        }
    }

    /** Goes to a row, which must exist unless it is the one behind the last. */
    final void moveTo(int row) {
        if (row < position) {
            offset = 0;
            position = 0;
            if (filled != null) {
                filled.reading = 0;
            }
        }
        while (position < row) {
            skip(chunkToRead());
        }
    }
}
