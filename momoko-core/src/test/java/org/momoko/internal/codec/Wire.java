package org.momoko.internal.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values as they arrive and leave, for tests: each in the middle of a larger array, so that a read beside it shows. */
final class Wire {
    static final Codecs CODECS = Codecs.standard();
    private static final int BEFORE = 3;
    private static final int AFTER = 9;

    private Wire() {}

    static @Nullable Object text(int oid, String text) {
        return text(oid, text, TextSettings.DEFAULT);
    }

    static @Nullable Object text(int oid, String text, TextSettings settings) {
        return text(CODECS, oid, text, settings);
    }

    static @Nullable Object text(Codecs codecs, int oid, String text, TextSettings settings) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return codecs.byOid(oid).decode(padded(bytes), BEFORE, bytes.length, false, settings);
    }

    static @Nullable Object binary(int oid, String hex) {
        return binary(oid, hex, TextSettings.DEFAULT);
    }

    static @Nullable Object binary(int oid, String hex, TextSettings settings) {
        return binary(CODECS, oid, bytes(hex), settings);
    }

    static @Nullable Object binary(Codecs codecs, int oid, byte[] bytes, TextSettings settings) {
        return codecs.byOid(oid).decode(padded(bytes), BEFORE, bytes.length, true, settings);
    }

    static <T> @Nullable T textAs(int oid, String text, Class<T> type) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return CODECS.byOid(oid).decodeAs(padded(bytes), BEFORE, bytes.length, false, TextSettings.DEFAULT, type);
    }

    static <T> @Nullable T binaryAs(int oid, String hex, Class<T> type) {
        byte[] bytes = bytes(hex);
        return CODECS.byOid(oid).decodeAs(padded(bytes), BEFORE, bytes.length, true, TextSettings.DEFAULT, type);
    }

    static String literal(@Nullable Object value) {
        return literal(CODECS, value, true);
    }

    static String literal(Codecs codecs, @Nullable Object value, boolean standardConformingStrings) {
        StringBuilder out = new StringBuilder();
        new Literals(codecs).append(out, value, standardConformingStrings);
        return out.toString();
    }

    static int oid(@Nullable Object value) {
        return new Parameters(CODECS).oid(value);
    }

    /** The bytes of a bound value without their length, as hex, with the OID that belongs to it. */
    static String bound(Object value) {
        return bound(CODECS, value, new Parameters(CODECS).oid(value));
    }

    static String bound(Codecs codecs, Object value, int oid) {
        return HexFormat.of().formatHex(boundBytes(codecs, value, oid));
    }

    static byte[] boundBytes(Codecs codecs, Object value, int oid) {
        ByteBuf out = Unpooled.buffer();
        new Parameters(codecs).write(out, value, oid);
        int length = out.readInt();
        if (length != out.readableBytes()) {
            throw new AssertionError("length " + length + " before " + out.readableBytes() + " bytes");
        }
        return ByteBufUtil.getBytes(out);
    }

    /** The bound text form. */
    static String boundText(Object value) {
        return new String(boundBytes(CODECS, value, new Parameters(CODECS).oid(value)), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] padded(byte[] value) {
        byte[] padded = new byte[BEFORE + value.length + AFTER];
        java.util.Arrays.fill(padded, (byte) '7');
        System.arraycopy(value, 0, padded, BEFORE, value.length);
        return padded;
    }
}
