package org.momoko.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every key that a connection string may hold, with the environment variable that stands in for it. Source: libpq of
 * version 18, "Parameter Key Words" and "Environment Variables".
 *
 * <p>Three kinds: keys with a meaning here; secrets, whose value never shows; keys of features that Momoko does not
 * have, which are accepted only with a value that does not demand the feature.
 */
enum ConnectionKey {
    HOST("host", "PGHOST"),
    HOSTADDR("hostaddr", "PGHOSTADDR"),
    PORT("port", "PGPORT"),
    DBNAME("dbname", "PGDATABASE"),
    USER("user", "PGUSER"),
    PASSWORD("password", "PGPASSWORD", Kind.SECRET),
    PASSFILE("passfile", "PGPASSFILE"),
    SERVICE("service", "PGSERVICE"),
    CONNECT_TIMEOUT("connect_timeout", "PGCONNECT_TIMEOUT"),
    APPLICATION_NAME("application_name", "PGAPPNAME"),
    FALLBACK_APPLICATION_NAME("fallback_application_name", null),
    OPTIONS("options", "PGOPTIONS"),
    CLIENT_ENCODING("client_encoding", "PGCLIENTENCODING"),

    SSLMODE("sslmode", "PGSSLMODE"),
    SSLNEGOTIATION("sslnegotiation", "PGSSLNEGOTIATION"),
    SSLROOTCERT("sslrootcert", "PGSSLROOTCERT"),
    SSLCERT("sslcert", "PGSSLCERT"),
    SSLKEY("sslkey", "PGSSLKEY"),
    SSLPASSWORD("sslpassword", null, Kind.SECRET),
    SSLCRL("sslcrl", "PGSSLCRL"),
    SSLCRLDIR("sslcrldir", "PGSSLCRLDIR"),
    SSLSNI("sslsni", "PGSSLSNI"),
    SSL_MIN_PROTOCOL_VERSION("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
    SSL_MAX_PROTOCOL_VERSION("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"),
    CHANNEL_BINDING("channel_binding", "PGCHANNELBINDING"),
    REQUIRE_AUTH("require_auth", "PGREQUIREAUTH"),

    KEEPALIVES("keepalives", null),
    KEEPALIVES_IDLE("keepalives_idle", null),
    KEEPALIVES_INTERVAL("keepalives_interval", null),
    KEEPALIVES_COUNT("keepalives_count", null),
    TCP_USER_TIMEOUT("tcp_user_timeout", null),

    TARGET_SESSION_ATTRS("target_session_attrs", "PGTARGETSESSIONATTRS"),
    LOAD_BALANCE_HOSTS("load_balance_hosts", "PGLOADBALANCEHOSTS"),
    MIN_PROTOCOL_VERSION("min_protocol_version", "PGMINPROTOCOLVERSION"),
    MAX_PROTOCOL_VERSION("max_protocol_version", "PGMAXPROTOCOLVERSION"),

    SSLCERTMODE("sslcertmode", "PGSSLCERTMODE", Kind.UNSUPPORTED, "allow"),
    SSLCOMPRESSION("sslcompression", "PGSSLCOMPRESSION", Kind.UNSUPPORTED, "0"),
    SSLKEYLOGFILE("sslkeylogfile", null, Kind.UNSUPPORTED),
    REQUIREPEER("requirepeer", "PGREQUIREPEER", Kind.UNSUPPORTED),
    GSSENCMODE("gssencmode", "PGGSSENCMODE", Kind.UNSUPPORTED, "prefer", "disable"),
    KRBSRVNAME("krbsrvname", "PGKRBSRVNAME", Kind.UNSUPPORTED, "postgres"),
    GSSLIB("gsslib", "PGGSSLIB", Kind.UNSUPPORTED),
    GSSDELEGATION("gssdelegation", "PGGSSDELEGATION", Kind.UNSUPPORTED, "0"),
    REPLICATION("replication", null, Kind.UNSUPPORTED, "false", "off", "no", "0"),
    SCRAM_CLIENT_KEY("scram_client_key", null, Kind.UNSUPPORTED),
    SCRAM_SERVER_KEY("scram_server_key", null, Kind.UNSUPPORTED),
    OAUTH_ISSUER("oauth_issuer", null, Kind.UNSUPPORTED),
    OAUTH_CLIENT_ID("oauth_client_id", null, Kind.UNSUPPORTED),
    OAUTH_CLIENT_SECRET("oauth_client_secret", null, Kind.UNSUPPORTED),
    OAUTH_SCOPE("oauth_scope", null, Kind.UNSUPPORTED);

    private enum Kind {
        USED,
        SECRET,
        UNSUPPORTED
    }

    private static final Map<String, ConnectionKey> BY_NAME = new HashMap<>();

    static {
        for (ConnectionKey key : values()) {
            BY_NAME.put(key.word, key);
        }
    }

    private final String word;
    private final @Nullable String variable;
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> accepted;

    ConnectionKey(String word, @Nullable String variable) {
        this(word, variable, Kind.USED);
    }

    ConnectionKey(String word, @Nullable String variable, Kind kind, String... accepted) {
        this.word = word;
        this.variable = variable;
        this.kind = kind;
        this.accepted = List.of(accepted);
    }

    /** The key as it is written in a connection string. */
    String word() {
        return word;
    }

    /** The environment variable, null where libpq has none. */
    @Nullable
    String variable() {
        return variable;
    }

    /** Whether text that follows this key may be part of a secret, should the string be quoted wrongly. */
    boolean secret() {
        return kind == Kind.SECRET
                || this == OAUTH_CLIENT_SECRET
                || this == SCRAM_CLIENT_KEY
                || this == SCRAM_SERVER_KEY;
    }

    /** Whether the value asks for something that Momoko does not have. */
    boolean demandsUnsupported(String value) {
        return kind == Kind.UNSUPPORTED && !accepted.contains(value);
    }

    /** The values that an unsupported key may have; empty if only the absence of one will do. */
    List<String> accepted() {
        return accepted;
    }

    static @Nullable ConnectionKey find(String word) {
        return BY_NAME.get(word);
    }
}
