package org.momoko.internal.session;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.codec.TextSettings;
import org.momoko.internal.protocol.ParameterStatus;

/** The settings that the server reports, as it last did. Written on the event loop, read from any thread. */
final class ReportedSettings {
    private static final Set<String> ROLE = Set.of("in_hot_standby", "default_transaction_read_only");
    private static final int USUAL_SETTINGS = 32;

    private final Map<String, String> values = new ConcurrentHashMap<>(USUAL_SETTINGS);
    private volatile TextSettings textSettings = TextSettings.DEFAULT;
    private volatile boolean standardConformingStrings = true;
    private volatile boolean roleChanged;

    void take(ParameterStatus status) {
        values.put(status.name(), status.value());
        textSettings = textSettings.with(status.name(), status.value());
        if (status.name().equals("standard_conforming_strings")) {
            standardConformingStrings = status.value().equals("on");
        } else if (ROLE.contains(status.name())) {
            roleChanged = true;
        }
    }

    /** Whether the server's role may have changed since this was last set. */
    boolean roleChanged() {
        return roleChanged;
    }

    void roleChanged(boolean changed) {
        roleChanged = changed;
    }

    /** The value of a setting; null when it was not reported. */
    @Nullable
    String get(String name) {
        return values.get(name);
    }

    /** What reading a text value depends on. */
    TextSettings textSettings() {
        return textSettings;
    }

    /** Whether a backslash in a string literal is just a backslash. */
    boolean standardConformingStrings() {
        return standardConformingStrings;
    }
}
