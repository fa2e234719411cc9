package org.momoko.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProtocolException;
import org.momoko.testing.HexBytes;

class BodyReaderTests {
    @Test
    void fieldsAreReadFrontToBack() {
        BodyReader in = new BodyReader("M", HexBytes.buffer("05 fffe 00000102 c3a900 0a0b 0c"));

        assertThat(in.int8("a")).isEqualTo((byte) 5);
        assertThat(in.int16("b")).isEqualTo((short) -2);
        assertThat(in.int32("c")).isEqualTo(258);
        assertThat(in.cString("d")).isEqualTo("é");
        assertThat(in.bytes(2, "e")).containsExactly(10, 11);
        assertThat(in.rest()).containsExactly(12);
        assertThat(in.remaining()).isZero();
        in.end();
    }

    @Test
    void unterminatedStringFailsWithOffsetAndSize() {
        ByteBuf body = HexBytes.buffer("ff 00000001 616263");
        body.skipBytes(1);
        BodyReader in = new BodyReader("ParameterStatus", body);
        in.int32("something");

        assertThatThrownBy(() -> in.cString("name"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("ParameterStatus: name has no terminator in the 3 bytes left at offset 4");
    }

    @Test
    void terminatorBehindTheBodyDoesNotCount() {
        ByteBuf body = HexBytes.buffer("6162 00").slice(0, 2);

        assertThatThrownBy(() -> new BodyReader("M", body).cString("name")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void missingBytesFailWithNumbers() {
        BodyReader in = new BodyReader("M", HexBytes.buffer("000001"));

        assertThatThrownBy(() -> in.int32("process id"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("M: process id needs 4 bytes, 3 left at offset 0");
    }

    @Test
    void countIsBoundedByTheBytesLeft() {
        assertThat(new BodyReader("M", HexBytes.buffer("0002 00000001 00000002")).count16(4, "parameters"))
                .isEqualTo(2);
        assertThatThrownBy(() -> new BodyReader("M", HexBytes.buffer("ffff 00000001")).count16(4, "parameters"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("M: 65535 parameters of at least 4 bytes announced, 4 bytes left at offset 2");
        assertThatThrownBy(() -> new BodyReader("M", HexBytes.buffer("7fffffff")).count32(4, "options"))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> new BodyReader("M", HexBytes.buffer("ffffffff 00")).count32(1, "options"))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void bytesLeftOverFail() {
        assertThatThrownBy(() -> new BodyReader("M", HexBytes.buffer("0102")).end())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("M: end of message expected, 2 bytes left at offset 0");
    }
}
