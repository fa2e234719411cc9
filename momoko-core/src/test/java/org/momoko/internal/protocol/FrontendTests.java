package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.HexBytes;

class FrontendTests {
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void query() {
        written(o -> Frontend.query(o, "SELECT 'é'"), "51 00000010 53454c4543542027c3a927 00");
        written(o -> Frontend.query(o, ""), "51 00000005 00");
    }

    @Test
    void parse() {
        written(
                o -> Frontend.parse(o, "s1", "SELECT $1", new int[] {23, 0, -1}),
                "50 0000001f 7331 00 53454c454354202431 00 0003 00000017 00000000 ffffffff");
        written(o -> Frontend.parse(o, "", "x", new int[0]), "50 00000009 00 78 00 0000");
    }

    @Test
    void describeAndClose() {
        written(o -> Frontend.describeStatement(o, "s1"), "44 00000008 53 7331 00");
        written(o -> Frontend.describePortal(o, ""), "44 00000006 50 00");
        written(o -> Frontend.closeStatement(o, "s1"), "43 00000008 53 7331 00");
        written(o -> Frontend.closePortal(o, "p"), "43 00000007 50 70 00");
    }

    @Test
    void execute() {
        written(o -> Frontend.execute(o, "p", 50), "45 0000000a 70 00 00000032");
        written(Frontend::executeAll, "45 00000009 00 00000000");
        written(Frontend::executeAllAndSync, "45 00000009 00 00000000 53 00000004");
    }

    @Test
    void messagesWithoutFields() {
        written(Frontend::sync, "53 00000004");
        written(Frontend::flush, "48 00000004");
        written(Frontend::terminate, "58 00000004");
        written(Frontend::copyDone, "63 00000004");
    }

    @Test
    void copy() {
        written(o -> Frontend.copyDataHeader(o, 3), "64 00000007");
        written(o -> Frontend.copyFail(o, "no"), "66 00000007 6e6f 00");
    }

    @Test
    void copyDataLongerThanTheServerAcceptsIsRefused() {
        refused(
                o -> Frontend.copyDataHeader(o, 1L << 32),
                "CopyData: 4294967300 bytes, PostgreSQL accepts at most" + " 1073741822");
    }

    @Test
    void textThatCannotBeSentUnchangedIsRefusedAndNothingIsAppended() {
        refused(o -> Frontend.query(o, "SELECT '\0'"), "SQL text contains NUL (U+0000) at index 8");
        refused(o -> Frontend.query(o, "\ud800"), "SQL text contains an unpaired surrogate at index 0");
        refused(o -> Frontend.parse(o, "s", "a\0", new int[0]), "SQL text contains NUL (U+0000) at index 1");
        refused(o -> Frontend.parse(o, "\0", "a", new int[0]), "statement name contains NUL (U+0000) at index 0");
        refused(o -> Frontend.describeStatement(o, "\0"), "statement name contains NUL (U+0000) at index 0");
        refused(o -> Frontend.describePortal(o, "\0"), "portal name contains NUL (U+0000) at index 0");
        refused(o -> Frontend.closePortal(o, "\0"), "portal name contains NUL (U+0000) at index 0");
        refused(o -> Frontend.execute(o, "\0", 0), "portal name contains NUL (U+0000) at index 0");
        refused(o -> Frontend.copyFail(o, "\0"), "reason contains NUL (U+0000) at index 0");
    }

    @Test
    void moreTypesThanAMessageHoldsAreRefused() {
        refused(
                o -> Frontend.parse(o, "", "x", new int[65536]),
                "parameters: 65536 were given, a message can hold 65535");
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
