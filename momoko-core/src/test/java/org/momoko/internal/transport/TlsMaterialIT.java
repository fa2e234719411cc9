package org.momoko.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.config.ConnectConfig;
import org.momoko.config.TlsMaterial;
import org.momoko.error.PoolTimeoutException;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** TLS with keys and trust that the application gives, and exchanges while connections are open. */
class TlsMaterialIT {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final String TLS = "SELECT coalesce(version, 'none') FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    @TempDir
    private Path directory;

    private static TlsMaterial trusted() {
        return TlsMaterial.of(null, TestMaterial.trust(SERVER.caFile()));
    }

    private TlsMaterial untrusted() throws Exception {
        return TlsMaterial.of(null, TestMaterial.trust(TestMaterial.stranger(directory)));
    }

    private static CompletableFuture<Connection> connect(String dsn, Supplier<TlsMaterial> source) {
        return Momoko.connection(
                        ConnectConfig.parse(dsn).toBuilder().tlsMaterial(source).build())
                .build()
                .connect();
    }

    private static String tlsOf(String dsn, TlsMaterial material) {
        try (Connection connection = Connecting.get(connect(dsn, () -> material))) {
            return Connecting.value(connection, TLS);
        }
    }

    @Test
    void givenTrustIsEnoughForFullVerification() {
        assertThat(tlsOf(SERVER.dsn("host=localhost", "sslmode=verify-full"), trusted()))
                .isEqualTo("TLSv1.3");
    }

    @Test
    void modeStillDecidesWhetherTheNameIsCompared() {
        String elsewhere = SERVER.dsn("host=db.example.org", "hostaddr=127.0.0.1");
        assertThat(tlsOf(elsewhere + " sslmode=verify-ca", trusted())).isEqualTo("TLSv1.3");
        assertThat(Connecting.error(connect(elsewhere + " sslmode=verify-full", TlsMaterialIT::trusted)))
                .hasMessageEndingWith("No subject alternative DNS name matching db.example.org found.");
    }

    @Test
    void givenTrustCountsAlsoWhereTheModeVerifiesNothing() throws Exception {
        TlsMaterial untrusted = untrusted();
        assertThat(Connecting.error(connect(SERVER.dsn("sslmode=require"), () -> untrusted)))
                .hasMessageContaining("TLS: the server's certificate is not accepted: ");
    }

    @Test
    void givenKeyLogsIn() {
        TlsMaterial material = TlsMaterial.of(
                TestMaterial.key(SERVER.clientCertificateFile(), SERVER.clientKeyFile()),
                TestMaterial.trust(SERVER.caFile()));
        assertThat(tlsOf(SERVER.dsn("host=localhost", "user=certuser", "sslmode=verify-full"), material))
                .isEqualTo("TLSv1.3");
    }

    @Test
    void filesOfTheConnectionStringFillWhatIsNotGiven() {
        String dsn = SERVER.dsn("host=localhost", "user=certuser", "sslmode=verify-full") + " sslrootcert="
                + SERVER.caFile();
        TlsMaterial keyOnly =
                TlsMaterial.of(TestMaterial.key(SERVER.clientCertificateFile(), SERVER.clientKeyFile()), null);
        assertThat(tlsOf(dsn, keyOnly)).isEqualTo("TLSv1.3");
    }

    @Test
    void protocolsAndCiphersAreThoseGiven() {
        TlsMaterial old = new TlsMaterial(
                null,
                TestMaterial.trust(SERVER.caFile()),
                List.of("TLSv1.2"),
                List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
        assertThat(tlsOf(SERVER.dsn("sslmode=require"), old)).isEqualTo("TLSv1.2");
        assertThat(Connecting.error(
                        connect(SERVER.dsn("sslmode=require", "ssl_min_protocol_version=TLSv1.3"), () -> old)))
                .hasMessageEndingWith("TLS cannot be set up: of the versions [TLSv1.2] none is within"
                        + " ssl_min_protocol_version and ssl_max_protocol_version");
    }

    @Test
    void newMaterialIsForNewConnectionsAndTheOldOnesLiveOn() throws Exception {
        AtomicReference<TlsMaterial> current = new AtomicReference<>(trusted());
        TlsMaterial untrusted = untrusted();
        try (Pool pool = Momoko.pool(SERVER.dsn("host=localhost", "sslmode=verify-full"))
                .tlsMaterial(current::get)
                .maxSize(2)
                .acquireTimeout(Duration.ofMillis(500))
                .build()) {
            Connecting.get(pool.connect());
            Connection first = Connecting.get(pool.getconn());
            current.set(untrusted);
            assertThat(Connecting.error(pool.getconn())).isInstanceOf(PoolTimeoutException.class);
            current.set(trusted());
            Await.until(
                    "connects again", () -> Connecting.succeeds(pool.getconn().thenAccept(pool::putconn)));
            assertThat(Connecting.value(first, TLS)).isEqualTo("TLSv1.3");
            pool.putconn(first);
        }
    }

    @Test
    void cancelRequestGoesWithTheMaterialOfNow() throws Exception {
        AtomicReference<TlsMaterial> current = new AtomicReference<>(trusted());
        TlsMaterial untrusted = untrusted();
        try (Connection connection =
                Connecting.get(connect(SERVER.dsn("host=localhost", "sslmode=verify-full"), current::get))) {
            CompletableFuture<?> sleep = connection.execute("SELECT pg_sleep(30)");
            Await.until(
                    "running",
                    () -> SERVER.sessions("momoko-test").stream()
                            .anyMatch(session -> "active".equals(session.state())));
            current.set(untrusted);
            assertThat(Connecting.error(connection.cancel())).hasMessageContaining("certification path");
            current.set(trusted());
            Connecting.get(connection.cancel());
            assertThat(Connecting.error(sleep)).hasMessageContaining("canceling statement");
        }
    }

    @Test
    void failingSourceFailsTheConnectAndSaysSo() {
        assertThat(Connecting.error(connect(SERVER.dsn("sslmode=require"), () -> {
                    throw new IllegalStateException("no bundle named db");
                })))
                .hasMessage("connection to server at 127.0.0.1:" + SERVER.port()
                        + " failed: TLS cannot be set up: its material could not be had: no bundle named db");
    }
}
