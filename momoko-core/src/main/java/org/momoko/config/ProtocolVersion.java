package org.momoko.config;

/** A version of the frontend/backend protocol ({@code min_protocol_version}, {@code max_protocol_version}). */
public enum ProtocolVersion {
    /** Spoken by every server since 7.4, and by every proxy. */
    V3_0(3 << 16),
    /** Since server version 18: cancel keys of up to 256 bytes. */
    V3_2(3 << 16 | 2);

    private final int code;

    ProtocolVersion(int code) {
        this.code = code;
    }

    /** What the StartupMessage carries: the major version in the upper, the minor in the lower 16 bits. */
    public int code() {
        return code;
    }

    static ProtocolVersion of(Settings settings, ConnectionKey key, ProtocolVersion fallback) {
        String text = settings.get(key);
        if (text == null) {
            return fallback;
        }
        return switch (text) {
            case "3.0" -> V3_0;
            case "3.2", "latest" -> V3_2;
            default -> throw settings.invalid(key, "expected 3.0, 3.2 or latest");
        };
    }
}
