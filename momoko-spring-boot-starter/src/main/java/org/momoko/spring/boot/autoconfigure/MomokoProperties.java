package org.momoko.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.momoko.config.ChannelBinding;
import org.momoko.config.LoadBalanceHosts;
import org.momoko.config.SslMode;
import org.momoko.config.SslNegotiation;
import org.momoko.config.TargetSessionAttrs;
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
 * @param hostAddress Numeric address to connect to instead of looking up the host, or several separated by commas, one for
 *     each host. The host remains the name that the server's certificate must have.
 * @param service Entry of the service file that says what no key says, from ~/.pg_service.conf or PGSERVICEFILE. Excludes
 *     the URL, where 'service' is a setting.
 * @param passwordFile File to look the password up in, when none is given. Defaults to ~/.pgpass.
 * @param options Server settings to start each session with, by name, as in 'momoko.options.statement_timeout'. An
 *     environment variable cannot say a name with an underscore.
 * @param targetSessionAttrs Which of several hosts will do, by its role.
 * @param loadBalanceHosts In which order several hosts and their addresses are tried.
 * @param channelBinding Whether authentication is tied to the TLS channel it runs in, which shows a server in the middle.
 * @param requireAuth Ways of authentication that the server may ask for, such as scram-sha-256, or with a leading '!' those
 *     it may not. By default all, so that a strange server might ask for the password in clear.
 * @param minProtocolVersion Oldest protocol version to accept, 3.0 or 3.2.
 * @param maxProtocolVersion Protocol version to ask for, 3.0, 3.2 or latest; not older than the minimum, which is its
 *     default, since some proxies refuse newer ones.
 * @param keepAlive how TCP notices a dead server
 * @param ssl TLS settings
 * @param pool pool settings
 * @param pools Further pools by their name, each with the keys that the default pool has below 'momoko', for example
 *     'momoko.pools.audit.url' and 'momoko.pools.audit.pool.size'. Each is a bean of that name. Nothing is taken over from
 *     the default pool, which there is only if one of its own keys is set too. Use lower-case letters and digits, so that
 *     environment variables can say the name.
 * @param health health settings
 * @param observation settings of the observation of statements
 * @param transaction settings of transactions
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
        @Nullable String hostAddress,
        @Nullable String service,
        @Nullable String passwordFile,
        @DefaultValue Map<String, String> options,
        @Nullable TargetSessionAttrs targetSessionAttrs,
        @Nullable LoadBalanceHosts loadBalanceHosts,
        @Nullable ChannelBinding channelBinding,
        @Nullable List<String> requireAuth,
        @Nullable String minProtocolVersion,
        @Nullable String maxProtocolVersion,
        @DefaultValue KeepAlive keepAlive,
        @DefaultValue Ssl ssl,
        @NestedConfigurationProperty @DefaultValue PoolProperties pool,
        @DefaultValue Map<String, NamedPoolProperties> pools,
        @DefaultValue Health health,
        @DefaultValue Observation observation,
        @NestedConfigurationProperty @DefaultValue TransactionProperties transaction)
        implements ConnectionProperties {

    /** Shows nothing that may hold a secret. */
    @Override
    public String toString() {
        return "MomokoProperties[pool=" + pool.name() + ", pools=" + pools.keySet() + "]";
    }

    /**
     * What is asked of TLS.
     *
     * @param mode Whether TLS is used and what is checked. Only 'verify-full' protects against a server in the middle, and is
     *     the default with a bundle.
     * @param bundle Name of the SSL bundle (spring.ssl.bundle) that the keys, the authorities to trust, the protocols and the
     *     ciphers come from. Excludes the keys that name files. Of a bundle with 'reload-on-update', new connections take
     *     what is new, and the others are replaced when nobody uses them.
     * @param negotiation How TLS begins. 'direct' saves a round trip and needs a server of version 17 or newer.
     * @param rootCert File (PEM) with the authorities to trust, or 'system' for those of the JDK. Defaults to
     *     ~/.postgresql/root.crt where that exists.
     * @param cert File (PEM) with the certificate to log in with. Defaults to ~/.postgresql/postgresql.crt where that
     *     exists.
     * @param key File with the private key of the certificate. Defaults to ~/.postgresql/postgresql.key where that
     *     exists.
     * @param keyPassword Passphrase of the private key.
     * @param crl File (PEM) with revoked certificates. Defaults to ~/.postgresql/root.crl where that exists.
     * @param crlDir Directory with files of revoked certificates.
     * @param minVersion Oldest TLS version to accept, TLSv1 to TLSv1.3.
     * @param maxVersion Newest TLS version to offer, not older than the minimum. By default the newest there is.
     * @param sni Whether the handshake tells the host's name, which some proxies choose the server by.
     */
    public record Ssl(
            @Nullable SslMode mode,
            @Nullable String bundle,
            @Nullable SslNegotiation negotiation,
            @Nullable String rootCert,
            @Nullable String cert,
            @Nullable String key,
            @Nullable String keyPassword,
            @Nullable String crl,
            @Nullable String crlDir,
            @Nullable String minVersion,
            @Nullable String maxVersion,
            @Nullable Boolean sni) {

        /** Shows nothing that may hold a secret. */
        @Override
        public String toString() {
            return "Ssl[mode=" + mode + "]";
        }
    }

    /**
     * How TCP notices that the server is gone without a word. Not used on Unix sockets.
     *
     * @param enabled Whether TCP probes a silent server. Off leaves a dead one unnoticed for hours.
     * @param idle Silence before the first probe, in whole seconds up to 32767s. Zero leaves it to the operating system.
     * @param interval Time between probes, in whole seconds up to 32767s. Zero leaves it to the operating system.
     * @param count Lost probes until the connection is dead, 0 to 127. Zero leaves it to the operating system.
     * @param userTimeout Longest time that sent bytes may stay unacknowledged, where the transport can tell. Zero leaves it
     *     to the operating system.
     */
    public record KeepAlive(
            @Nullable Boolean enabled,
            @Nullable Duration idle,
            @Nullable Duration interval,
            @Nullable Integer count,
            @Nullable Duration userTimeout) {}

    /**
     * How the health of pools is told.
     *
     * @param timeout Longest time that a health check of one pool may take, more than zero. Short, since whoever asks for
     *     the health has a time limit too.
     */
    public record Health(@DefaultValue("1s") Duration timeout) {}

    /**
     * What Micrometer observes of statements.
     *
     * @param enabled Whether there is an observation of each statement, where the application has an ObservationRegistry.
     * @param queryText Whether the observation holds the text of the statement, never its parameters. Switch it off where
     *     values are written into texts.
     */
    public record Observation(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("true") boolean queryText) {}
}
