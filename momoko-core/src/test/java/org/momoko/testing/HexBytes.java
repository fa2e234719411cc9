package org.momoko.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Locale;

/** Bytes of messages, written by hand in hexadecimal; blanks may stand anywhere. */
public final class HexBytes {
    private HexBytes() {}

    /** The bytes in a new unpooled heap buffer. */
    public static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(bytes(hex));
    }

    /** The bytes in a new array. */
    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** The readable bytes in lower case without blanks; the buffer is not changed. */
    public static String of(ByteBuf buffer) {
        return ByteBufUtil.hexDump(buffer);
    }

    /** The same bytes as {@link #of} gives them. */
    public static String of(String hex) {
        return hex.replace(" ", "").toLowerCase(Locale.ROOT);
    }
}
