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

    static String read(byte[] data, int offset, int length) {
        int ascii = asciiBytes(data, offset, length);
        if (ascii == length) {
            return new String(data, offset, length, StandardCharsets.ISO_8859_1);
        }
        if (length <= MOST_BYTES && Thread.currentThread() instanceof FastThreadLocalThread) {
            byte[] scratch = SCRATCH.get();
            int characters = latin1(data, offset, length, ascii, scratch);
            if (characters >= 0) {
                return new String(scratch, 0, characters, StandardCharsets.ISO_8859_1);
            }
        }
        return new String(data, offset, length, StandardCharsets.UTF_8);
    }

    /** How many bytes from the beginning are ASCII, at least up to the last eight that all are. */
    private static int asciiBytes(byte[] data, int offset, int length) {
        int at = 0;
        while (length - at >= Long.BYTES && (Bytes.getLong(data, offset + at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        while (at < length && data[offset + at] >= 0) {
            at++;
        }
        return at;
    }

    /** Decodes a text whose first bytes are ASCII; the number of its characters, or -1 if it is not all Latin-1. */
    private static int latin1(byte[] data, int offset, int length, int ascii, byte[] characters) {
        System.arraycopy(data, offset, characters, 0, ascii);
        int end = offset + length;
        int count = ascii;
        int at = offset + ascii;
        while (at < end) {
            byte lead = data[at++];
            if (lead >= 0) {
                characters[count++] = lead;
                continue;
            }
            if (at == end || lead != LEAD_80 && lead != LEAD_C0 || (data[at] & 0xC0) != 0x80) {
                return -1;
            }
            characters[count++] = (byte) (lead << 6 | data[at++] & 0x3F);
        }
        return count;
    }
}
