package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProtocolException;
import org.momoko.testing.HexBytes;

class FrameHeaderTests {
    private static final int MAX = FrameHeader.MAX_BODY_BYTES;

    @Test
    void everyPrefixOfAMessageNeedsMore() {
        String[] messages = {
            "5a 00000005 49", "44 00000011 0001 00000007 61626364656667", "31 00000004", "43 00000008 53455400"
        };
        for (String hex : messages) {
            byte[] message = HexBytes.bytes(hex);
            for (int length = 0; length < message.length; length++) {
                ByteBuf prefix = Unpooled.wrappedBuffer(message, 0, length);
                assertThat(FrameHeader.messageBytes(prefix, 0, MAX))
                        .as("%d bytes of %s", length, hex)
                        .isEqualTo(FrameHeader.NEED_MORE);
            }
            assertThat(FrameHeader.messageBytes(Unpooled.wrappedBuffer(message), 0, MAX))
                    .isEqualTo(message.length);
        }
    }

    @Test
    void messageIsMeasuredFromTheIndexAndWhatFollowsIsIgnored() {
        ByteBuf in = HexBytes.buffer("31 00000004 5a 00000005 49 44");

        assertThat(FrameHeader.messageBytes(in, 0, MAX)).isEqualTo(5);
        assertThat(FrameHeader.messageBytes(in, 5, MAX)).isEqualTo(6);
        assertThat(FrameHeader.messageBytes(in, 11, MAX)).isEqualTo(FrameHeader.NEED_MORE);
        assertThat(in.readerIndex()).isZero();
    }

    @Test
    void lengthBelowItsOwnSizeIsRefused() {
        for (String length : new String[] {"00000003", "00000000", "ffffffff", "80000000"}) {
            assertThatThrownBy(() -> FrameHeader.messageBytes(HexBytes.buffer("44" + length), 0, MAX))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("DataRow: length ")
                    .hasMessageEndingWith(" announced, expected 4 to 1073741827");
        }
    }

    @Test
    void lengthAboveTheMaximumIsRefusedAsSoonAsItIsThere() {
        assertThat(FrameHeader.messageBytes(HexBytes.buffer("44 40000003"), 0, MAX))
                .isEqualTo(FrameHeader.NEED_MORE);
        assertThatThrownBy(() -> FrameHeader.messageBytes(HexBytes.buffer("44 40000004"), 0, MAX))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("DataRow: length 1073741828 announced, expected 4 to 1073741827");
        assertThatThrownBy(() -> FrameHeader.messageBytes(HexBytes.buffer("44 7fffffff"), 0, MAX))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> FrameHeader.messageBytes(HexBytes.buffer("52 000007d5"), 0, 2000))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("Authentication: length 2005 announced, expected 4 to 2004");
    }

    @Test
    void anotherProtocolIsToldByItsFirstBytes() {
        ByteBuf http = Unpooled.copiedBuffer("HTTP/1.1 400", StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> FrameHeader.messageBytes(http, 0, MAX))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("CopyOutResponse: length 1414811695 announced, expected 4 to 1073741827");
    }

    @Test
    void completeMessageIsOneOfThatTypeWithAllItsBytes() {
        ByteBuf message = HexBytes.buffer("44 00000006 0000 43");

        assertThat(FrameHeader.completeBytes(message, 0, (byte) 'D')).isEqualTo(7);
        assertThat(FrameHeader.completeBytes(message, 0, (byte) 'C')).isEqualTo(FrameHeader.NEED_MORE);
        assertThat(FrameHeader.completeBytes(message, 7, (byte) 'C')).isEqualTo(FrameHeader.NEED_MORE);
        for (int end = 0; end < 7; end++) {
            assertThat(FrameHeader.completeBytes(message.slice(0, end), 0, (byte) 'D'))
                    .isEqualTo(FrameHeader.NEED_MORE);
        }
        assertThat(FrameHeader.completeBytes(HexBytes.buffer("44 00000003 00"), 0, (byte) 'D'))
                .isEqualTo(FrameHeader.NEED_MORE);
    }
}
