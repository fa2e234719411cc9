package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.BackendMessageType;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.FrameHeader;

/**
 * The rows of one statement as bytes. DataRow messages that lie next to each other in the receive buffer are copied
 * together, once, into a chunk of just that size; a row is found by its offset, its values are decoded when read. A row
 * in a chunk looks as on the wire, without its tag: int32 length (counting itself), int16 number of fields, then each
 * field.
 */
final class QueryResult {
    /** The most that one chunk holds, so that a large result asks for no large block of memory. */
    private static final int MAX_CHUNK = 256 * 1024;

    private static final byte[] NO_BYTES = {};

    private final @Nullable ResultDescription description;
    private final TextSettings settings;
    private byte[] chunk = NO_BYTES;
    private int used;
    /** The chunks before the current one; null while there is none, as for most results. */
    private @Nullable List<byte[]> filled;

    private int rows;
    private long bytes;
    private @Nullable CommandTag tag;

    QueryResult(@Nullable ResultDescription description, TextSettings settings) {
        this.description = description;
        this.settings = settings;
    }

    /** What there is to know of this result without its rows. */
    QueryResult withoutRows() {
        QueryResult rest = new QueryResult(description, settings);
        rest.rows = rows;
        rest.tag = tag;
        return rest;
    }

    /** Null when the statement returns no rows. */
    @Nullable
    ResultDescription description() {
        return description;
    }

    TextSettings settings() {
        return settings;
    }

    int rows() {
        return rows;
    }

    /** How many bytes the rows take. */
    long bytes() {
        return bytes;
    }

    @Nullable
    CommandTag tag() {
        return tag;
    }

    void tag(CommandTag commandTag) {
        tag = commandTag;
    }

    /**
     * Appends a row.
     *
     * @param buffer borrowed; also holds what was received after this row
     * @param index where the body of the DataRow begins, after its length
     * @param length the length of the body
     */
    void append(ByteBuf buffer, int index, int length) {
        int size = Integer.BYTES + length;
        if (used + size > chunk.length) {
            nextChunk(size + followingRows(buffer, index + length, MAX_CHUNK - size));
        }
        buffer.getBytes(index - Integer.BYTES, chunk, used, size);
        used += size;
        bytes += size;
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
                filled = new ArrayList<>();
            }
            filled.add(used == chunk.length ? chunk : Arrays.copyOf(chunk, used));
        }
        chunk = new byte[capacity];
        used = 0;
    }

    /** How many chunks there are. */
    int chunks() {
        int before = filled == null ? 0 : filled.size();
        return used > 0 ? before + 1 : before;
    }

    byte[] chunk(int number) {
        return filled != null && number < filled.size() ? filled.get(number) : chunk;
    }

    /** Where the rows of a chunk end. */
    int chunkEnd(int number) {
        byte[] bytes = chunk(number);
        return bytes == chunk ? used : bytes.length;
    }
}
