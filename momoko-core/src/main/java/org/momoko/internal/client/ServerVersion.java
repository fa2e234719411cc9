package org.momoko.internal.client;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The server's version as one number, as libpq's {@code PQserverVersion} makes it. */
final class ServerVersion {
    /** Since this version the second number counts minor releases. */
    private static final int TWO_PART = 10;

    private ServerVersion() {}

    /** @param text {@code 18.6 (Debian 18.6-1)}, {@code 19beta1}, {@code 9.6.24}; null when unknown */
    static OptionalInt of(@Nullable String text) {
        if (text == null) {
            return OptionalInt.empty();
        }
        int[] parts = new int[3];
        int part = 0;
        boolean digits = false;
        for (int i = 0; i < text.length() && part < parts.length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                parts[part] = parts[part] * 10 + (c - '0');
                digits = true;
            } else if (c == '.' && digits) {
                part++;
            } else {
                break;
            }
        }
        if (!digits) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                parts[0] >= TWO_PART ? parts[0] * 10_000 + parts[1] : parts[0] * 10_000 + parts[1] * 100 + parts[2]);
    }
}
