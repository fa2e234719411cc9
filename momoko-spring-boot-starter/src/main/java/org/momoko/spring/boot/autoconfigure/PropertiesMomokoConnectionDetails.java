package org.momoko.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.util.StringUtils;

/** The connection details that the properties give. Empty text counts as not given, except for the password. */
final class PropertiesMomokoConnectionDetails implements MomokoConnectionDetails {
    private final ConnectionProperties properties;

    /**
     * Checks that the properties do not contradict each other.
     *
     * @param prefix where they stand
     * @throws MutuallyExclusiveConfigurationPropertiesException if the URL and a part of it are both given
     */
    PropertiesMomokoConnectionDetails(String prefix, ConnectionProperties properties) {
        this.properties = properties;
        if (given(properties.url())) {
            List<String> configured = new ArrayList<>(List.of(prefix + ".url"));
            addIfGiven(configured, prefix + ".host", properties.host());
            addIfGiven(configured, prefix + ".port", properties.port());
            addIfGiven(configured, prefix + ".database", properties.database());
            if (configured.size() > 1) {
                throw new MutuallyExclusiveConfigurationPropertiesException(
                        configured, List.of(prefix + ".url", prefix + ".host", prefix + ".port", prefix + ".database"));
            }
        }
    }

    private static void addIfGiven(List<String> configured, String key, @Nullable Object value) {
        if (given(value)) {
            configured.add(key);
        }
    }

    private static boolean given(@Nullable Object value) {
        return value != null && StringUtils.hasText(value.toString());
    }

    @Override
    public String getUrl() {
        String url = properties.url();
        if (url != null && StringUtils.hasText(url)) {
            return url;
        }
        StringBuilder dsn = new StringBuilder();
        append(dsn, "host", properties.host());
        append(dsn, "port", properties.port());
        append(dsn, "dbname", properties.database());
        return dsn.toString();
    }

    /** Quotes as libpq demands: a backslash before a quote and before a backslash. */
    private static void append(StringBuilder dsn, String key, @Nullable Object value) {
        if (value != null && given(value)) {
            String quoted = value.toString().replace("\\", "\\\\").replace("'", "\\'");
            dsn.append(dsn.isEmpty() ? "" : " ")
                    .append(key)
                    .append("='")
                    .append(quoted)
                    .append('\'');
        }
    }

    @Override
    public @Nullable String getUsername() {
        return StringUtils.hasText(properties.username()) ? properties.username() : null;
    }

    @Override
    public @Nullable String getPassword() {
        return properties.password();
    }
}
