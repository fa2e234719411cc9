package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.momoko.error.ProtocolException;

class CommandTagTests {
    @ParameterizedTest
    @CsvSource({
        "SELECT 0, SELECT, 0",
        "SELECT 1, SELECT, 1",
        "SELECT 63, SELECT, 63",
        "SELECT 64, SELECT, 64",
        "SELECT 999999999999999999, SELECT, 999999999999999999",
        "INSERT 0 5, INSERT, 5",
        "INSERT 0 0, INSERT, 0",
        "INSERT 0 1000, INSERT, 1000",
        "INSERT 16385 1, INSERT, 1",
        "UPDATE 3, UPDATE, 3",
        "DELETE 100, DELETE, 100",
        "MERGE 7, MERGE, 7",
        "FETCH 10, FETCH, 10",
        "MOVE 2, MOVE, 2",
        "COPY 12345678901, COPY, 12345678901",
        "BEGIN, BEGIN, -1",
        "COMMIT, COMMIT, -1",
        "ROLLBACK, ROLLBACK, -1",
        "SET, SET, -1",
        "SHOW, SHOW, -1",
        "DO, DO, -1",
        "CREATE TABLE, CREATE TABLE, -1",
        "CREATE TABLE AS, CREATE TABLE AS, -1",
        "REFRESH MATERIALIZED VIEW, REFRESH MATERIALIZED VIEW, -1",
        "CREATE TABLES 5, CREATE TABLES 5, -1",
        "SELECT, SELECT, -1",
        "SELECT x, SELECT x, -1",
        "SELECT 007, SELECT 007, -1",
        "SELECT -1, SELECT -1, -1",
        "INSERT 5, INSERT 5, -1",
        "INSERT 7 -5, INSERT 7 -5, -1",
        "INSERT 0 x, INSERT 0 x, -1",
        "lower case, lower case, -1",
    })
    void tagIsTakenApartAndGivenBack(String text, String command, long rows) {
        CommandTag tag = read(body(text));

        assertThat(tag.command()).isEqualTo(command);
        assertThat(tag.rows()).isEqualTo(rows);
        assertThat(tag.text()).isEqualTo(text);
        assertThat(tag).hasToString(text);
    }

    @Test
    void emptyTagIsAllowed() {
        assertThat(read(body("")).text()).isEmpty();
    }

    @Test
    void commonTagsAreShared() {
        for (String text : new String[] {"SELECT 1", "INSERT 0 5", "UPDATE 0", "DELETE 63", "BEGIN", "SET"}) {
            assertThat(read(body(text))).isSameAs(read(body(text)));
        }
        assertThat(read(body("SELECT 64")).command())
                .isSameAs(read(body("SELECT 65")).command());
    }

    @Test
    void bodyIsReadWhereItLies() {
        ByteBuf buffer = Unpooled.copiedBuffer("xSELECT 1\0yVACUUM\0z", StandardCharsets.US_ASCII);

        assertThat(CommandTag.read(buffer, 1, 9).text()).isEqualTo("SELECT 1");
        assertThat(CommandTag.read(buffer, 11, 7).text()).isEqualTo("VACUUM");
        assertThat(buffer.readerIndex()).isZero();
    }

    @Test
    void bodyThatIsNotOneStringIsRefused() {
        for (String raw : new String[] {"", "SELECT 1", "SET\0\0", "SELECT 1\0x\0", "\0\0"}) {
            ByteBuf body = Unpooled.copiedBuffer(raw, StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> read(body)).as(raw).isInstanceOf(ProtocolException.class);
        }
    }

    private static CommandTag read(ByteBuf body) {
        return CommandTag.read(body, body.readerIndex(), body.readableBytes());
    }

    private static ByteBuf body(String text) {
        return Unpooled.copiedBuffer(text + "\0", StandardCharsets.US_ASCII);
    }
}
