package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.FrameHeader;

/**
 * The rows of one statement as bytes: first written, on the event loop, then read from any position on. DataRow messages
 * that lie next to each other in the receive buffer go into a chunk of just their size, each as a {@link PackedRow}; a row
 * is found by its offset, its values are decoded when read.
 *
 * <p>The cursor that the caller gets is a subclass, so that a small result costs two objects: itself and its chunk.
 */
abstract class QueryResult<T> {
    /** The most that one chunk holds, so that a large result asks for no large block of memory. */
    private static final int MAX_CHUNK = 256 * 1024;

    private static final byte[] NO_BYTES = {};
    /** The chunk of a result whose rows were dropped. */
    private static final byte[] DROPPED = new byte[0];

    private final @Nullable ResultDescription description;
    private final TextSettings settings;
    /** The chunk that is written, the last one. */
    private byte[] chunk = NO_BYTES;

    /** Where the next row is written; from the command tag on, where the next one is read. */
    private int offset;

    private int rows;
    private int position;
    private @Nullable CommandTag tag;
    /** Null for most: a small result is little more than this object. */
    private @Nullable ResultExtras<T> extras;

    QueryResult(@Nullable ResultDescription description, TextSettings settings) {
        this.description = description;
        this.settings = settings;
    }

    /** The same rows, to be read from the first on. Nothing is written to either any more. */
    QueryResult(QueryResult<?> other) {
        this(other.description, other.settings);
        chunk = other.chunk;
        extras = other.extras == null ? null : new ResultExtras<>(other.extras);
        rows = other.rows;
        tag = other.tag;
    }

    /** What most results do not have; null where nobody has asked for it. */
    final @Nullable ResultExtras<T> knownExtras() {
        return extras;
    }

    final ResultExtras<T> extras() {
        ResultExtras<T> known = extras;
        if (known == null) {
            known = new ResultExtras<>();
            extras = known;
        }
        return known;
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

    /** How many bytes the rows take that came so far. */
    final long bytes() {
        return extras == null ? offset : extras.bytes() + offset;
    }

    final @Nullable CommandTag tag() {
        return tag;
    }

    /** No row follows: from now on they may be read. */
    final void tag(CommandTag commandTag) {
        tag = commandTag;
        offset = 0;
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
        int fields = buffer.getUnsignedShort(index);
        int size = PackedRow.size(buffer, index, length, fields);
        if (offset + size > chunk.length) {
            nextChunk(size + followingRows(buffer, index + length, fields, MAX_CHUNK - size));
        }
        PackedRow.write(buffer, index, fields, size, chunk, offset);
        offset += size;
        rows++;
    }

    /** The size of the complete rows whose messages lie from {@code index} on, as far as they fit. */
    private static int followingRows(ByteBuf buffer, int index, int fields, int limit) {
        int total = 0;
        int at = index;
        for (int bytes; (bytes = FrameHeader.completeBytes(buffer, at, BackendMessageType.DATA_ROW)) > 0; at += bytes) {
            int size = PackedRow.size(buffer, at + FrameHeader.BYTES, bytes - FrameHeader.BYTES, fields);
            if (size < 0 || size > limit - total) {
                break;
            }
            total += size;
        }
        return total;
    }

    private void nextChunk(int capacity) {
        if (offset > 0) {
            extras().add(offset == chunk.length ? chunk : Arrays.copyOf(chunk, offset));
        }
        chunk = new byte[capacity];
        offset = 0;
    }

    /** Takes the rows out of the result if the chunk that is written has no room for another one; else null. */
    final byte @Nullable [] takeFull() {
        if (offset < chunk.length) {
            return null;
        }
        byte[] full = chunk;
        chunk = NO_BYTES;
        offset = 0;
        return full;
    }

    /** Lets go of the rows. What is known of the result without them stays, and so do rows that somebody holds. */
    final void dropRows() {
        chunk = DROPPED;
        if (extras != null) {
            extras.drop();
        }
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
        byte[] before = extras == null ? null : extras.chunkToRead();
        return before == null ? chunk : before;
    }

    /** Goes on by a row, which must exist, and returns it. */
    final StoredRow take() {
        byte[] bytes = chunkToRead();
        StoredRow row = new StoredRow(this, bytes, offset);
        skip(bytes);
        return row;
    }

    private void skip(byte[] bytes) {
        // only rows of a known description are ever appended
        offset = PackedRow.nextRow(bytes, offset, description == null ? 0 : description.size());
        position++;
        // chunks before the last are full to their end; the end of the last is the end of the rows
        if (bytes != chunk && offset == bytes.length && extras != null) {
            extras.reading++;
            offset = 0;
        }
    }

    /** Goes to a row, which must exist unless it is the one behind the last. */
    final void moveTo(int row) {
        if (row < position) {
            offset = 0;
            position = 0;
            if (extras != null) {
                extras.reading = 0;
            }
        }
        while (position < row) {
            skip(chunkToRead());
        }
    }
}
