package org.momoko.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedRowTests {
    private final Random random = new Random(20_261_127);

    /** The body of a DataRow; null is NULL. */
    private static ByteBuf body(byte[]... fields) {
        ByteBuf body = Unpooled.buffer().writeShort(fields.length);
        for (byte[] field : fields) {
            body.writeInt(field == null ? -1 : field.length);
            body.writeBytes(field == null ? new byte[0] : field);
        }
        return body;
    }

    private static byte[] packed(byte[]... fields) {
        ByteBuf body = body(fields);
        int size = PackedRow.size(body, 0, body.writerIndex(), fields.length);
        byte[] bytes = new byte[size];
        PackedRow.write(body, 0, fields.length, size, bytes, 0);
        return bytes;
    }

    private byte[] value(int length) {
        byte[] value = new byte[length];
        random.nextBytes(value);
        return value;
    }

    @Test
    void shortFieldsTakeOneByteMoreThanTheirValues() {
        byte[] row = packed(new byte[] {1, 2, 3, 4}, null, new byte[0], new byte[] {5});

        assertThat(row).containsExactly(4, 1, 2, 3, 4, 255, 0, 1, 5);
    }

    @Test
    void rowOfManyFieldsBeginsWithItsLength() {
        byte[] row = packed(new byte[] {1, 2, 3, 4}, null, new byte[0], new byte[] {5}, null);

        assertThat(row).containsExactly(10, 4, 1, 2, 3, 4, 255, 0, 1, 5, 255);
        assertThat(PackedRow.nextRow(row, 0, 5)).isEqualTo(row.length);
    }

    @Test
    void lengthsFrom254OnFollowInFourBytes() {
        byte[] value = value(254);

        byte[] row = packed(value);

        assertThat(row).hasSize(5 + 254).startsWith(254, 0, 0, 0, 254);
        assertThat(Arrays.copyOfRange(row, 5, 259)).isEqualTo(value);
    }

    @Test
    void rowWithoutColumnsIsItsLength() {
        assertThat(packed()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 245, 246, 247, 251, 252, 253, 254, 255, 256, 257, 65_536})
    void whatIsReadIsWhatWasPacked(int length) {
        byte[] value = value(length);
        byte[][] fields = {value, null, value, {7}, null, value};
        for (int count = 1; count <= fields.length; count++) {
            byte[][] some = Arrays.copyOf(fields, count);
            byte[] row = packed(some);

            assertThat(PackedRow.nextRow(row, 0, count)).isEqualTo(row.length);
            int at = PackedRow.firstField(row, 0, count);
            for (byte[] field : some) {
                assertThat(valueAt(row, at)).isEqualTo(field);
                at = PackedRow.nextField(row, at);
            }
            assertThat(at).isEqualTo(row.length);
        }
    }

    private static byte @Nullable [] valueAt(byte[] row, int offset) {
        int length = PackedRow.length(row, offset);
        int begin = PackedRow.value(row, offset);
        return length == PackedRow.NULL ? null : Arrays.copyOfRange(row, begin, begin + length);
    }

    @Test
    void sizeOfWhatIsNoRowIsAskedWithoutHarm() {
        for (int i = 0; i < 10_000; i++) {
            ByteBuf garbage = Unpooled.wrappedBuffer(value(random.nextInt(600)));
            int fields = random.nextInt(300);
            int length = garbage.readableBytes();

            int size = PackedRow.size(garbage, 0, length, fields);

            assertThat(size).isBetween(-1, 5 + length + Integer.BYTES * fields);
        }
    }
}
