package org.momoko.config;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server and who to be there. Immutable and complete: nothing is read from the environment or from files
 * after it was made, except the files of {@link #tls()}. {@link #toString()} shows no secret.
 *
 * <p>Keys, grammar and defaults are libpq's (version 18), with these differences: {@code connect_timeout} is 10 s unless
 * set and may have decimals, {@code client_encoding} is always UTF8, DateStyle always ISO, and TCP keepalive is quick
 * ({@link KeepAlive}).
 */
public final class ConnectConfig {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Settings settings;
    private final Environment environment;
    private final Given given;

    private final List<HostSpec> hosts;
    private final String user;
    private final String database;
    private final @Nullable String password;
    private final Map<HostSpec, String> passwordsOfFile;
    private final Duration connectTimeout;
    private final Map<String, String> options;
    private final TlsConfig tls;
    private final ChannelBinding channelBinding;
    private final Set<AuthMethod> requireAuth;
    private final KeepAlive keepAlive;
    private final TargetSessionAttrs targetSessionAttrs;
    private final LoadBalanceHosts loadBalanceHosts;
    private final ProtocolVersion minProtocolVersion;
    private final ProtocolVersion maxProtocolVersion;

    /** @param settings complete, and from now on not changed by anyone */
    private ConnectConfig(Settings settings, Environment environment, Given given) {
        this.given = given;
        this.settings = settings;
        this.environment = environment;
        settings.checkSupported();
        hosts = HostList.of(settings, environment.defaultHost());
        user = Objects.requireNonNullElse(settings.get(ConnectionKey.USER), environment.user());
        if (user.isEmpty()) {
            throw settings.invalid(ConnectionKey.USER, "is needed, the operating system tells none");
        }
        database = Objects.requireNonNullElse(settings.get(ConnectionKey.DBNAME), user);
        password = settings.getEvenIfEmpty(ConnectionKey.PASSWORD);
        connectTimeout = settings.seconds(ConnectionKey.CONNECT_TIMEOUT, CONNECT_TIMEOUT);
        String encoding = settings.get(ConnectionKey.CLIENT_ENCODING);
        if (encoding != null) {
            ServerOptions.checkEncoding(settings, ConnectionKey.CLIENT_ENCODING, encoding);
        }
        options = ServerOptions.parse(settings);
        tls = new TlsConfig(settings, environment);
        channelBinding = settings.choice(ConnectionKey.CHANNEL_BINDING, ChannelBinding.class, ChannelBinding.PREFER);
        requireAuth = RequireAuth.parse(settings);
        keepAlive = KeepAlive.of(settings);
        targetSessionAttrs =
                settings.choice(ConnectionKey.TARGET_SESSION_ATTRS, TargetSessionAttrs.class, TargetSessionAttrs.ANY);
        loadBalanceHosts =
                settings.choice(ConnectionKey.LOAD_BALANCE_HOSTS, LoadBalanceHosts.class, LoadBalanceHosts.DISABLE);
        minProtocolVersion = ProtocolVersion.of(settings, ConnectionKey.MIN_PROTOCOL_VERSION, ProtocolVersion.V3_0);
        maxProtocolVersion = ProtocolVersion.of(settings, ConnectionKey.MAX_PROTOCOL_VERSION, minProtocolVersion);
        if (maxProtocolVersion.compareTo(minProtocolVersion) < 0) {
            throw settings.invalid(ConnectionKey.MAX_PROTOCOL_VERSION, "must not be older than min_protocol_version");
        }
        passwordsOfFile = password == null && given.credentials == null ? passwordsOfFile() : Map.of();
    }

    /**
     * Reads a libpq connection string: {@code key=value} pairs or a {@code postgresql://} URI. What it leaves open comes
     * from the service file if a service is named, else from the {@code PG…} environment variables, else from defaults;
     * a password also from the password file. Reads files, so not to be called on an event loop.
     *
     * @throws org.momoko.error.ProgrammingException if the text is malformed, a key is unknown or a value is not
     *     allowed; the message names the key and shows no value
     * @throws org.momoko.error.NotSupportedException if a key demands a feature that Momoko does not have
     */
    public static ConnectConfig parse(String dsn) {
        return parse(dsn, Environment.system());
    }

    static ConnectConfig parse(String dsn, Environment environment) {
        Settings settings = UriParser.recognises(dsn) ? UriParser.parse(dsn) : KeywordValueParser.parse(dsn);
        environment.complete(settings);
        return new ConnectConfig(settings, environment.withoutVariables(), Given.NOTHING);
    }

    /** Starts with nothing set. Environment variables do not count; files and defaults do, as in {@link #parse}. */
    public static Builder builder() {
        return new Builder(new Settings(), Environment.system().withoutVariables(), Given.NOTHING);
    }

    /** Starts with everything that was given for this configuration. */
    public Builder toBuilder() {
        return new Builder(settings.copy(), environment, given);
    }

    private Map<HostSpec, String> passwordsOfFile() {
        PassFile file = PassFile.read(passFile());
        Map<HostSpec, String> found = new HashMap<>();
        for (HostSpec host : hosts) {
            String entry = file.find(host, database, user);
            if (entry != null) {
                found.put(host, entry);
            }
        }
        return Map.copyOf(found);
    }

    private Path passFile() {
        String named = settings.get(ConnectionKey.PASSFILE);
        try {
            return named == null ? environment.passFile() : Path.of(named);
        } catch (InvalidPathException e) {
            throw settings.invalid(ConnectionKey.PASSFILE, "is not a path");
        }
    }

    /** The places to try, in the order written; never empty. */
    public List<HostSpec> hosts() {
        return hosts;
    }

    /** The role to log in as; by default the name of the operating system's user. */
    public String user() {
        return user;
    }

    /** The database; by default named like the user. */
    public String database() {
        return database;
    }

    /** The password that was given, which may be empty, or else the password file's for this host; null for none. */
    public @Nullable String passwordFor(HostSpec host) {
        return password != null ? password : passwordsOfFile.get(host);
    }

    /** Asked for user and password at each connect, in place of {@link #passwordFor}; null for nobody. */
    public @Nullable CredentialsSource credentials() {
        return given.credentials;
    }

    /** Asked for keys and trust at each connect, in place of the files of {@link #tls()}; null for nobody. */
    public @Nullable Supplier<TlsMaterial> tlsMaterial() {
        return given.tlsMaterial;
    }

    /** The limit for connecting to one host, over all phases; default 10 s, zero for none. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** {@code application_name}, else {@code fallback_application_name}; null for none. */
    public @Nullable String applicationName() {
        String name = settings.get(ConnectionKey.APPLICATION_NAME);
        return name != null ? name : settings.get(ConnectionKey.FALLBACK_APPLICATION_NAME);
    }

    /**
     * Server settings to start the session with, from {@code options} and {@code PGTZ}. Names are looked up without
     * regard to case; {@code client_encoding} is never among them.
     */
    public Map<String, String> options() {
        return options;
    }

    /** What is asked of TLS. */
    public TlsConfig tls() {
        return tls;
    }

    /** {@link TlsConfig#sslMode} for TCP; {@link SslMode#DISABLE} for a Unix socket, whatever was asked. */
    public SslMode sslModeFor(HostSpec host) {
        return host.unixSocket() ? SslMode.DISABLE : tls.sslMode();
    }

    /** Whether SCRAM must be tied to the TLS channel; default {@link ChannelBinding#PREFER}. */
    public ChannelBinding channelBinding() {
        return channelBinding;
    }

    /** The ways of authentication that the server may ask for; by default all, also those Momoko cannot answer. */
    public Set<AuthMethod> requireAuth() {
        return requireAuth;
    }

    /** How TCP notices a dead server. */
    public KeepAlive keepAlive() {
        return keepAlive;
    }

    /** What kind of server will do; default {@link TargetSessionAttrs#ANY}. */
    public TargetSessionAttrs targetSessionAttrs() {
        return targetSessionAttrs;
    }

    /** In which order hosts are tried; default {@link LoadBalanceHosts#DISABLE}. */
    public LoadBalanceHosts loadBalanceHosts() {
        return loadBalanceHosts;
    }

    /** The oldest protocol version to accept; default {@link ProtocolVersion#V3_0}. */
    public ProtocolVersion minProtocolVersion() {
        return minProtocolVersion;
    }

    /** The protocol version to ask for; default {@link #minProtocolVersion}, since some proxies refuse newer ones. */
    public ProtocolVersion maxProtocolVersion() {
        return maxProtocolVersion;
    }

    /** Hosts, user, database, application name and TLS mode; no secret. */
    @Override
    public String toString() {
        return "ConnectConfig[hosts=" + hosts + ", user=" + user + ", database=" + database + ", applicationName="
                + applicationName() + ", sslMode=" + Keyword.of(tls.sslMode()) + "]";
    }

    /** What no text can say. */
    record Given(
            @Nullable CredentialsSource credentials,
            @Nullable Supplier<TlsMaterial> tlsMaterial) {
        static final Given NOTHING = new Given(null, null);
    }

    /**
     * Collects settings; each stands for a key of the connection string, and messages call it by that key. Setters throw
     * {@link org.momoko.error.ProgrammingException} for text with a NUL in it, {@link #build} for everything else that
     * {@link ConnectConfig#parse} refuses. Not thread-safe.
     */
    public static final class Builder {
        private final Settings settings;
        private final Environment environment;
        private Given given;

        private Builder(Settings settings, Environment environment, Given given) {
            this.settings = settings;
            this.environment = environment;
            this.given = given;
        }

        /** Sets any key of a connection string, in libpq's spelling; empty text asks for the default. */
        public Builder setting(String key, String value) {
            ConnectionKey known = ConnectionKey.find(key);
            if (known == null) {
                throw DsnErrors.unknownOption(key, "", false);
            }
            return set(known, value);
        }

        /** One host, or several separated by commas; forgets {@code hostaddr}. */
        public Builder host(String host) {
            settings.remove(ConnectionKey.HOSTADDR);
            return set(ConnectionKey.HOST, host);
        }

        /** The port for all hosts, 1 to 65535; default 5432. */
        public Builder port(int port) {
            return set(ConnectionKey.PORT, Integer.toString(port));
        }

        /** The database ({@code dbname}); default: named like the user. */
        public Builder database(String database) {
            return set(ConnectionKey.DBNAME, database);
        }

        /** The role to log in as. */
        public Builder user(String user) {
            return set(ConnectionKey.USER, user);
        }

        /** The password for every host; the password file is not read then. */
        public Builder password(String password) {
            return set(ConnectionKey.PASSWORD, password);
        }

        /** Who is asked for user and password at each connect; passwords given otherwise do not count then. */
        public Builder credentials(CredentialsSource source) {
            given = new Given(Objects.requireNonNull(source, "source"), given.tlsMaterial);
            return this;
        }

        /**
         * Who is asked for keys and trust at each connect, and may read files then. New material counts for the
         * connections that are opened from then on, and for cancelling on all; TLS is set up anew only if the material is
         * another.
         */
        public Builder tlsMaterial(Supplier<TlsMaterial> source) {
            given = new Given(given.credentials, Objects.requireNonNull(source, "source"));
            return this;
        }

        /** The name that the server shows in {@code pg_stat_activity}. */
        public Builder applicationName(String applicationName) {
            return set(ConnectionKey.APPLICATION_NAME, applicationName);
        }

        /** Adds a server setting to start the session with ({@code options}); the last value of a name counts. */
        public Builder option(String name, String value) {
            if (!ServerOptions.isName(name)) {
                throw settings.invalid(ConnectionKey.OPTIONS, "expected the name of a server setting");
            }
            String added = ServerOptions.format(name, value);
            String before = settings.get(ConnectionKey.OPTIONS);
            return set(ConnectionKey.OPTIONS, before == null ? added : before + " " + added);
        }

        /** Whether and how strictly TLS is used. */
        public Builder sslMode(SslMode sslMode) {
            return set(ConnectionKey.SSLMODE, Keyword.of(sslMode));
        }

        /** The limit for connecting to one host; zero for none, default 10 s. */
        public Builder connectTimeout(Duration connectTimeout) {
            String seconds = BigDecimal.valueOf(connectTimeout.getSeconds())
                    .add(BigDecimal.valueOf(connectTimeout.getNano(), 9))
                    .toPlainString();
            return set(ConnectionKey.CONNECT_TIMEOUT, seconds);
        }

        /**
         * Checks and completes the settings; reads the same files as {@link ConnectConfig#parse}.
         *
         * @throws org.momoko.error.ProgrammingException if a value is not allowed; the message names the key
         * @throws org.momoko.error.NotSupportedException if a key demands a feature that Momoko does not have
         */
        public ConnectConfig build() {
            Settings completed = settings.copy();
            environment.complete(completed);
            return new ConnectConfig(completed, environment, given);
        }

        private Builder set(ConnectionKey key, String value) {
            settings.set(key, Objects.requireNonNull(value, key.word()));
            return this;
        }
    }
}
