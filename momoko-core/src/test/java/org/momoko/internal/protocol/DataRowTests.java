package org.momoko.internal.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.momoko.error.ProtocolException;
import org.momoko.testing.HexBytes;

class DataRowTests {
    @Test
    void exactFieldsPass() {
        accepted("0000", 0);
        accepted("0001 00000000", 1);
        accepted("0003 00000002 6162 ffffffff 00000001 63", 3);
    }

    @Test
    void otherNumberOfFieldsThanDescribedIsRefused() {
        refused("0001 ffffffff", 2, "DataRow: 2 fields expected, 1 found");
        refused("0002 ffffffff ffffffff", 1, "DataRow: 1 fields expected, 2 found");
        refused("ffff", 0, "DataRow: 0 fields expected, 65535 found");
    }

    @Test
    void lengthPastTheBodyIsRefused() {
        refused("0003 ffffffff ffffffff 00000012 01020304050607", 3, "DataRow: field 3 needs 18 bytes, 7 left");
        refused("0001 7fffffff 01", 1, "DataRow: field 1 needs 2147483647 bytes, 1 left");
    }

    @Test
    void negativeLengthOtherThanNullIsRefused() {
        refused("0001 fffffffe 0102", 1, "DataRow: field 1 has length -2, expected -1 or 0 to 2");
        refused("0001 80000000", 1, "DataRow: field 1 has length -2147483648, expected -1 or 0 to 0");
    }

    @Test
    void missingLengthIsRefused() {
        refused("", 0, "DataRow: count of fields needs 2 bytes, 0 left");
        refused("00", 0, "DataRow: count of fields needs 2 bytes, 1 left");
        refused("0002 ffffffff 000000", 2, "DataRow: length of field 2 needs 4 bytes, 3 left");
    }

    @Test
    void bytesBehindTheLastFieldAreRefused() {
        refused("0001 00000001 61 62", 1, "DataRow: end of message expected after 1 fields, 1 bytes left");
    }

    private static void accepted(String body, int fields) {
        assertThatCode(() -> check(body, fields)).doesNotThrowAnyException();
    }

    private static void refused(String body, int fields, String message) {
        assertThatThrownBy(() -> check(body, fields))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(message);
    }

    /** The body lies between bytes that look like more of it. */
    private static void check(String body, int fields) {
        ByteBuf buf = HexBytes.buffer("ffffffff" + body + "ffffffffffffffff");
        DataRow.checkFields(buf, 4, HexBytes.bytes(body).length, fields);
    }
}
