package org.momoko.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.momoko.error.MomokoException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.PropertyResolver;

/**
 * Turns what is wrong with a value into an exception that names the property and that Spring Boot explains.
 * {@link InvalidConfigurationPropertyValueException} shows the value in its explanation, so it is not for the URL nor for
 * passwords.
 */
final class PropertyErrors {

    /** Which property stands for a setting of libpq, by the setting's name, with which the core's messages begin. */
    private static final Map<String, String> SETTINGS = Stream.of(
                    ConnectionSetting.ADDRESS,
                    ConnectionSetting.CREDENTIALS,
                    ConnectionSetting.TLS_FILES,
                    ConnectionSetting.OTHERS)
            .flatMap(List::stream)
            .collect(Collectors.toMap(ConnectionSetting::word, ConnectionSetting::property));

    private static final Set<String> SECRETS = Set.of("password", "ssl.key-password");

    private final String prefix;
    private final PropertyResolver environment;

    /** @param prefix where the pool's properties stand, {@code momoko} or {@code momoko.pools.<name>} */
    PropertyErrors(String prefix, PropertyResolver environment) {
        this.prefix = prefix;
        this.environment = environment;
    }

    /** The whole name of a property. */
    String key(String property) {
        return prefix + "." + property;
    }

    InvalidConfigurationPropertyValueException invalid(String property, @Nullable Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(key(property), value, reason);
    }

    /** Files of TLS beside a bundle would be ignored, so they are refused, whether a key names them or the URL. */
    void checkNoTlsFiles(ConnectionProperties properties, MomokoConnectionDetails details) {
        List<String> files = new ArrayList<>();
        for (ConnectionSetting file : ConnectionSetting.TLS_FILES) {
            if (file.value(properties) != null) {
                files.add(key(file.property()));
            } else if (details.getUrl().matches("(?s).*\\b" + file.word() + "\\s*=.*")) {
                throw new FailureAnalyzedException(
                        "The connection string has '" + file.word() + "' in it, beside the SSL bundle of '"
                                + key("ssl.bundle") + "', which is instead of files.",
                        "Take one of the two out.");
            }
        }
        if (!files.isEmpty()) {
            files.add(0, key("ssl.bundle"));
            throw new MutuallyExclusiveConfigurationPropertiesException(
                    files,
                    Stream.concat(
                                    Stream.of(key("ssl.bundle")),
                                    ConnectionSetting.TLS_FILES.stream().map(file -> key(file.property())))
                            .toList());
        }
    }

    /** The URL cannot be read; the core's message shows no value. */
    FailureAnalyzedException ofUrl(MomokoException error) {
        return new FailureAnalyzedException(
                "The value of '" + key("url") + "' is no connection string: " + error.getMessage() + ".",
                "Write it as postgresql://host:5432/database or as host=... dbname=..., and percent-encode special"
                        + " characters in the former. User and password may stand in '"
                        + key("username") + "' and '" + key("password") + "' instead.",
                error);
    }

    /** The URL of a bean cannot be read. */
    FailureAnalyzedException ofDetails(MomokoException error, MomokoConnectionDetails details) {
        return new FailureAnalyzedException(
                "The URL of the connection details " + details.getClass().getName() + " is no connection string: "
                        + error.getMessage() + ".",
                "Correct the bean that provides the MomokoConnectionDetails.",
                error);
    }

    /** A setting is not allowed. Its name stands in the core's message: {@code invalid dsn: port: expected …}. */
    RuntimeException ofSetting(MomokoException error) {
        String message = String.valueOf(error.getMessage());
        String[] parts = message.split(": ", 3);
        String property = parts.length == 3 ? SETTINGS.get(parts[1]) : null;
        if (property != null && !SECRETS.contains(property) && environment.containsProperty(key(property))) {
            return invalid(property, environment.getProperty(key(property)), parts[2]);
        }
        String place = property == null ? "below '" + prefix + "'" : "of '" + key(property) + "'";
        return new FailureAnalyzedException(
                "The value " + place + " is not allowed: " + message + ".",
                "Correct the property, or the PG... environment variable that the message names.",
                error);
    }

    /** A parameter of the pool is out of range. Its name begins the core's message: {@code maxWaiting must not …}. */
    RuntimeException ofPool(IllegalArgumentException error, PoolProperties properties) {
        String[] parts = String.valueOf(error.getMessage()).split(" ", 2);
        if (parts[0].equals("size") && properties.size() >= 1) {
            return invalid(
                    "pool.max-size",
                    properties.maxSize(),
                    "must be at least " + key("pool.size") + ", which is " + properties.size());
        }
        String property = "pool." + kebab(parts[0]);
        return invalid(property, environment.getProperty(key(property)), parts[parts.length - 1]);
    }

    private static String kebab(String camel) {
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c)) {
                kebab.append('-');
            }
            kebab.append(Character.toLowerCase(c));
        }
        return kebab.toString();
    }
}
