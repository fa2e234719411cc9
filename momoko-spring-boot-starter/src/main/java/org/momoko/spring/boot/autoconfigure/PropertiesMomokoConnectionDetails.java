package org.momoko.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.momoko.config.CredentialsSource;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.util.StringUtils;

/** The connection details that the properties give. Empty text counts as not given, except for the password. */
final class PropertiesMomokoConnectionDetails implements MomokoConnectionDetails {
    private final ConnectionProperties properties;
    private final @Nullable CredentialsSource credentials;

    /**
     * Checks that the properties do not contradict each other.
     *
     * @param prefix where they stand
     * @param credentials asked in place of username and password; null for nobody
     * @throws MutuallyExclusiveConfigurationPropertiesException if the URL and a part of it are both given
     */
    PropertiesMomokoConnectionDetails(
            String prefix, ConnectionProperties properties, @Nullable CredentialsSource credentials) {
        this.properties = properties;
        this.credentials = credentials;
        if (StringUtils.hasText(properties.url())) {
            List<String> configured = new ArrayList<>(List.of(prefix + ".url"));
            List<String> exclusive = new ArrayList<>(configured);
            for (ConnectionSetting part : ConnectionSetting.ADDRESS) {
                exclusive.add(prefix + "." + part.property());
                if (part.value(properties) != null) {
                    configured.add(prefix + "." + part.property());
                }
            }
            if (configured.size() > 1) {
                throw new MutuallyExclusiveConfigurationPropertiesException(configured, exclusive);
            }
        }
    }

    @Override
    public String getUrl() {
        String url = properties.url();
        if (url != null && StringUtils.hasText(url)) {
            return url;
        }
        StringJoiner dsn = new StringJoiner(" ");
        for (ConnectionSetting part : ConnectionSetting.ADDRESS) {
            String value = part.value(properties);
            if (value != null) {
                dsn.add(part.word() + "='" + quoted(value) + "'");
            }
        }
        return dsn.toString();
    }

    /** As libpq demands: a backslash before a quote and before a backslash. */
    private static String quoted(String value) {
        return value.replace("\\", "\\\\").replace("'", "\\'");
    }

    @Override
    public @Nullable String getUsername() {
        return StringUtils.hasText(properties.username()) ? properties.username() : null;
    }

    @Override
    public @Nullable String getPassword() {
        return properties.password();
    }

    @Override
    public @Nullable CredentialsSource getCredentials() {
        return credentials;
    }
}
