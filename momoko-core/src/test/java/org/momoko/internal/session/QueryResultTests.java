package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.internal.codec.Codecs;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.FieldDescription;
import org.momoko.internal.protocol.FormatCode;
import org.momoko.type.Oid;

/**
 * However rows arrive, one by one or many in a read, and in whatever chunks they are kept: what is read is what a plain list
 * of the values holds. Random rows, random reads, random ways through the cursor.
 */
class QueryResultTests {
    private static final int HEADER = 1 + Integer.BYTES;

    private final Random random = new Random(20_261_127);

    /** A row as it was made. */
    private record Made(int id, String name, long amount, byte[] bytes) {
        boolean isIn(Row row) {
            return row.getInt(0) == id
                    && (name == null ? row.isNull(1) : name.equals(row.getString(1)))
                    && row.getLong(2) == amount
                    && Arrays.equals(bytes, row.get(3, byte[].class));
        }
    }

    private static FieldDescription field(String name, int oid) {
        return new FieldDescription(name, 0, (short) 0, oid, (short) -1, -1, FormatCode.BINARY);
    }

    private static final ResultDescription COLUMNS = ResultDescription.of(
            new FieldDescription[] {
                field("id", Oid.INT4), field("name", Oid.TEXT), field("amount", Oid.INT8), field("bytes", Oid.BYTEA)
            },
            Codecs.standard());

    private Made made(int largest) {
        String name =
                random.nextInt(8) == 0 ? null : (random.nextBoolean() ? "Zürich " : "plain ").repeat(random.nextInt(4));
        byte[] bytes = new byte[random.nextInt(largest)];
        random.nextBytes(bytes);
        return new Made(random.nextInt(), name, random.nextLong(), bytes);
    }

    private static void write(ByteBuf out, Made row) {
        byte[] name = row.name() == null ? new byte[0] : row.name().getBytes(StandardCharsets.UTF_8);
        int start = out.writerIndex();
        out.writeByte('D').writeInt(0).writeShort(4);
        out.writeInt(Integer.BYTES).writeInt(row.id());
        out.writeInt(row.name() == null ? -1 : name.length).writeBytes(name);
        out.writeInt(Long.BYTES).writeLong(row.amount());
        out.writeInt(row.bytes().length).writeBytes(row.bytes());
        out.setInt(start + 1, out.writerIndex() - start - 1);
    }

    /** Stores the rows; each read holds some of them, and perhaps the beginning of the next. */
    private ResultCursor<Row> stored(List<Made> rows) {
        ResultCursor<Row> result = new ResultCursor<>(COLUMNS, TextSettings.DEFAULT, CursorFactory.rows(), "");
        int next = 0;
        while (next < rows.size()) {
            int end = Math.min(rows.size(), next + 1 + random.nextInt(1 + random.nextInt(50)));
            ByteBuf read = Unpooled.buffer();
            rows.subList(next, end).forEach(row -> write(read, row));
            int whole = read.writerIndex();
            if (end < rows.size()) {
                write(read, rows.get(end));
                read.writerIndex(whole + random.nextInt(read.writerIndex() - whole));
            } else if (random.nextBoolean()) {
                read.writeBytes(new byte[] {'C', 0, 0, 0, 4});
            }
            for (int index = 0; index < whole; ) {
                int length = read.getInt(index + 1) - Integer.BYTES;
                result.append(read, index + HEADER, length);
                index += HEADER + length;
            }
            next = end;
        }
        result.tag(selected(rows.size()));
        return result;
    }

    private static CommandTag selected(int rows) {
        byte[] tag = ("SELECT " + rows + '\0').getBytes(StandardCharsets.US_ASCII);
        return CommandTag.read(Unpooled.wrappedBuffer(tag), 0, tag.length);
    }

    @Test
    void rowsReadAreTheRowsReceived() {
        for (int round = 0; round < 300; round++) {
            int largest = round % 50 == 0 ? 20_000 : 60;
            List<Made> rows = new ArrayList<>();
            for (int left = random.nextInt(300); left > 0; left--) {
                rows.add(made(largest));
            }
            ResultCursor<Row> result = stored(rows);

            assertThat(result.rowCount()).isEqualTo(rows.size());
            readInOrder(result, rows);
            readHereAndThere(result, rows);
            readInOrder(result.with(CursorFactory.rows()), rows);
        }
    }

    private static void readInOrder(Cursor<Row> cursor, List<Made> rows) {
        List<Row> all = cursor.toList();
        assertThat(all).hasSameSizeAs(rows);
        for (int i = 0; i < all.size(); i++) {
            assertThat(rows.get(i).isIn(all.get(i))).isTrue();
        }
        int read = 0;
        for (Row row : cursor) {
            assertThat(rows.get(read++).isIn(row)).isTrue();
        }
        assertThat(read).isEqualTo(rows.size());
        assertThat(cursor.fetchOne()).isNull();
    }

    private void readHereAndThere(Cursor<Row> cursor, List<Made> rows) {
        for (int i = 0; i < 20 && !rows.isEmpty(); i++) {
            int at = random.nextInt(rows.size());
            cursor.scroll(at, Cursor.ScrollMode.ABSOLUTE);
            List<Row> some = cursor.fetchMany(1 + random.nextInt(5));
            for (int k = 0; k < some.size(); k++) {
                assertThat(rows.get(at + k).isIn(some.get(k))).isTrue();
            }
            assertThat(cursor.rowNumber()).isEqualTo(at + some.size());
        }
    }
}
