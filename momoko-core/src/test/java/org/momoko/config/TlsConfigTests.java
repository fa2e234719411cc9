package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.testing.Contract;

class TlsConfigTests {
    @TempDir
    Path home;

    @Test
    void defaults() {
        TlsConfig tls = TestEnvironment.parse("").tls();

        assertThat(tls.sslMode()).isEqualTo(SslMode.PREFER);
        assertThat(tls.sslNegotiation()).isEqualTo(SslNegotiation.POSTGRES);
        assertThat(tls.sslRootCert()).isNull();
        assertThat(tls.sslCert()).isNull();
        assertThat(tls.sslKey()).isNull();
        assertThat(tls.sslPassword()).isNull();
        assertThat(tls.sslCrl()).isNull();
        assertThat(tls.sslCrlDir()).isNull();
        assertThat(tls.minTls()).isEqualTo("TLSv1.2");
        assertThat(tls.maxTls()).isNull();
        assertThat(tls.sslSni()).isTrue();
    }

    @Test
    void everythingCanBeSaid() {
        TlsConfig tls = TestEnvironment.parse("sslmode=verify-full sslnegotiation=direct sslrootcert=r sslcert=c"
                        + " sslkey=k sslpassword=p sslcrl=l sslcrldir=d ssl_min_protocol_version=tlsv1.3"
                        + " ssl_max_protocol_version=TLSv1.3 sslsni=0")
                .tls();

        assertThat(tls.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(tls.sslNegotiation()).isEqualTo(SslNegotiation.DIRECT);
        assertThat(tls.sslRootCert()).isEqualTo("r");
        assertThat(tls.sslCert()).isEqualTo("c");
        assertThat(tls.sslKey()).isEqualTo("k");
        assertThat(tls.sslPassword()).isEqualTo("p");
        assertThat(tls.sslCrl()).isEqualTo("l");
        assertThat(tls.sslCrlDir()).isEqualTo("d");
        assertThat(tls.minTls()).isEqualTo("TLSv1.3");
        assertThat(tls.maxTls()).isEqualTo("TLSv1.3");
        assertThat(tls.sslSni()).isFalse();
    }

    @Test
    @Contract({"3.7 sslrootcert", "3.7 sslcert"})
    void libpqsFilesAreTakenWhereTheyExist() {
        TestEnvironment environment = new TestEnvironment(home)
                .file(".postgresql/root.crt", "")
                .file(".postgresql/root.crl", "")
                .file(".postgresql/postgresql.crt", "")
                .file(".postgresql/postgresql.key", "");
        String directory = home.resolve(".postgresql") + "/";

        TlsConfig tls = environment.config("").tls();

        assertThat(tls.sslRootCert()).isEqualTo(directory + "root.crt");
        assertThat(tls.sslCrl()).isEqualTo(directory + "root.crl");
        assertThat(tls.sslCert()).isEqualTo(directory + "postgresql.crt");
        assertThat(tls.sslKey()).isEqualTo(directory + "postgresql.key");
        assertThat(environment.config("sslrootcert=other").tls().sslRootCert()).isEqualTo("other");
        assertThat(environment.config("sslcrldir=d").tls().sslCrl()).isNull();
    }

    @Test
    void systemRootsImplyAndDemandVerifyFull() {
        TlsConfig tls = TestEnvironment.parse("sslrootcert=system").tls();

        assertThat(tls.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(tls.sslRootCert()).isEqualTo(TlsConfig.SYSTEM_ROOTS);
        assertThatThrownBy(() -> TestEnvironment.parse("sslrootcert=system sslmode=verify-ca"))
                .hasMessage("invalid dsn: sslmode: must be verify-full with sslrootcert=system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sslmode=disable", "sslmode=allow", "sslmode=prefer"})
    void directNegotiationDemandsTls(String mode) {
        assertThatThrownBy(() -> TestEnvironment.parse("sslnegotiation=direct " + mode))
                .hasMessage("invalid dsn: sslmode: must be require, verify-ca or verify-full with"
                        + " sslnegotiation=direct");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, TLSv1.2", "'', TLSv1.1"})
    void versionsMustBeInOrder(String min, String max) {
        assertThatThrownBy(() ->
                        TestEnvironment.parse("ssl_min_protocol_version='" + min + "' ssl_max_protocol_version=" + max))
                .hasMessage("invalid dsn: ssl_max_protocol_version: must not be older than ssl_min_protocol_version");
    }

    @Test
    void socketsNeverUseTls() {
        ConnectConfig config = TestEnvironment.parse("host=/tmp,h sslmode=verify-full");

        assertThat(config.sslModeFor(config.hosts().get(0))).isEqualTo(SslMode.DISABLE);
        assertThat(config.sslModeFor(config.hosts().get(1))).isEqualTo(SslMode.VERIFY_FULL);
    }

    @ParameterizedTest
    @CsvSource({
        "disable, DISABLE",
        "allow, ALLOW",
        "prefer, PREFER",
        "require, REQUIRE",
        "verify-ca, VERIFY_CA",
        "verify-full, VERIFY_FULL",
    })
    void modesHaveLibpqsNames(String name, SslMode mode) {
        assertThat(SslMode.parse(name)).isEqualTo(mode);
    }

    @Test
    void otherNamesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SslMode.parse("REQUIRE"))
                .withMessage("sslmode: expected one of disable, allow, prefer, require, verify-ca, verify-full");
    }
}
