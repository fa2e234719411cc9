package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProtocolException;
import org.momoko.testing.HexBytes;

class BackendMessageTests {
    @Test
    void rowDescription() {
        String body = "0002 6964 00 00004001 0001 00000014 0008 ffffffff 0001"
                + "c3a9 00 00000000 0000 ffffffff ffff 0000000b 0000";

        assertThat(RowDescription.read(HexBytes.buffer(body)))
                .containsExactly(
                        new FieldDescription("id", 16385, (short) 1, 20, (short) 8, -1, (short) 1),
                        new FieldDescription("é", 0, (short) 0, -1, (short) -1, 11, (short) 0));
        assertThat(RowDescription.read(HexBytes.buffer("0000"))).isEmpty();
        damaged(RowDescription::read, body);
    }

    @Test
    void rowDescriptionWithUnknownFormatIsRefused() {
        assertThatThrownBy(
                        () -> RowDescription.read(HexBytes.buffer("0001 00 00000000 0000 00000014 0008 ffffffff 0002")))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("RowDescription: format code 0 or 1 expected, 2 found at offset 21");
    }

    @Test
    void parameterDescription() {
        assertThat(ParameterDescription.read(HexBytes.buffer("0002 00000017 ffffffff")))
                .containsExactly(23, -1);
        damaged(ParameterDescription::read, "0002 00000017 ffffffff");
        assertThatThrownBy(() -> ParameterDescription.read(HexBytes.buffer("ffff 00000017")))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("ParameterDescription: 65535 parameters of at least 4 bytes announced, 4 bytes left"
                        + " at offset 2");
    }

    @Test
    void parameterStatus() {
        String body = "54696d655a6f6e65 00 555443 00";

        assertThat(ParameterStatus.read(HexBytes.buffer(body))).isEqualTo(new ParameterStatus("TimeZone", "UTC"));
        damaged(ParameterStatus::read, body);
    }

    @Test
    void notificationResponse() {
        String body = "0000002a 6368 00 00";

        assertThat(NotificationResponse.read(HexBytes.buffer(body))).isEqualTo(new NotificationResponse(42, "ch", ""));
        damaged(NotificationResponse::read, body);
    }

    @Test
    void backendKeyDataOfBothProtocolVersions() {
        BackendKeyData v30 = BackendKeyData.read(HexBytes.buffer("0000002a 01020304"));
        BackendKeyData v32 = BackendKeyData.read(HexBytes.buffer("0000002a" + "ab".repeat(256)));

        assertThat(v30.processId()).isEqualTo(42);
        assertThat(v30.secretKey()).containsExactly(1, 2, 3, 4);
        assertThat(v32.secretKey()).hasSize(256).containsOnly(0xab);
    }

    @Test
    void secretKeyOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> BackendKeyData.read(HexBytes.buffer("0000002a 010203")))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("BackendKeyData: secret key of 4 to 256 bytes expected, 3 left at offset 4");
        assertThatThrownBy(() -> BackendKeyData.read(HexBytes.buffer("0000002a" + "ab".repeat(257))))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void negotiateProtocolVersion() {
        String body = "00030000 00000001 5f70715f2e78 00";

        NegotiateProtocolVersion whole = NegotiateProtocolVersion.read(HexBytes.buffer(body));
        NegotiateProtocolVersion minorOnly = NegotiateProtocolVersion.read(HexBytes.buffer("00000000 00000000"));

        assertThat(whole.protocolVersion()).isEqualTo(Frontend.PROTOCOL_3_0);
        assertThat(whole.unknownOptions()).containsExactly("_pq_.x");
        assertThat(minorOnly.protocolVersion()).isEqualTo(Frontend.PROTOCOL_3_0);
        damaged(NegotiateProtocolVersion::read, body);
        assertThatThrownBy(() -> NegotiateProtocolVersion.read(HexBytes.buffer("00030000 7fffffff")))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void copyResponse() {
        CopyResponse text = CopyResponse.read(BackendMessageType.COPY_IN_RESPONSE, HexBytes.buffer("00 0001 0000"));
        CopyResponse binary =
                CopyResponse.read(BackendMessageType.COPY_OUT_RESPONSE, HexBytes.buffer("01 0002 0001 0001"));

        assertThat(text.format()).isZero();
        assertThat(text.columnFormats()).containsExactly((short) 0);
        assertThat(binary.format()).isEqualTo((byte) 1);
        assertThat(binary.columnFormats()).containsExactly((short) 1, (short) 1);
        damaged(body -> CopyResponse.read(BackendMessageType.COPY_BOTH_RESPONSE, body), "01 0002 0001 0001");
        assertThatThrownBy(() -> CopyResponse.read(BackendMessageType.COPY_IN_RESPONSE, HexBytes.buffer("02 0000")))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("CopyInResponse: format 0 or 1 expected, 2 found at offset 1");
    }

    @Test
    void readyForQuery() {
        assertThat(readyForQuery("49")).isEqualTo(TransactionStatus.IDLE);
        assertThat(readyForQuery("54")).isEqualTo(TransactionStatus.IN_TRANSACTION);
        assertThat(readyForQuery("45")).isEqualTo(TransactionStatus.FAILED);
        for (String other : new String[] {"", "4949"}) {
            assertThatThrownBy(() -> readyForQuery(other))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("ReadyForQuery: 1 byte expected, " + other.length() / 2 + " found");
        }
        assertThatThrownBy(() -> readyForQuery("ff"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("ReadyForQuery: transaction status I, T or E expected, 0xff found");
    }

    private static TransactionStatus readyForQuery(String bodyInHex) {
        ByteBuf body = HexBytes.buffer(bodyInHex);
        return TransactionStatus.read(body, body.readerIndex(), body.readableBytes());
    }

    @Test
    void unknownMessageTypeIsNamedByItsByte() {
        assertThat(BackendMessageType.name((byte) 'Z')).isEqualTo("ReadyForQuery");
        assertThat(BackendMessageType.name((byte) 0xfe)).isEqualTo("unknown message type 0xfe");
    }

    /** Every shorter body, and one byte more, must be refused. */
    private static void damaged(Function<ByteBuf, ?> reader, String hex) {
        byte[] body = HexBytes.bytes(hex);
        for (int length = 0; length < body.length; length++) {
            ByteBuf prefix = HexBytes.buffer(hex).slice(0, length);
            assertThatThrownBy(() -> reader.apply(prefix))
                    .as("%d of %d bytes", length, body.length)
                    .isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> reader.apply(HexBytes.buffer(hex + "00")))
                .as("one byte more")
                .isInstanceOf(ProtocolException.class);
    }
}
