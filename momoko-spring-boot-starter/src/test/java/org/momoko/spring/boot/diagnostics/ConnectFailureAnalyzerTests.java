package org.momoko.spring.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.momoko.error.ConnectException;
import org.momoko.error.ErrorFields;
import org.momoko.error.OperationalException;
import org.momoko.error.PartiallyConnectedException;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

class ConnectFailureAnalyzerTests {
    private final MockEnvironment environment =
            new MockEnvironment().withProperty("momoko.host", "db").withProperty("momoko.port", "5433");

    private FailureAnalysis analyze(String reason, @Nullable Throwable cause, @Nullable String sqlState) {
        ErrorFields fields = sqlState == null
                ? null
                : new ErrorFields(
                        "FATAL", "FATAL", sqlState, reason, null, null, 0, 0, null, null, null, null, null, null, null,
                        null, null, null);
        ConnectException failure =
                new ConnectException("connection to server at db:5433 failed: " + reason, cause, fields, true);
        Throwable start = new IllegalStateException(
                "bean not created",
                new PartiallyConnectedException("1 connection(s) failed to connect", List.of(failure)));
        FailureAnalysis analysis = analyze(environment, start);
        assertThat(analysis.getDescription()).contains("db:5433").contains(reason);
        return analysis;
    }

    private static FailureAnalysis analyze(MockEnvironment environment, Throwable failure) {
        return Objects.requireNonNull(new ConnectFailureAnalyzer(environment).analyze(failure));
    }

    @Test
    void refusedConnectionNamesTheAddressKeys() {
        FailureAnalysis analysis =
                analyze("Connection refused", new java.net.ConnectException("Connection refused"), null);

        assertThat(analysis.getAction())
                .contains("momoko.host and momoko.port")
                .contains("momoko.pool.startup")
                .doesNotContain("Testcontainers");
    }

    @Test
    void refusedConnectionNamesTheUrlWhereThatIsSet() {
        MockEnvironment url = new MockEnvironment().withProperty("momoko.url", "postgresql://db:5433");
        FailureAnalysis analysis = analyze(url, new ConnectException("db:5433: refused"));

        assertThat(analysis.getAction()).contains("correct momoko.url otherwise");
    }

    @Test
    void defaultsAreExplainedWhereNoAddressIsSet() {
        FailureAnalysis analysis = analyze(
                new MockEnvironment(),
                new ConnectException("connection to server at /tmp/.s.PGSQL.5432 failed: No such file"));

        assertThat(analysis.getAction())
                .contains("momoko.url or momoko.host")
                .contains("libpq's defaults")
                .contains("Testcontainers");
    }

    @Test
    void aNamedPoolIsExplainedWithItsOwnKeys() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MomokoAutoConfiguration.class))
                .withPropertyValues(
                        "momoko.pools.audit.host=127.0.0.1",
                        "momoko.pools.audit.port=1",
                        "momoko.pools.audit.username=app",
                        "momoko.pools.audit.pool.startup=fail-fast")
                .run(context -> {
                    MockEnvironment audit = new MockEnvironment().withProperty("momoko.pools.audit.host", "127.0.0.1");
                    assertThat(analyze(audit, Objects.requireNonNull(context.getStartupFailure()))
                                    .getAction())
                            .contains("correct momoko.pools.audit.host and momoko.pools.audit.port")
                            .contains("set momoko.pools.audit.pool.startup to warm-up");
                });
    }

    @Test
    void wrongPasswordNamesCredentials() {
        assertThat(analyze("password authentication failed for user \"app\"", null, "28P01")
                        .getAction())
                .contains("momoko.username")
                .contains("momoko.password");
    }

    @Test
    void refusedRoleNamesUsernameAndTls() {
        assertThat(analyze("no pg_hba.conf entry", null, "28000").getAction())
                .contains("momoko.username")
                .contains("momoko.ssl.mode")
                .contains("pg_hba.conf");
    }

    @Test
    void unknownDatabaseNamesTheDatabaseKey() {
        assertThat(analyze("database \"app\" does not exist", null, "3D000").getAction())
                .contains("momoko.database");
    }

    @Test
    void tooManyConnectionsNamesTheSize() {
        assertThat(analyze("sorry, too many clients already", null, "53300").getAction())
                .contains("momoko.pool.size")
                .contains("max_connections");
    }

    @Test
    void serverThatStartsUpIsWaitedFor() {
        assertThat(analyze("the database system is starting up", null, "57P03").getAction())
                .contains("Wait")
                .contains("warm-up");
    }

    @Test
    void otherAnswersShowTheirCode() {
        assertThat(analyze("permission denied to set role", null, "42501").getAction())
                .contains("42501");
    }

    @Test
    void refusedTlsNamesTheMode() {
        assertThat(analyze(
                                "the server does not support TLS, but sslmode demands it",
                                new OperationalException("the server does not support TLS, but sslmode demands it"),
                                null)
                        .getAction())
                .contains("momoko.ssl.mode");
        SSLHandshakeException stranger = new SSLHandshakeException("unknown authority");
        stranger.initCause(new CertificateException("unknown authority"));
        assertThat(analyze("TLS: unknown authority", stranger, null).getAction())
                .contains("momoko.ssl.root-cert");
        assertThat(analyze("TLS: bad certificate", new SSLHandshakeException("bad certificate"), null)
                        .getAction())
                .contains("momoko.ssl.cert");
    }

    @Test
    void failingCredentialsSourceIsNamed() {
        assertThat(analyze("the credentials source gave none", new OperationalException("none"), null)
                        .getAction())
                .contains("CredentialsSource")
                .contains("momoko.connect-timeout");
    }

    @Test
    void unknownHostNamesTheHost() {
        assertThat(analyze(
                                "the host name db cannot be resolved",
                                new OperationalException("the host name", new UnknownHostException("db")),
                                null)
                        .getAction())
                .contains("host name in momoko.host");
    }

    @Test
    void timeoutNamesTheTimeout() {
        assertThat(analyze("timed out after 10000 ms while connecting", null, null)
                        .getAction())
                .contains("momoko.connect-timeout");
    }

    @Test
    void isRegistered() {
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        SpringFactoriesLoader.ArgumentResolver.of(
                                org.springframework.core.env.Environment.class, environment),
                        (type, name, error) -> assertThat(name).doesNotStartWith("org.momoko"));

        assertThat(analyzers).hasAtLeastOneElementOfType(ConnectFailureAnalyzer.class);
    }
}
