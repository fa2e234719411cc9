package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.testing.Await;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Pools whose keys come from an SSL bundle of PEM files, at a server that lets in whom an authority vouches for. */
class SslBundleIT {
    private static final String SERIAL =
            "SELECT client_serial::text FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl";

    private static X509Bundle authority;
    private static PostgresServer server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        authority = new CertificateBuilder()
                .subject("CN=Authority for clients")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Path file = Files.createTempFile("clients", ".crt");
        Files.writeString(file, authority.getCertificatePEM());
        // the server may run as another user
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        server = PostgresServer.start(options -> options.setting("ssl_ca_file", file.toString()));
        Files.delete(file);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Puts a new certificate and key of {@code certuser} where the bundle looks, and returns the serial number. */
    private String issue() throws Exception {
        X509Bundle client = new CertificateBuilder()
                .subject("CN=certuser")
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(authority);
        // not where the server writes its log, since the watcher waits for silence in the whole directory
        write("ca.crt", Files.readString(server.caFile()));
        write("client.crt", client.getCertificatePathPEM());
        write("client.key", client.getPrivateKeyPEM());
        return client.getCertificate().getSerialNumber().toString();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, MomokoAutoConfiguration.class))
                .withPropertyValues(
                        "spring.ssl.bundle.pem.db.keystore.certificate=" + directory.resolve("client.crt"),
                        "spring.ssl.bundle.pem.db.keystore.private-key=" + directory.resolve("client.key"),
                        "spring.ssl.bundle.pem.db.truststore.certificate=" + directory.resolve("ca.crt"),
                        "spring.ssl.bundle.pem.db.reload-on-update=true",
                        "spring.ssl.bundle.watch.file.quiet-period=100ms",
                        "momoko.host=localhost",
                        "momoko.port=" + server.port(),
                        "momoko.database=app",
                        "momoko.username=certuser",
                        "momoko.ssl.bundle=db",
                        "momoko.pool.size=2",
                        "momoko.pool.startup=fail-fast");
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String serial(Connection connection) {
        return get(connection.execute(SERIAL)).fetchAll().get(0).getString(0);
    }

    /** The certificates with which the two connections of the pool logged in. */
    private static Set<String> serials(Pool pool) {
        Connection one = get(pool.getconn());
        Connection other = get(pool.getconn());
        try {
            return Stream.of(one, other).map(SslBundleIT::serial).collect(Collectors.toSet());
        } finally {
            pool.putconn(one);
            pool.putconn(other);
        }
    }

    @Test
    @DisplayName("15. Rotating an SSL bundle file makes new connections use the new certificate without a restart and"
            + " without failing running statements")
    void rotatedBundleIsUsedByNewConnectionsAndHarmsNoStatement() throws Exception {
        String first = issue();
        runner().run(context -> {
            Pool pool = context.getBean(Pool.class);
            assertThat(serials(pool)).containsExactly(first);
            Connection busy = get(pool.getconn());
            CompletableFuture<?> running = busy.execute("SELECT pg_sleep(2)");

            String second = issue();

            Await.until("a new connection shows the new certificate", () -> {
                Connection other = get(pool.getconn());
                try {
                    return serial(other).equals(second);
                } finally {
                    pool.putconn(other);
                }
            });
            assertThat(running).isNotDone();
            get(running);
            assertThat(serial(busy)).isEqualTo(first);
            pool.putconn(busy);
            Await.until("all show it", () -> serials(pool).equals(Set.of(second)));
        });
    }

    @Test
    void namedPoolHasABundleOfItsOwn() throws Exception {
        String serial = issue();
        runner().withPropertyValues(
                        "momoko.ssl.bundle=",
                        "momoko.pool.startup=lazy",
                        "momoko.pools.audit.host=localhost",
                        "momoko.pools.audit.port=" + server.port(),
                        "momoko.pools.audit.database=app",
                        "momoko.pools.audit.username=certuser",
                        "momoko.pools.audit.ssl.bundle=db",
                        "momoko.pools.audit.pool.size=2")
                .run(context -> assertThat(serials(context.getBean("audit", Pool.class)))
                        .containsExactly(serial));
    }

    @Test
    void bundleBringsFullVerification() throws Exception {
        issue();
        runner().withPropertyValues("momoko.host=wrong.example", "momoko.host-address=127.0.0.1")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("No subject alternative DNS name matching wrong.example"));
        runner().withPropertyValues(
                        "momoko.host=wrong.example", "momoko.host-address=127.0.0.1", "momoko.ssl.mode=verify-ca")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
