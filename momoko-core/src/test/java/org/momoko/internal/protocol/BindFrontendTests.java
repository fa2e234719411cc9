package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProgrammingException;
import org.momoko.internal.wire.BufferWriter;
import org.momoko.testing.HexBytes;

class BindFrontendTests {
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void valuesStandBetweenHeadAndTail() {
        byte[] head = BindFrontend.head("", "s1", new short[] {1, 0, 0});
        byte[] tail = BindFrontend.tail(new short[] {1});

        out.writeByte(0x53);
        int start = BindFrontend.begin(out, head);
        out.writeInt(4).writeInt(7);
        int length = BufferWriter.reserveLength(out);
        out.writeByte('x');
        BufferWriter.fillLength(out, length, "parameter 2");
        out.writeInt(-1);
        BindFrontend.end(out, start, tail);

        assertThat(start).isEqualTo(1);
        assertThat(HexBytes.of(out))
                .isEqualTo(HexBytes.of("53 42 00000027 00 7331 00 0003 0001 0000 0000 0003"
                        + "00000004 00000007 00000001 78 ffffffff 0001 0001"));
    }

    @Test
    void headWritesEqualFormatsOnce() {
        assertThat(BindFrontend.head("p", "s", new short[] {1, 1}))
                .containsExactly(HexBytes.bytes("7000 7300 0001 0001 0002"));
        assertThat(BindFrontend.head("p", "s", new short[] {0, 0, 0}))
                .containsExactly(HexBytes.bytes("7000 7300 0000 0003"));
        assertThat(BindFrontend.head("", "", new short[0])).containsExactly(HexBytes.bytes("00 00 0000 0000"));
    }

    @Test
    void tailWritesEqualFormatsOnce() {
        assertThat(BindFrontend.tail(new short[] {1, 1, 1})).containsExactly(HexBytes.bytes("0001 0001"));
        assertThat(BindFrontend.tail(new short[] {0, 0})).containsExactly(HexBytes.bytes("0000"));
        assertThat(BindFrontend.tail(new short[0])).containsExactly(HexBytes.bytes("0000"));
        assertThat(BindFrontend.tail(new short[] {0, 1})).containsExactly(HexBytes.bytes("0002 0000 0001"));
    }

    @Test
    void mostParametersAreCountedUnsigned() {
        byte[] head = BindFrontend.head("", "", new short[65535]);

        assertThat(head).containsExactly(HexBytes.bytes("00 00 0000 ffff"));
        assertThatThrownBy(() -> BindFrontend.head("", "", new short[65536]))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("parameters: 65536 were given, a message can hold 65535");
        assertThatThrownBy(() -> BindFrontend.tail(new short[65536])).isInstanceOf(ProgrammingException.class);
    }

    @Test
    void namesWithNulAreRefused() {
        assertThatThrownBy(() -> BindFrontend.head("\0", "s", new short[0]))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("portal name contains NUL (U+0000) at index 0");
        assertThatThrownBy(() -> BindFrontend.head("", "s\0", new short[0]))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("statement name contains NUL (U+0000) at index 1");
    }
}
