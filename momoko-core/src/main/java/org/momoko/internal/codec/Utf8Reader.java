package org.momoko.internal.codec;

import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.nio.charset.StandardCharsets;

/**
 * Text on its way from the server. The JDK decodes text that is not plain ASCII through an array that it throws away; up
 * to a moderate length, texts of which every character is in Latin-1 are decoded here, on our own threads, through an
 * array that stays. Everything else is the JDK's.
 */
final class Utf8Reader {
    /** Longer texts are rare enough for the JDK's way. */
    private static final int MOST_BYTES = 1024;

    private static final long NOT_ASCII = 0x8080808080808080L;

    /** Lead bytes of the characters U+0080 to U+00BF and U+00C0 to U+00FF. */
    private static final byte LEAD_80 = (byte) 0xC2;

    private static final byte LEAD_C0 = (byte) 0xC3;

    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[MOST_BYTES];
        }
    };

    private Utf8Reader() {}

    /**
     * One method on purpose: with more than 325 bytes of bytecode it is too large for HotSpot to inline it
     * ({@code FreqInlineSize}). Whoever reads text stays small by that, so that all of it, with the row it is called on, can
     * be inlined into the caller's loop and the row's object be removed. When this was smaller that was so in some runs only.
     */
    static String read(byte[] data, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (end - at >= Long.BYTES && (Bytes.getLong(data, at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        if (end - at < Long.BYTES && length >= Long.BYTES && (Bytes.getLong(data, end - Long.BYTES) & NOT_ASCII) == 0) {
            at = end;
        }
        while (at < end && data[at] >= 0) {
            at++;
        }
        if (at == end) {
            return new String(data, offset, length, StandardCharsets.ISO_8859_1);
        }
        if (length > MOST_BYTES || !(Thread.currentThread() instanceof FastThreadLocalThread)) {
            return new String(data, offset, length, StandardCharsets.UTF_8);
        }
        byte[] characters = SCRATCH.get();
        int count = at - offset;
        System.arraycopy(data, offset, characters, 0, count);
        while (at < end) {
            if (end - at >= Long.BYTES) {
                long next = Bytes.getLong(data, at);
                if ((next & NOT_ASCII) == 0) {
                    Bytes.putLong(characters, count, next);
                    at += Long.BYTES;
                    count += Long.BYTES;
                    continue;
                }
            }
            byte lead = data[at++];
            if (lead >= 0) {
                characters[count++] = lead;
                continue;
            }
            if (at == end || lead != LEAD_80 && lead != LEAD_C0 || (data[at] & 0xC0) != 0x80) {
                return new String(data, offset, length, StandardCharsets.UTF_8);
            }
            characters[count++] = (byte) (lead << 6 | data[at++] & 0x3F);
        }
        return new String(characters, 0, count, StandardCharsets.ISO_8859_1);
    }
}
