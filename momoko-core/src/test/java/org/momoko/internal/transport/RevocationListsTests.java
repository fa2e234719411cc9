package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.momoko.config.ConnectConfig;
import org.momoko.testing.Contract;

@Contract("3.7 sslcrl")
class RevocationListsTests {

    @TempDir
    static Path directory;

    private static X509Bundle good;
    private static X509Bundle revoked;
    private static Path authorityFile;
    private static Path listFile;

    @BeforeAll
    static void revokeOneOfTwoCertificates() throws Exception {
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=Revoking authority")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.cRLSign)
                .buildSelfSigned();
        good = issuedBy(authority, "CN=good");
        revoked = issuedBy(authority, "CN=revoked");
        authorityFile = Files.writeString(directory.resolve("root.crt"), authority.getCertificatePEM());
        RevocationServer server = RevocationServer.getInstance();
        server.register(authority);
        server.revoke(revoked, Instant.now());
        listFile = Files.createDirectory(directory.resolve("lists")).resolve("1234abcd.r0");
        try (InputStream list = server.getCrlUri(authority).toURL().openStream()) {
            Files.write(listFile, list.readAllBytes());
        }
    }

    private static X509Bundle issuedBy(X509Bundle authority, String subject) throws Exception {
        return new CertificateBuilder()
                .subject(subject)
                .addExtendedKeyUsageServerAuth()
                .buildIssuedBy(authority);
    }

    private static RevocationLists lists(String settings) throws Exception {
        return RevocationLists.of(
                ConnectConfig.parse("host=localhost user=app " + settings).tls());
    }

    private static void check(RevocationLists lists, X509Bundle server) throws Exception {
        X509TrustManager trust =
                (X509TrustManager) lists.trust(authorityFile.toFile()).getTrustManagers()[0];
        trust.checkServerTrusted(new X509Certificate[] {server.getCertificate()}, "ECDHE_ECDSA");
    }

    @Test
    void revokedCertificateIsRefused() throws Exception {
        for (String setting : new String[] {"sslcrl=" + listFile, "sslcrldir=" + listFile.getParent()}) {
            RevocationLists lists = lists(setting);
            assertThat(lists.isEmpty()).isFalse();
            assertThatCode(() -> check(lists, good)).doesNotThrowAnyException();
            assertThatThrownBy(() -> check(lists, revoked))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining("revoked");
        }
    }

    @Test
    void certificateOfAnAuthorityWithoutAListIsRefused() throws Exception {
        RevocationLists lists = lists("sslcrl=" + listFile);
        X509Bundle other = new CertificateBuilder()
                .subject("CN=Another authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Path both = Files.writeString(
                directory.resolve("both.crt"), Files.readString(authorityFile) + "\n" + other.getCertificatePEM());
        X509TrustManager trust = (X509TrustManager) lists.trust(both.toFile()).getTrustManagers()[0];
        X509Certificate unlisted = issuedBy(other, "CN=unlisted").getCertificate();
        assertThatThrownBy(() -> trust.checkServerTrusted(new X509Certificate[] {unlisted}, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void fileThatIsMissingCountsAsNone() throws Exception {
        assertThat(lists("sslcrl=/no/such/list").isEmpty()).isTrue();
        assertThat(lists("sslcrldir=/no/such/directory").isEmpty()).isTrue();
    }

    @Test
    void fileThatIsNoListIsAnError() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.crl"), "-----BEGIN X509 CRL-----\nAAAA\n");
        assertThatThrownBy(() -> lists("sslcrl=" + broken)).isInstanceOf(CRLException.class);
    }
}
