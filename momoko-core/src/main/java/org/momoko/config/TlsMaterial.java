package org.momoko.config;

import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keys and trust for TLS from elsewhere than the files of a {@link TlsConfig}. How strictly a server is checked remains
 * the matter of {@link SslMode}: only {@link SslMode#VERIFY_FULL} compares its name.
 *
 * @param keyManagers initialised, with the client's certificate; null for {@code sslcert} and {@code sslkey}
 * @param trustManagers initialised, used in every mode that uses TLS; null for {@code sslrootcert} and {@code sslcrl}
 * @param protocols versions of TLS as JSSE spells them, of which those within {@code ssl_min_protocol_version} and
 *     {@code ssl_max_protocol_version} are offered; empty for all of these
 * @param ciphers cipher suites as JSSE spells them; empty for the usual ones
 */
public record TlsMaterial(
        @Nullable KeyManagerFactory keyManagers,
        @Nullable TrustManagerFactory trustManagers,
        List<String> protocols,
        List<String> ciphers) {
    public TlsMaterial {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /** Keys and trust, with the usual protocols and cipher suites. */
    public static TlsMaterial of(@Nullable KeyManagerFactory keyManagers, @Nullable TrustManagerFactory trustManagers) {
        return new TlsMaterial(keyManagers, trustManagers, List.of(), List.of());
    }
}
