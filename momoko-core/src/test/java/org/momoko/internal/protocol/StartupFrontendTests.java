package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.HexBytes;

class StartupFrontendTests {
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void startupMessageHasVersionAndParametersInOrder() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", "app");
        parameters.put("database", "é");

        written(
                o -> StartupFrontend.startup(o, Frontend.PROTOCOL_3_0, parameters),
                "0000001e 00030000 75736572 00 617070 00 6461746162617365 00 c3a9 00 00");
        written(o -> StartupFrontend.startup(o, Frontend.PROTOCOL_3_2, Map.of()), "00000009 00030002 00");
    }

    @Test
    void startupParameterCannotSmuggleInAnother() {
        refused(
                o -> StartupFrontend.startup(o, Frontend.PROTOCOL_3_0, Map.of("application_name", "x\0user\0admin")),
                "start-up parameter application_name contains NUL (U+0000) at index 1");
        refused(
                o -> StartupFrontend.startup(o, Frontend.PROTOCOL_3_0, Map.of("a\0b", "x")),
                "name of a start-up parameter contains NUL (U+0000) at index 1");
        refused(
                o -> StartupFrontend.startup(o, Frontend.PROTOCOL_3_0, Map.of("", "x")),
                "the name of a start-up parameter is empty");
    }

    @Test
    void startupMessageLongerThanTheServerAcceptsIsRefused() {
        refused(
                o -> StartupFrontend.startup(o, Frontend.PROTOCOL_3_0, Map.of("options", "x".repeat(10_000))),
                "StartupMessage: 10018 bytes, PostgreSQL accepts at most 10000");
    }

    @Test
    void sslRequest() {
        written(StartupFrontend::sslRequest, "00000008 04d2162f");
    }

    @Test
    void cancelRequestTakesKeysOfBothProtocolVersions() {
        written(
                o -> StartupFrontend.cancelRequest(o, 258, HexBytes.bytes("0a0b0c0d")),
                "00000010 04d2162e 00000102 0a0b0c0d");
        written(
                o -> StartupFrontend.cancelRequest(o, 1, HexBytes.bytes("0a".repeat(32))),
                "0000002c 04d2162e 00000001" + "0a".repeat(32));
    }

    @Test
    void password() {
        written(o -> StartupFrontend.password(o, "pä"), "70 00000008 70c3a4 00");
        refused(o -> StartupFrontend.password(o, "a\0b"), "password contains NUL (U+0000) at index 1");
    }

    @Test
    void sasl() {
        written(
                o -> StartupFrontend.saslInitialResponse(o, "SCRAM-SHA-256", HexBytes.bytes("6e2c2c")),
                "70 00000019 534352414d2d5348412d323536 00 00000003 6e2c2c");
        written(o -> StartupFrontend.saslResponse(o, HexBytes.bytes("633d")), "70 00000006 633d");
    }

    private void written(Consumer<ByteBuf> message, String hex) {
        out.clear();
        message.accept(out);
        assertThat(HexBytes.of(out)).isEqualTo(HexBytes.of(hex));
    }

    private void refused(Consumer<ByteBuf> message, String text) {
        out.clear().writeByte(1);
        assertThatThrownBy(() -> message.accept(out))
                .isInstanceOf(ProgrammingException.class)
                .hasMessage(text);
        assertThat(HexBytes.of(out)).isEqualTo("01");
    }
}
