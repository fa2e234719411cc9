package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.config.SslMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the connection. What none of them says comes from the {@code PG…} environment variables and libpq's
 * defaults. A single key wins over the same setting inside the URL, so that a password may come from elsewhere than the
 * URL; only the URL and {@code host}, {@code port} or {@code database} exclude each other. A key that does not exist
 * stops the start, so that a slip of the pen is no silent default.
 *
 * @param url Server and database as libpq writes them, 'postgresql://host:5432/database' or 'host=... dbname=...'.
 *     Excludes host, port and database; any setting of libpq may be part of it.
 * @param host Host name, address or directory of the Unix socket, or several separated by commas, of which the first
 *     that answers is used. Without it PGHOST counts, else the local Unix socket.
 * @param port Port of the server, 1 to 65535, the same for all hosts. Without it PGPORT counts, else 5432.
 * @param database Name of the database. Without it the database is named like the user.
 * @param username Role to log in as. Wins over the one in the URL.
 * @param password Password of the role. Wins over the one in the URL; without any, the password file is looked up.
 * @param applicationName Name that the server shows for the connections, up to 63 bytes. Defaults to
 *     'spring.application.name'.
 * @param connectTimeout Longest time to connect to one host, from looking up its address to the end of authentication.
 *     Zero waits without limit.
 * @param ssl TLS settings
 * @param pool pool settings
 * @param pools Further pools by their name, each with the keys that the default pool has below 'momoko', for example
 *     'momoko.pools.audit.url' and 'momoko.pools.audit.pool.size'. Each is a bean of that name. Nothing is taken over from
 *     the default pool, which there is only if one of its own keys is set too. Use lower-case letters and digits, so that
 *     environment variables can say the name.
 * @param health health settings
 */
@ConfigurationProperties(prefix = "momoko", ignoreUnknownFields = false)
public record MomokoProperties(
        @Nullable String url,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String username,
        @Nullable String password,
        @Nullable String applicationName,
        @Nullable Duration connectTimeout,
        @DefaultValue Ssl ssl,
        @NestedConfigurationProperty @DefaultValue PoolProperties pool,
        @DefaultValue Map<String, NamedPoolProperties> pools,
        @DefaultValue Health health)
        implements ConnectionProperties {

    /** Shows nothing that may hold a secret. */
    @Override
    public String toString() {
        return "MomokoProperties[pool=" + pool.name() + ", pools=" + pools.keySet() + "]";
    }

    /**
     * What is asked of TLS.
     *
     * @param mode Whether TLS is used and what is checked. Only 'verify-full' protects against a server in the middle.
     * @param rootCert File (PEM) with the authorities to trust, or 'system' for those of the JDK. Defaults to
     *     ~/.postgresql/root.crt where that exists.
     * @param cert File (PEM) with the certificate to log in with. Defaults to ~/.postgresql/postgresql.crt where that
     *     exists.
     * @param key File with the private key of the certificate. Defaults to ~/.postgresql/postgresql.key where that
     *     exists.
     * @param keyPassword Passphrase of the private key.
     */
    public record Ssl(
            @Nullable SslMode mode,
            @Nullable String rootCert,
            @Nullable String cert,
            @Nullable String key,
            @Nullable String keyPassword) {

        /** Shows nothing that may hold a secret. */
        @Override
        public String toString() {
            return "Ssl[mode=" + mode + "]";
        }
    }

    /**
     * How the health of pools is told.
     *
     * @param timeout Longest time that a health check of one pool may take, more than zero. Short, since whoever asks for
     *     the health has a time limit too.
     */
    public record Health(@DefaultValue("1s") Duration timeout) {}
}
