package org.momoko.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Certificates made for one server: its own, issued by a certificate authority made for it (names {@code localhost} and
 * {@code 127.0.0.1}), and one for a client that logs in by certificate.
 *
 * @param caFile the authority's certificate, PEM
 * @param serverCertificate PEM
 * @param serverKey PKCS#8 PEM, readable by the owner only, or PostgreSQL refuses it
 * @param clientCertificate PEM, common name as given
 * @param clientKey PKCS#8 PEM
 */
record TestCertificates(Path caFile, Path serverCertificate, Path serverKey, Path clientCertificate, Path clientKey) {

    static TestCertificates create(Path directory, String clientName) {
        try {
            X509Bundle authority = new CertificateBuilder()
                    .subject("CN=Momoko test authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            X509Bundle server = new CertificateBuilder()
                    .subject("CN=localhost")
                    .addSanDnsName("localhost")
                    .addSanIpAddress("127.0.0.1")
                    .addExtendedKeyUsageServerAuth()
                    .buildIssuedBy(authority);
            X509Bundle client = new CertificateBuilder()
                    .subject("CN=" + clientName)
                    .addExtendedKeyUsageClientAuth()
                    .buildIssuedBy(authority);
            return new TestCertificates(
                    write(directory.resolve("ca.crt"), authority.getCertificatePEM()),
                    write(directory.resolve("server.crt"), server.getCertificatePathPEM()),
                    write(directory.resolve("server.key"), server.getPrivateKeyPEM()),
                    write(directory.resolve("client.crt"), client.getCertificatePathPEM()),
                    write(directory.resolve("client.key"), client.getPrivateKeyPEM()));
        } catch (Exception e) {
            throw new IllegalStateException("could not make the test certificates in " + directory, e);
        }
    }

    private static Path write(Path file, String pem) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pem);
    }
}
