package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of a named pool: the same keys as for the default pool, with the same defaults, below
 * {@code momoko.pools.<name>}. Nothing is taken over from the default pool.
 *
 * @param url as {@link MomokoProperties#url}
 * @param host as {@link MomokoProperties#host}
 * @param port as {@link MomokoProperties#port}
 * @param database as {@link MomokoProperties#database}
 * @param username as {@link MomokoProperties#username}
 * @param password as {@link MomokoProperties#password}
 * @param applicationName as {@link MomokoProperties#applicationName}
 * @param connectTimeout as {@link MomokoProperties#connectTimeout}
 * @param ssl TLS settings
 * @param pool pool settings, of which the name defaults to the one in the key
 */
public record NamedPoolProperties(
        @Nullable String url,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String username,
        @Nullable String password,
        @Nullable String applicationName,
        @Nullable Duration connectTimeout,
        @DefaultValue MomokoProperties.Ssl ssl,
        @DefaultValue PoolProperties pool)
        implements ConnectionProperties {

    /** Shows nothing that may hold a secret. */
    @Override
    public String toString() {
        return "NamedPoolProperties[pool=" + pool.name() + "]";
    }
}
