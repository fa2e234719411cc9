package org.momoko.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection asks of TLS. Files are named, not read. Where a file is not named, libpq's default is taken if it
 * exists: {@code root.crt}, {@code root.crl}, {@code postgresql.crt} and {@code postgresql.key} in
 * {@code ~/.postgresql}.
 */
public final class TlsConfig {
    /** The value of {@link #sslRootCert} that means the authorities the system trusts. */
    public static final String SYSTEM_ROOTS = "system";

    /** Oldest first, in the spelling of JSSE. */
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private static final String OLDEST_BY_DEFAULT = "TLSv1.2";

    private final SslMode sslMode;
    private final SslNegotiation sslNegotiation;
    private final @Nullable String sslRootCert;
    private final @Nullable String sslCert;
    private final @Nullable String sslKey;
    private final @Nullable String sslPassword;
    private final @Nullable String sslCrl;
    private final @Nullable String sslCrlDir;
    private final String minTls;
    private final @Nullable String maxTls;
    private final boolean sslSni;

    TlsConfig(Settings settings, Environment environment) {
        String root = settings.get(ConnectionKey.SSLROOTCERT);
        boolean systemRoots = SYSTEM_ROOTS.equals(root);
        sslRootCert = root == null ? environment.tlsFile("root.crt") : root;
        sslMode = settings.choice(
                ConnectionKey.SSLMODE, SslMode.class, systemRoots ? SslMode.VERIFY_FULL : SslMode.PREFER);
        if (systemRoots && sslMode != SslMode.VERIFY_FULL) {
            // Anyone can get a certificate for some name from a public authority.
            throw settings.invalid(ConnectionKey.SSLMODE, "must be verify-full with sslrootcert=system");
        }
        sslNegotiation = settings.choice(ConnectionKey.SSLNEGOTIATION, SslNegotiation.class, SslNegotiation.POSTGRES);
        if (sslNegotiation == SslNegotiation.DIRECT && sslMode.compareTo(SslMode.REQUIRE) < 0) {
            throw settings.invalid(
                    ConnectionKey.SSLMODE, "must be require, verify-ca or verify-full with sslnegotiation=direct");
        }
        String certificate = settings.get(ConnectionKey.SSLCERT);
        sslCert = certificate == null ? environment.tlsFile("postgresql.crt") : certificate;
        String key = settings.get(ConnectionKey.SSLKEY);
        sslKey = key == null ? environment.tlsFile("postgresql.key") : key;
        sslPassword = settings.get(ConnectionKey.SSLPASSWORD);
        String crl = settings.get(ConnectionKey.SSLCRL);
        sslCrlDir = settings.get(ConnectionKey.SSLCRLDIR);
        sslCrl = crl == null && sslCrlDir == null ? environment.tlsFile("root.crl") : crl;
        String min = version(settings, ConnectionKey.SSL_MIN_PROTOCOL_VERSION);
        minTls = min == null ? OLDEST_BY_DEFAULT : min;
        maxTls = version(settings, ConnectionKey.SSL_MAX_PROTOCOL_VERSION);
        if (maxTls != null && VERSIONS.indexOf(maxTls) < VERSIONS.indexOf(minTls)) {
            throw settings.invalid(
                    ConnectionKey.SSL_MAX_PROTOCOL_VERSION, "must not be older than ssl_min_protocol_version");
        }
        sslSni = settings.integer(ConnectionKey.SSLSNI, 1, 0, 1) == 1;
    }

    private static @Nullable String version(Settings settings, ConnectionKey key) {
        String text = settings.get(key);
        if (text == null) {
            return null;
        }
        for (String version : VERSIONS) {
            if (version.equalsIgnoreCase(text)) {
                return version;
            }
        }
        throw settings.invalid(key, "expected one of " + String.join(", ", VERSIONS));
    }

    /** Whether and how strictly TLS is used over TCP; default {@link SslMode#PREFER}. */
    public SslMode sslMode() {
        return sslMode;
    }

    /** How TLS begins. */
    public SslNegotiation sslNegotiation() {
        return sslNegotiation;
    }

    /** The file with the authorities to trust, {@link #SYSTEM_ROOTS} for those of the system, or null for none. */
    public @Nullable String sslRootCert() {
        return sslRootCert;
    }

    /** The file with the client's certificate; null for none. */
    public @Nullable String sslCert() {
        return sslCert;
    }

    /** The file with the private key of {@link #sslCert}; null for none. */
    public @Nullable String sslKey() {
        return sslKey;
    }

    /** The passphrase of {@link #sslKey}; null for none. */
    public @Nullable String sslPassword() {
        return sslPassword;
    }

    /** The file with revoked certificates; null for none. */
    public @Nullable String sslCrl() {
        return sslCrl;
    }

    /** The directory with files of revoked certificates; null for none. */
    public @Nullable String sslCrlDir() {
        return sslCrlDir;
    }

    /** The oldest version to accept, as JSSE spells it; default {@code TLSv1.2}. */
    public String minTls() {
        return minTls;
    }

    /** The newest version to offer, as JSSE spells it; null for the newest there is. */
    public @Nullable String maxTls() {
        return maxTls;
    }

    /** Whether the handshake names the host (Server Name Indication); default true. */
    public boolean sslSni() {
        return sslSni;
    }

    @Override
    public String toString() {
        return "TlsConfig[sslMode=" + Keyword.of(sslMode) + ", sslRootCert=" + sslRootCert + ", sslCert=" + sslCert
                + "]";
    }
}
