package org.momoko.spring.boot.autoconfigure;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.momoko.error.MomokoException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Turns what is wrong with a value into an exception that names the property and that Spring Boot explains.
 * {@link InvalidConfigurationPropertyValueException} shows the value in its explanation, so it is not for the URL nor for
 * passwords.
 */
final class PropertyErrors {

    /**
     * A property that stands for a setting of libpq.
     *
     * @param value null for a secret
     */
    private record Known(String property, @Nullable Function<MomokoProperties, @Nullable Object> value) {}

    /** By the setting's name, with which the core's messages begin. */
    private static final Map<String, Known> SETTINGS = Map.ofEntries(
            Map.entry("host", new Known("momoko.host", MomokoProperties::host)),
            Map.entry("port", new Known("momoko.port", MomokoProperties::port)),
            Map.entry("dbname", new Known("momoko.database", MomokoProperties::database)),
            Map.entry("user", new Known("momoko.username", MomokoProperties::username)),
            Map.entry("password", new Known("momoko.password", null)),
            Map.entry("application_name", new Known("momoko.application-name", MomokoProperties::applicationName)),
            Map.entry("connect_timeout", new Known("momoko.connect-timeout", MomokoProperties::connectTimeout)),
            Map.entry(
                    "sslmode",
                    new Known("momoko.ssl.mode", properties -> properties.ssl().mode())),
            Map.entry(
                    "sslrootcert",
                    new Known(
                            "momoko.ssl.root-cert",
                            properties -> properties.ssl().rootCert())),
            Map.entry(
                    "sslcert",
                    new Known("momoko.ssl.cert", properties -> properties.ssl().cert())),
            Map.entry(
                    "sslkey",
                    new Known("momoko.ssl.key", properties -> properties.ssl().key())),
            Map.entry("sslpassword", new Known("momoko.ssl.key-password", null)));

    private PropertyErrors() {}

    static InvalidConfigurationPropertyValueException invalid(String property, @Nullable Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(property, value, reason);
    }

    /** The URL cannot be read; the core's message shows no value. */
    static FailureAnalyzedException ofUrl(MomokoException error) {
        return new FailureAnalyzedException(
                "The value of 'momoko.url' is no connection string: " + error.getMessage() + ".",
                "Write it as postgresql://host:5432/database or as host=... dbname=..., and percent-encode special"
                        + " characters in the former. User and password may stand in 'momoko.username' and"
                        + " 'momoko.password' instead.",
                error);
    }

    /** The URL of a bean cannot be read. */
    static FailureAnalyzedException ofDetails(MomokoException error, MomokoConnectionDetails details) {
        return new FailureAnalyzedException(
                "The URL of the connection details " + details.getClass().getName() + " is no connection string: "
                        + error.getMessage() + ".",
                "Correct the bean that provides the MomokoConnectionDetails.",
                error);
    }

    /** A setting is not allowed. Its name begins the core's message: {@code invalid dsn: port: expected …}. */
    static RuntimeException ofSetting(MomokoException error, MomokoProperties properties) {
        String message = String.valueOf(error.getMessage());
        int start = message.indexOf(": ") + 2;
        int end = start;
        while (end < message.length() && " :".indexOf(message.charAt(end)) < 0) {
            end++;
        }
        String reason = end < message.length() ? message.substring(end + 1).strip() : message;
        Known known = SETTINGS.get(message.substring(Math.min(start, end), end));
        if (known != null && known.value() != null && known.value().apply(properties) != null) {
            return invalid(known.property(), known.value().apply(properties), reason);
        }
        String place = known == null ? "below 'momoko'" : "of '" + known.property() + "'";
        return new FailureAnalyzedException(
                "The value " + place + " is not allowed: " + message + ".",
                "Correct the property, or the PG... environment variable that the message names.",
                error);
    }

    /** A parameter of the pool is out of range. Its name begins the core's message: {@code maxWaiting must not …}. */
    static RuntimeException ofPool(IllegalArgumentException error, PoolProperties properties) {
        String message = String.valueOf(error.getMessage());
        int end = message.indexOf(' ');
        String parameter = message.substring(0, Math.max(0, end));
        if (parameter.equals("size") && properties.size() >= 1) {
            return invalid(
                    "momoko.pool.max-size",
                    properties.maxSize(),
                    "must be at least momoko.pool.size, which is " + properties.size());
        }
        return invalid("momoko.pool." + kebab(parameter), value(properties, parameter), message.substring(end + 1));
    }

    private static @Nullable Object value(PoolProperties properties, String parameter) {
        try {
            return PoolProperties.class.getMethod(parameter).invoke(properties);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static String kebab(String camel) {
        StringBuilder kebab = new StringBuilder();
        for (char c : camel.toCharArray()) {
            if (Character.isUpperCase(c)) {
                kebab.append('-');
            }
            kebab.append(Character.toLowerCase(c));
        }
        return kebab.toString();
    }
}
