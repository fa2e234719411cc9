package org.momoko.internal.transport;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.momoko.config.SslMode;
import org.momoko.config.TlsConfig;
import org.momoko.config.TlsMaterial;
import org.momoko.error.OperationalException;

/** Makes a TLS context of what a configuration says and the user gave. Reads files. */
final class TlsContextFactory {
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private final TlsConfig config;

    TlsContextFactory(TlsConfig config) {
        this.config = config;
    }

    /** @param material what the user gave; null for nothing */
    SslContext create(@Nullable TlsMaterial material) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(versions(material == null ? List.of() : material.protocols()));
        // only verify-full compares the host name; Netty compares it unless told otherwise
        builder.endpointIdentificationAlgorithm(config.sslMode() == SslMode.VERIFY_FULL ? "HTTPS" : null);
        try {
            if (material != null && material.trustManagers() != null) {
                builder.trustManager(material.trustManagers());
            } else {
                trust(builder);
            }
            if (material != null && material.keyManagers() != null) {
                builder.keyManager(material.keyManagers());
            } else {
                identify(builder);
            }
            if (material != null && !material.ciphers().isEmpty()) {
                builder.ciphers(material.ciphers());
            }
            return builder.build();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new OperationalException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private void trust(SslContextBuilder builder) throws GeneralSecurityException, IOException {
        String root = config.sslRootCert();
        boolean verify = config.sslMode().compareTo(SslMode.VERIFY_CA) >= 0;
        boolean system = TlsConfig.SYSTEM_ROOTS.equals(root);
        if (system || root != null && new File(root).exists()) {
            // as libpq: whatever the mode, a root certificate that is there is used
            File anchors = system || root == null ? null : new File(root);
            RevocationLists lists = RevocationLists.of(config);
            if (!lists.isEmpty()) {
                builder.trustManager(lists.trust(anchors));
            } else if (anchors != null) {
                builder.trustManager(anchors);
            }
        } else if (verify) {
            throw new OperationalException("sslmode="
                    + config.sslMode().name().toLowerCase(Locale.ROOT).replace('_', '-')
                    + " needs a root certificate, but "
                    + (root == null ? "sslrootcert is not set" : "the file " + root + " does not exist"));
        } else {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
    }

    private void identify(SslContextBuilder builder) {
        String certificate = config.sslCert();
        String key = config.sslKey();
        if (certificate != null && key != null && new File(certificate).exists()) {
            builder.keyManager(new File(certificate), new File(key), config.sslPassword());
        }
    }

    /** @param wanted empty for all that the configuration allows */
    private List<String> versions(List<String> wanted) {
        List<String> versions = new ArrayList<>(VERSIONS);
        versions.subList(0, VERSIONS.indexOf(config.minTls())).clear();
        String newest = config.maxTls();
        if (newest != null) {
            versions.subList(versions.indexOf(newest) + 1, versions.size()).clear();
        }
        if (!wanted.isEmpty()) {
            versions.retainAll(wanted);
        }
        if (versions.isEmpty()) {
            throw new OperationalException("TLS cannot be set up: of the versions " + wanted
                    + " none is within ssl_min_protocol_version and ssl_max_protocol_version");
        }
        return versions;
    }
}
