package org.momoko.internal.client;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.type.Json;

/** How many bytes a statement takes on the wire, told before it is written: rather too many than too few. */
final class FlightSize {
    /** Of a character in UTF-8; one that a literal doubles takes fewer. */
    private static final long MOST_BYTES_OF_A_CHARACTER = 3;
    /** Of a byte that a literal writes as two hexadecimal digits. */
    private static final long MOST_BYTES_OF_A_BYTE = 2;
    /** Of a value that cannot grow. */
    private static final long SMALL_VALUE = 64;

    private FlightSize() {}

    static long of(String sql, @Nullable Object[] values) {
        long bytes = sql.length();
        for (Object value : values) {
            bytes += of(value);
        }
        return bytes;
    }

    private static long of(@Nullable Object value) {
        if (value == null || value instanceof Number) {
            return SMALL_VALUE;
        }
        long bytes = SMALL_VALUE;
        if (value instanceof CharSequence text) {
            bytes += MOST_BYTES_OF_A_CHARACTER * text.length();
        } else if (value instanceof byte[] array) {
            bytes += MOST_BYTES_OF_A_BYTE * array.length;
        } else if (value instanceof ByteBuffer buffer) {
            bytes += MOST_BYTES_OF_A_BYTE * buffer.remaining();
        } else if (value instanceof Json json && json.rawText() != null) {
            bytes += of(json.rawText());
        } else if (value instanceof Object[] parts) {
            bytes += ofAll(Arrays.asList(parts));
        } else if (value instanceof Iterable<?> parts) {
            bytes += ofAll(parts);
        } else if (value instanceof Map<?, ?> map) {
            bytes += ofAll(map.keySet()) + ofAll(map.values());
        }
        return bytes;
    }

    private static long ofAll(Iterable<?> parts) {
        long bytes = 0;
        for (Object part : parts) {
            bytes += of(part);
        }
        return bytes;
    }
}
