package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Connection;
import org.momoko.error.ConnectException;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** TLS: when it is used, whom it trusts, and how it begins. */
class TlsIT {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final String TLS = "SELECT coalesce(version, 'none') FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static String as(String role, String... more) {
        return SERVER.dsn("user=" + role, "password=" + PostgresServer.password(role)) + " " + String.join(" ", more);
    }

    private static String ca() {
        return "sslrootcert=" + SERVER.caFile();
    }

    private static String tlsOf(String dsn) {
        try (Connection connection = Connecting.open(dsn)) {
            return Connecting.value(connection, TLS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "app,disable,none",
        "app,allow,none",
        "app,prefer,TLSv1.3",
        "app,require,TLSv1.3",
        "tlsuser,allow,TLSv1.3",
        "tlsuser,prefer,TLSv1.3",
        "tlsuser,require,TLSv1.3",
        "plainuser,disable,none",
        "plainuser,allow,none",
        "plainuser,prefer,none",
    })
    @Contract("3.7 sslmode")
    void modeAndAccessRuleDecideTogether(String role, String mode, String expected) {
        assertThat(tlsOf(as(role, "sslmode=" + mode))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"tlsuser,disable,no encryption", "plainuser,require,SSL encryption"})
    @Contract("3.7 sslmode")
    void accessRuleThatNoPermittedWayMeetsIs28000(String role, String mode, String encryption) {
        ConnectException error = Connecting.failure(as(role, "sslmode=" + mode));
        assertThat(error)
                .hasMessage("connection to server at 127.0.0.1:" + SERVER.port()
                        + " failed: FATAL: pg_hba.conf rejects connection for host \"127.0.0.1\", user \"" + role
                        + "\", database \"app\", " + encryption)
                .hasFieldOrPropertyWithValue("fields.sqlState", "28000");
    }

    @Test
    @Contract("3.7 sslmode")
    void unixSocketNeverUsesTls() {
        assertThat(tlsOf(SERVER.socketDsn("sslmode=require"))).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host=localhost", "host=127.0.0.1", "host=localhost hostaddr=127.0.0.1"})
    @Contract({"3.7 sslmode", "3.7 hostaddr"})
    void fullVerificationTakesNamesAndAddressesOfTheCertificate(String host) {
        assertThat(tlsOf(as("app", host, "sslmode=verify-full", ca()))).isEqualTo("TLSv1.3");
    }

    @Test
    @Contract({"3.7 sslmode", "PEERS CVE-2018-10936"})
    void wrongNameIsRefusedByFullVerificationOnly() {
        String[] elsewhere = {"host=db.example.org", "hostaddr=127.0.0.1", ca()};
        assertThat(tlsOf(as("app", elsewhere) + " sslmode=verify-ca")).isEqualTo("TLSv1.3");
        assertThat(Connecting.failure(as("app", elsewhere) + " sslmode=verify-full"))
                .hasMessage("connection to server at db.example.org/127.0.0.1:" + SERVER.port()
                        + " failed: TLS: the server's certificate is not accepted: "
                        + "No subject alternative DNS name matching db.example.org found.");
        assertThat(Connecting.failure(as("app", "host=127.0.0.9", "hostaddr=127.0.0.1", ca(), "sslmode=verify-full")))
                .hasMessageEndingWith("No subject alternative names matching IP address 127.0.0.9 found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    @Contract("3.7 sslrootcert")
    void certificateOfAnotherAuthorityIsRefused(String mode, @TempDir Path directory) throws Exception {
        Path other = TestMaterial.stranger(directory);
        assertThat(Connecting.failure(as("app", "sslmode=" + mode, "sslrootcert=" + other)))
                .hasMessageStartingWith("connection to server at 127.0.0.1:" + SERVER.port()
                        + " failed: TLS: the server's certificate is not accepted: ");
        // what is only preferred is done without, as libpq does
        assertThat(tlsOf(as("app", "sslmode=prefer", "sslrootcert=" + other))).isEqualTo("none");
    }

    @Test
    @Contract("3.7 sslrootcert")
    void verificationNeedsAnAuthority() {
        assertThat(Connecting.failure(as("app", "sslmode=verify-ca", "sslrootcert=/no/such/file")))
                .hasMessageEndingWith(
                        "sslmode=verify-ca needs a root certificate, but the file /no/such/file does not exist");
        assertThat(Connecting.failure(as("app", "host=localhost", "sslrootcert=system")))
                .hasMessageContaining("TLS: the server's certificate is not accepted: ");
    }

    @Test
    @Contract("3.7 sslcert")
    void clientCertificateLogsIn() {
        String certificate = "sslcert=" + SERVER.clientCertificateFile() + " sslkey=" + SERVER.clientKeyFile();
        String dsn = "host=localhost port=" + SERVER.port() + " dbname=app user=certuser sslmode=verify-full "
                + "application_name=momoko-test " + ca();
        assertThat(tlsOf(dsn + " " + certificate)).isEqualTo("TLSv1.3");
        assertThat(Connecting.failure(dsn))
                .hasMessageEndingWith("FATAL: connection requires a valid client certificate")
                .hasFieldOrPropertyWithValue("fields.sqlState", "28000");
        assertThat(Connecting.failure(dsn + " sslcert=" + SERVER.clientCertificateFile() + " sslkey=/no/such/key"))
                .hasMessageContaining("TLS cannot be set up: ")
                .hasMessageContaining("/no/such/key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-full"})
    @Contract("3.7 sslnegotiation")
    void directNegotiationBeginsWithTheHandshake(String mode) {
        assumeTrue(SERVER.atLeast(17), "direct TLS came with PostgreSQL 17");
        assertThat(tlsOf(as("app", "host=localhost", "sslmode=" + mode, "sslnegotiation=direct", ca())))
                .isEqualTo("TLSv1.3");
    }

    @Test
    @Contract("3.7 ssl_min/max_protocol_version")
    void protocolVersionIsLimited() {
        assertThat(tlsOf(as("app", "sslmode=require", "ssl_max_protocol_version=TLSv1.2")))
                .isEqualTo("TLSv1.2");
        assertThat(tlsOf(as("app", "sslmode=require", "ssl_min_protocol_version=TLSv1.3")))
                .isEqualTo("TLSv1.3");
    }

    @Test
    @Contract("PEERS cancel over TLS")
    void cancelAndProbeGoTheWayOfTheirSession() {
        for (String mode : new String[] {"prefer", "require"}) {
            try (TracingRelay relay = TracingRelay.to(SERVER.tcpAddress());
                    Connection connection =
                            Connecting.open(as("app", "host=127.0.0.1", "port=" + relay.port(), "sslmode=" + mode))) {
                CompletableFuture<?> sleep = connection.execute("SELECT pg_sleep(30)");
                Await.until(
                        "running",
                        () -> SERVER.sessions("momoko-test").stream()
                                .anyMatch(session -> "active".equals(session.state())));
                Connecting.get(connection.cancel());
                Connecting.error(sleep);
                // SSLRequest on both sockets, and then TLS records of type handshake
                assertThat(relay.firstBytes()).hasSize(2).allMatch(bytes -> bytes.startsWith("0000000804d2162f16"));
            }
        }
    }

    @Test
    @Contract("PEERS CVE-2020-25694")
    void reconnectIsAsSecureAsTheFirstConnect() throws Exception {
        try (TracingRelay relay = TracingRelay.to(SERVER.tcpAddress())) {
            Connection connection = Connecting.open(as(
                    "app",
                    "host=localhost",
                    "hostaddr=127.0.0.1",
                    "port=" + relay.port(),
                    "sslmode=verify-full",
                    ca()));
            SERVER.terminateBackends("momoko-test");
            Await.until("closed", connection::closed);
            Connecting.get(connection.connect()).close();
            assertThat(relay.firstBytes()).hasSize(2).allMatch(bytes -> bytes.startsWith("0000000804d2162f16"));
        }
    }

    @Test
    @Contract("3.7 sslmode")
    void failureOfThePreferredWayIsNotHidden() throws Exception {
        String wrongAuthority = "sslrootcert=" + SERVER.clientCertificateFile();
        ConnectException error = Connecting.failure(as("tlsuser", "sslmode=prefer", wrongAuthority));
        assertThat(error).hasMessageEndingWith("user \"tlsuser\", database \"app\", no encryption");
        assertThat(error.getSuppressed()).hasSize(1);
        assertThat(error.getSuppressed()[0]).hasMessageContaining("PKIX path building failed");
    }

    @Test
    @Contract("3.7 sslsni")
    void handshakeNamesTheHostUnlessToldNotTo() {
        String direct = "sslmode=require sslnegotiation=direct connect_timeout=1";
        assertThat(helloTo("host=localhost " + direct)).contains("localhost").contains("postgresql");
        assertThat(helloTo("host=localhost sslsni=0 " + direct))
                .doesNotContain("localhost")
                .contains("postgresql");
        assertThat(helloTo("host=127.0.0.1 " + direct)).doesNotContain("127.0.0.1");
    }

    /** The ClientHello as text, sent to a server that does not answer. */
    private static String helloTo(String dsn) {
        try (TracingRelay relay = TracingRelay.toNowhere()) {
            Connecting.failure("dbname=app user=app port=" + relay.port() + " " + dsn);
            return relay.firstText();
        }
    }

    @Test
    @Contract("PEERS CVE-2026-54291")
    void certificateWithoutAHashToBindToIsNoChannelBinding(@TempDir Path directory) throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .algorithm(CertificateBuilder.Algorithm.ed25519)
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Path crt = secret(directory.resolve("server.crt"), certificate.getCertificatePEM());
        Path key = secret(directory.resolve("server.key"), certificate.getPrivateKeyPEM());
        try (PostgresServer server = PostgresServer.start(
                options -> options.setting("ssl_cert_file", crt.toString()).setting("ssl_key_file", key.toString()))) {
            assertThat(Connecting.failure(server.dsn("sslmode=require", "channel_binding=require")))
                    .hasMessageContaining("channel_binding=require, but ");
        }
    }

    private static Path secret(Path file, String pem) throws Exception {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pem);
    }
}
