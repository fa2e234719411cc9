package org.momoko.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class MessageTraceTests {
    @Test
    void frontendConversationIsOneLinePerMessage() {
        ByteBuf bytes = HexBytes.buffer(
                "00000008 04d2162f" // SSLRequest
                        + "00000016 00030000 75736572 00 61707000 61 00 62 00 00" // StartupMessage user=app a=b
                        + "51 0000000d 53454c454354203100" // Query
                        + "42 00000017 00 733100 0001 0001 0001 00000001 07 0001 0001" // Bind
                        + "45 00000009 00 00000000 53 00000004"); // Execute, Sync

        assertThat(MessageTrace.frontend(bytes))
                .containsExactly(
                        "F 8 SSLRequest",
                        "F 22 StartupMessage 3.0 \"user\" \"app\" \"a\" \"b\"",
                        "F 13 Query \"SELECT 1\"",
                        "F 23 Bind \"\" \"s1\" 1 1 1 1 '\\x07' 1 1",
                        "F 9 Execute \"\" 0",
                        "F 4 Sync");
    }

    @Test
    void backendConversationIsOneLinePerMessage() {
        ByteBuf bytes = HexBytes.buffer("54 0000001a 0001 6e00 00000000 0000 00000017 0004 ffffffff 0000"
                + "44 00000010 0002 00000002 3132 ffffffff"
                + "43 0000000d 53454c454354203100"
                + "45 0000000f 53 4500 43 313233 00 4d 00 00"
                + "52 00000008 00000000"
                + "5a 00000005 49");

        assertThat(MessageTrace.backend(bytes))
                .containsExactly(
                        "B 26 RowDescription 1 \"n\" 0 0 23 4 -1 0",
                        "B 16 DataRow 2 2 '12' -1",
                        "B 13 CommandComplete \"SELECT 1\"",
                        "B 15 ErrorResponse S \"E\" C \"123\" M \"\"",
                        "B 8 Authentication 0",
                        "B 5 ReadyForQuery I");
    }

    @Test
    void secretsAreOnlyCounted() {
        assertThat(MessageTrace.frontend(HexBytes.buffer("70 0000000b 73656372657400")))
                .containsExactly("F 11 Password (7 bytes)");
        assertThat(MessageTrace.backend(HexBytes.buffer("4b 0000000c 0000002a 01020304")))
                .containsExactly("B 12 BackendKeyData 42 (4 bytes)");
    }

    @Test
    void remainderThatIsNoMessageIsShownAsIncomplete() {
        ByteBuf bytes = HexBytes.buffer("5a 00000005 49 5a 000000");

        assertThat(MessageTrace.backend(bytes)).containsExactly("B 5 ReadyForQuery I", "B incomplete, 4 bytes");
        assertThat(MessageTrace.frontend(Unpooled.EMPTY_BUFFER)).isEmpty();
    }
}
