package org.momoko.internal.protocol;

import org.momoko.internal.wire.BodyReader;

/** The int16 that says how a value is written: 0 text, 1 binary (PostgreSQL manual, Formats and Format Codes). */
public final class FormatCode {
    public static final short TEXT = 0;
    public static final short BINARY = 1;

    private FormatCode() {}

    static short read(BodyReader in) {
        short format = in.int16("format code");
        if (format != TEXT && format != BINARY) {
            throw in.error("format code 0 or 1 expected, " + format + " found");
        }
        return format;
    }
}
