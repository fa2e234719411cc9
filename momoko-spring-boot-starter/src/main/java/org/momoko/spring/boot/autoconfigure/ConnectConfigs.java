package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.config.ConnectConfig;
import org.momoko.config.CredentialsSource;
import org.momoko.error.MomokoException;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/** Puts the connection details and the single keys together: the details say where, a key that is set wins. */
final class ConnectConfigs {
    private ConnectConfigs() {}

    /**
     * The configuration that pools connect with. Reads the files that libpq reads, opens no socket.
     *
     * @param bundle where keys and trust of TLS come from, when not from files; null for no bundle
     * @param environment gives {@code spring.application.name} to connections that got no name
     * @param errors tells where the properties stand
     * @throws RuntimeException an exception that Spring Boot knows how to explain, if a property is wrong
     */
    static ConnectConfig of(
            MomokoConnectionDetails details,
            ConnectionProperties properties,
            @Nullable TlsBundle bundle,
            PropertyResolver environment,
            PropertyErrors errors) {
        ConnectConfig given = parse(details, properties, errors);
        ConnectConfig.Builder builder = given.toBuilder();
        Duration timeout = properties.connectTimeout();
        if (timeout != null && timeout.isNegative()) {
            throw errors.invalid("connect-timeout", timeout, "must not be negative");
        }
        try {
            if (StringUtils.hasText(details.getUsername())) {
                builder.user(details.getUsername());
            }
            String password = details.getPassword();
            if (password != null) {
                builder.password(password);
            }
            apply(builder, ConnectionSetting.TLS_FILES, properties);
            apply(builder, ConnectionSetting.OTHERS, properties);
            options(builder, properties.options(), errors);
            String applicationName = environment.getProperty("spring.application.name");
            if (given.applicationName() == null
                    && !StringUtils.hasText(properties.applicationName())
                    && StringUtils.hasText(applicationName)) {
                builder.applicationName(applicationName);
            }
            CredentialsSource credentials = details.getCredentials();
            if (credentials != null) {
                builder.credentials(credentials);
            }
            if (bundle != null) {
                builder.sslMode(bundle.mode(properties.ssl().mode(), given.tls().sslMode(), errors));
                builder.tlsMaterial(bundle::material);
            }
            return builder.build();
        } catch (MomokoException e) {
            throw errors.ofSetting(e);
        }
    }

    private static ConnectConfig parse(
            MomokoConnectionDetails details, ConnectionProperties properties, PropertyErrors errors) {
        try {
            return ConnectConfig.parse(details.getUrl());
        } catch (MomokoException e) {
            if (!(details instanceof PropertiesMomokoConnectionDetails)) {
                throw errors.ofDetails(e, details);
            }
            throw StringUtils.hasText(properties.url()) ? errors.ofUrl(e) : errors.ofSetting(e);
        }
    }

    private static void apply(
            ConnectConfig.Builder builder, List<ConnectionSetting> settings, ConnectionProperties properties) {
        for (ConnectionSetting setting : settings) {
            String value = setting.value(properties);
            if (value != null) {
                builder.setting(setting.word(), value);
            }
        }
    }

    private static void options(ConnectConfig.Builder builder, Map<String, String> options, PropertyErrors errors) {
        options.forEach((name, value) -> {
            try {
                builder.option(name, value);
            } catch (MomokoException e) {
                throw errors.invalid("options." + name, value, "is not the name of a server setting");
            }
        });
    }
}
