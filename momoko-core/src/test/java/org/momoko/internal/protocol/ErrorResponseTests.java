package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.momoko.error.ErrorFields;
import org.momoko.error.ProtocolException;
import org.momoko.testing.Contract;

class ErrorResponseTests {
    @Test
    @Contract("3.6 diag")
    void everyFieldHasItsPlace() {
        ErrorFields fields = ErrorResponse.read(body("SFEHLER\0VERROR\0C42P01\0Mmessage\0Ddetail\0Hhint\0P15\0p7\0"
                + "qquery\0Wwhere\0sschema\0ttable\0ccolumn\0dtype\0nconstraint\0Ffile.c\0L1449\0Rroutine\0\0"));

        assertThat(fields)
                .isEqualTo(new ErrorFields(
                        "FEHLER",
                        "ERROR",
                        "42P01",
                        "message",
                        "detail",
                        "hint",
                        15,
                        7,
                        "query",
                        "where",
                        "schema",
                        "table",
                        "column",
                        "type",
                        "constraint",
                        "file.c",
                        "1449",
                        "routine"));
    }

    @Test
    void missingFieldsDoNotBreak() {
        ErrorFields empty = ErrorResponse.read(body("\0"));
        ErrorFields noSqlState = NoticeResponse.read(body("SERROR\0Mno more connections allowed\0\0"));

        assertThat(empty.sqlState()).isEmpty();
        assertThat(empty.message()).isEmpty();
        assertThat(empty.severity()).isNull();
        assertThat(noSqlState.sqlState()).isEmpty();
        assertThat(noSqlState.message()).isEqualTo("no more connections allowed");
    }

    @Test
    void unknownFieldsAndBadPositionsAreSkipped() {
        ErrorFields fields = ErrorResponse.read(body("?new\0C22012\0Pfar\0p-3\0Zx\0\0"));

        assertThat(fields.sqlState()).isEqualTo("22012");
        assertThat(fields.position()).isZero();
        assertThat(fields.internalPosition()).isZero();
    }

    @Test
    void bytesThatAreNotUtf8AreReplaced() {
        ByteBuf body = body("M??\0\0");
        body.setByte(1, 0xff).setByte(2, 0xc3);

        assertThat(ErrorResponse.read(body).message()).isEqualTo("\ufffd\ufffd");
    }

    @Test
    void missingEndIsRefused() {
        String[] damaged = {"", "S", "SERROR", "SERROR\0", "SERROR\0\0x"};
        for (String text : damaged) {
            assertThatThrownBy(() -> ErrorResponse.read(body(text))).as(text).isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> NoticeResponse.read(body("SERROR")))
                .hasMessage("NoticeResponse: field value has no terminator in the 5 bytes left at offset 1");
    }

    private static ByteBuf body(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
