package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.momoko.config.ConnectConfig;
import org.momoko.config.SslMode;
import org.momoko.error.MomokoException;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/** Puts the connection details and the single keys together: the details say where, a key that is set wins. */
final class ConnectConfigs {
    private ConnectConfigs() {}

    /**
     * The configuration that pools connect with. Reads the files that libpq reads, opens no socket.
     *
     * @param environment gives {@code spring.application.name} to connections that got no name
     * @param errors tells where the properties stand
     * @throws RuntimeException an exception that Spring Boot knows how to explain, if a property is wrong
     */
    static ConnectConfig of(
            MomokoConnectionDetails details,
            ConnectionProperties properties,
            PropertyResolver environment,
            PropertyErrors errors) {
        ConnectConfig given = parse(details, properties, errors);
        ConnectConfig.Builder builder = given.toBuilder();
        try {
            apply(builder, "user", details.getUsername());
            apply(builder, "sslrootcert", properties.ssl().rootCert());
            apply(builder, "sslcert", properties.ssl().cert());
            apply(builder, "sslkey", properties.ssl().key());
            apply(builder, "sslpassword", properties.ssl().keyPassword());
            apply(builder, "application_name", properties.applicationName());
            String password = details.getPassword();
            if (password != null) {
                builder.password(password);
            }
            SslMode mode = properties.ssl().mode();
            if (mode != null) {
                builder.sslMode(mode);
            }
            applyConnectTimeout(builder, properties.connectTimeout(), errors);
            if (given.applicationName() == null && !StringUtils.hasText(properties.applicationName())) {
                apply(builder, "application_name", environment.getProperty("spring.application.name"));
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

    private static void apply(ConnectConfig.Builder builder, String setting, @Nullable String value) {
        if (value != null && StringUtils.hasText(value)) {
            builder.setting(setting, value);
        }
    }

    private static void applyConnectTimeout(
            ConnectConfig.Builder builder, @Nullable Duration timeout, PropertyErrors errors) {
        if (timeout != null) {
            if (timeout.isNegative()) {
                throw errors.invalid("connect-timeout", timeout, "must not be negative");
            }
            builder.connectTimeout(timeout);
        }
    }
}
