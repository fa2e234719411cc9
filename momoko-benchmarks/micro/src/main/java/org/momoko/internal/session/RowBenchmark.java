package org.momoko.internal.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.momoko.api.CursorFactory;
import org.momoko.api.Row;
import org.momoko.internal.codec.Codecs;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.CommandTag;
import org.momoko.internal.protocol.DataRow;
import org.momoko.internal.protocol.FieldDescription;
import org.momoko.internal.protocol.FormatCode;
import org.momoko.type.Oid;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The way of a row: checked in the receive buffer, copied into the result, read through a cursor. Per row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowBenchmark {
    private static final int ROWS = 1_000;
    private static final int HEADER = 1 + Integer.BYTES;

    private final ResultDescription description = ResultDescription.of(
            new FieldDescription[] {
                field("id", Oid.INT4), field("amount", Oid.INT8), field("name", Oid.TEXT), field("rate", Oid.FLOAT8)
            },
            Codecs.standard());
    private final ByteBuf received = received();
    private final CommandTag tag = tag();

    private static FieldDescription field(String name, int oid) {
        return new FieldDescription(name, 0, (short) 0, oid, (short) -1, -1, FormatCode.BINARY);
    }

    /** DataRow messages as they lie behind one another in a receive buffer. */
    private static ByteBuf received() {
        ByteBuf buffer = Unpooled.directBuffer();
        for (int i = 0; i < ROWS; i++) {
            byte[] name = ("row number " + i).getBytes(StandardCharsets.UTF_8);
            buffer.writeByte('D').writeInt(0);
            int body = buffer.writerIndex();
            buffer.writeShort(4);
            buffer.writeInt(Integer.BYTES).writeInt(i);
            buffer.writeInt(Long.BYTES).writeLong(i);
            buffer.writeInt(name.length).writeBytes(name);
            buffer.writeInt(Double.BYTES).writeDouble(i);
            buffer.setInt(body - Integer.BYTES, buffer.writerIndex() - body + Integer.BYTES);
        }
        return buffer;
    }

    private static CommandTag tag() {
        byte[] tag = ("SELECT " + ROWS + '\0').getBytes(StandardCharsets.US_ASCII);
        return CommandTag.read(Unpooled.wrappedBuffer(tag), 0, tag.length);
    }

    private ResultCursor<Row> gather() {
        ResultCursor<Row> result = new ResultCursor<>(description, TextSettings.DEFAULT, CursorFactory.rows(), "");
        int index = 0;
        while (index < received.writerIndex()) {
            int length = received.getInt(index + 1) - Integer.BYTES;
            DataRow.checkFields(received, index + HEADER, length, description.size());
            result.append(received, index + HEADER, length);
            index += HEADER + length;
        }
        result.tag(tag);
        return result;
    }

    /** What the event loop does. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Object store() {
        return gather();
    }

    /** The same, and all values read. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double storeAndRead() {
        double sum = 0;
        for (Row row : gather()) {
            String name = row.getString(2);
            sum += row.getInt(0) + row.getLong(1) + row.getDouble(3) + (name == null ? 0 : name.length());
        }
        return sum;
    }
}
