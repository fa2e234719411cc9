package org.momoko.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.HexBytes;

class BufferWriterTests {
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void stringIsWrittenAsUtf8WithTerminator() {
        write("a");
        write("é");
        write("€");
        write("😀");
        write("");

        assertThat(HexBytes.of(out)).isEqualTo(HexBytes.of("6100 c3a900 e282ac00 f09f988000 00"));
    }

    @Test
    void lengthCountsBytesNotCharacters() {
        assertThat(BufferWriter.utf8Length("aé€😀", "text")).isEqualTo(1 + 2 + 3 + 4);
    }

    @Test
    void nulIsRefusedWithFieldAndIndex() {
        assertThatThrownBy(() -> BufferWriter.utf8Length("x\0user", "application_name"))
                .isInstanceOfSatisfying(
                        ProgrammingException.class,
                        e -> assertThat(e.nothingSent()).isTrue())
                .hasMessage("application_name contains NUL (U+0000) at index 1");
    }

    @Test
    void unpairedSurrogateIsRefusedWithFieldAndIndex() {
        for (String text : new String[] {"ab\ud83d", "ab\ude00", "ab\ud83dc", "ab\ude00\ud83d"}) {
            assertThatThrownBy(() -> BufferWriter.utf8Length(text, "SQL text"))
                    .isInstanceOf(ProgrammingException.class)
                    .hasMessage("SQL text contains an unpaired surrogate at index 2");
        }
    }

    @Test
    void valueLengthExcludesItself() {
        out.writeByte(1);
        int index = BufferWriter.reserveLength(out);
        out.writeShort(7);
        BufferWriter.fillLength(out, index, "value");

        assertThat(HexBytes.of(out)).isEqualTo(HexBytes.of("01 00000002 0007"));
    }

    @Test
    void messageLengthIncludesItself() {
        out.writeByte('B');
        int index = BufferWriter.reserveLength(out);
        out.writeShort(7);
        BufferWriter.fillMessageLength(out, index, "Bind");

        assertThat(HexBytes.of(out)).isEqualTo(HexBytes.of("42 00000006 0007"));
    }

    @Test
    void lengthThatWouldWrapAroundIsRefused() {
        // 2^32 + 4 narrowed to an int is 4, the length of an empty message.
        assertThatThrownBy(() -> BufferWriter.beginMessage(out, (byte) 'Q', (1L << 32) + 4, "Query"))
                .isInstanceOfSatisfying(
                        ProgrammingException.class,
                        e -> assertThat(e.nothingSent()).isTrue())
                .hasMessage("Query: 4294967300 bytes, PostgreSQL accepts at most 1073741822");
        assertThat(out.readableBytes()).isZero();
    }

    @Test
    void largestLengthOfTheServerIsAccepted() {
        assertThat(BufferWriter.checkedLength(0x3ffffffeL, BufferWriter.MAX_MESSAGE_LENGTH, "CopyData"))
                .isEqualTo(0x3ffffffe);
        assertThatThrownBy(() -> BufferWriter.checkedLength(0x3fffffffL, BufferWriter.MAX_MESSAGE_LENGTH, "CopyData"))
                .isInstanceOf(ProgrammingException.class);
    }

    @Test
    void tooLongContentIsCutOffAgain() {
        HugeBuffer huge = new HugeBuffer();
        huge.writerIndex(10);
        int index = BufferWriter.reserveLength(huge);
        huge.writerIndex(0x40000010);

        assertThatThrownBy(() -> BufferWriter.fillLength(huge, index, "parameter 1"))
                .hasMessage("parameter 1: 1073741826 bytes, PostgreSQL accepts at most 1073741822");
        assertThat(huge.writerIndex()).isEqualTo(10);
        huge.release();
    }

    @Test
    void countsAreUnsignedSixteenBits() {
        BufferWriter.count16(out, 65535, "parameters");

        assertThat(HexBytes.of(out)).isEqualTo("ffff");
        assertThatThrownBy(() -> BufferWriter.count16(out, 65536, "parameters"))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("parameters: 65536 were given, a message can hold 65535");
        assertThatThrownBy(() -> BufferWriter.count16(out, -1, "parameters")).isInstanceOf(ProgrammingException.class);
    }

    private void write(String text) {
        BufferWriter.cString(out, text, BufferWriter.utf8Length(text, "text"));
    }
}
