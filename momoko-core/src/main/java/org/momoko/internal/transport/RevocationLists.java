package org.momoko.internal.transport;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.momoko.config.TlsConfig;

/**
 * The revoked certificates that {@code sslcrl} and {@code sslcrldir} name. As in libpq, a file that does not exist counts
 * as none; as soon as there is a list, every certificate of a chain must be found in good order by the list of its issuer.
 */
final class RevocationLists {
    private final List<CRL> lists = new ArrayList<>();

    private RevocationLists() {}

    /** Reads the files. */
    static RevocationLists of(TlsConfig config) throws GeneralSecurityException, IOException {
        RevocationLists read = new RevocationLists();
        String file = config.sslCrl();
        if (file != null && Files.isRegularFile(Path.of(file))) {
            read.add(Path.of(file));
        }
        String directory = config.sslCrlDir();
        if (directory != null && Files.isDirectory(Path.of(directory))) {
            List<Path> files;
            try (Stream<Path> entries = Files.list(Path.of(directory))) {
                files = entries.filter(Files::isRegularFile).sorted().toList();
            }
            for (Path entry : files) {
                read.add(entry);
            }
        }
        return read;
    }

    private void add(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            lists.addAll(CertificateFactory.getInstance("X.509").generateCRLs(in));
        }
    }

    boolean isEmpty() {
        return lists.isEmpty();
    }

    /**
     * Trusts what these authorities have issued and not revoked.
     *
     * @param anchors a PEM file of authorities; null for those that the system trusts
     */
    TrustManagerFactory trust(@Nullable File anchors) throws GeneralSecurityException, IOException {
        PKIXBuilderParameters parameters =
                new PKIXBuilderParameters(anchors == null ? ofSystem() : ofFile(anchors), new X509CertSelector());
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
        parameters.addCertPathChecker(checker);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return factory;
    }

    private static Set<TrustAnchor> ofFile(File file) throws GeneralSecurityException, IOException {
        Set<TrustAnchor> anchors = new HashSet<>();
        try (InputStream in = Files.newInputStream(file.toPath())) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                anchors.add(new TrustAnchor((X509Certificate) certificate, null));
            }
        }
        return anchors;
    }

    private static Set<TrustAnchor> ofSystem() throws GeneralSecurityException {
        TrustManagerFactory system = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        system.init((KeyStore) null);
        Set<TrustAnchor> anchors = new HashSet<>();
        for (TrustManager manager : system.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate certificate : x509.getAcceptedIssuers()) {
                    anchors.add(new TrustAnchor(certificate, null));
                }
            }
        }
        return anchors;
    }
}
