package org.momoko.spring.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.spring.boot.ServerKeys;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

/** What the start of an application says about the failures that a real server and network cause. */
@ExtendWith(Invariants.class)
class ConnectFailureAnalyzerIT {
    private final PostgresServer server = PostgresServer.shared();

    /** The analysis of the failed start with these properties; the later ones win. */
    private FailureAnalysis start(String... properties) {
        List<String> all = new ArrayList<>(List.of(ServerKeys.of(server)));
        all.addAll(Arrays.asList(properties));
        List<FailureAnalysis> found = new ArrayList<>();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MomokoAutoConfiguration.class))
                .withPropertyValues(all.toArray(new String[0]))
                .run(context -> {
                    assertThat(context).hasFailed();
                    MockEnvironment environment = new MockEnvironment().withProperty("momoko.host", "given");
                    Throwable failure = Objects.requireNonNull(context.getStartupFailure());
                    found.add(Objects.requireNonNull(new ConnectFailureAnalyzer(environment).analyze(failure)));
                });
        assertThat(found).hasSize(1);
        assertThat(found.get(0).getDescription() + found.get(0).getAction())
                .doesNotContain(PostgresServer.password("app"));
        return found.get(0);
    }

    @Test
    void refusedConnection() {
        FailureAnalysis analysis = start("momoko.port=1");

        assertThat(analysis.getDescription()).contains(server.host() + ":1").contains("refused");
        assertThat(analysis.getAction())
                .contains("Check that the server runs there")
                .contains("momoko.port");
    }

    @Test
    void wrongPassword() {
        FailureAnalysis analysis = start("momoko.password=wrong");

        assertThat(analysis.getDescription())
                .contains(server.host() + ":" + server.port())
                .contains("password authentication failed");
        assertThat(analysis.getAction()).contains("momoko.password");
    }

    @Test
    void unknownDatabase() {
        FailureAnalysis analysis = start("momoko.database=nowhere");

        assertThat(analysis.getDescription()).contains("database \"nowhere\" does not exist");
        assertThat(analysis.getAction()).contains("momoko.database");
    }

    @Test
    void tooManyConnections() {
        server.admin("ALTER ROLE app CONNECTION LIMIT 0");
        try {
            FailureAnalysis analysis = start();

            assertThat(analysis.getDescription()).contains("too many connections");
            assertThat(analysis.getAction()).contains("momoko.pool.size");
        } finally {
            server.admin("ALTER ROLE app CONNECTION LIMIT -1");
        }
    }

    @Test
    void roleThatMustUseTls() {
        FailureAnalysis analysis = start(
                "momoko.username=tlsuser",
                "momoko.password=" + PostgresServer.password("tlsuser"),
                "momoko.ssl.mode=disable");

        assertThat(analysis.getDescription()).contains("pg_hba.conf");
        assertThat(analysis.getAction()).contains("momoko.ssl.mode");
    }

    @Test
    void serverWithoutTls() {
        try (PostgresServer plain = PostgresServer.start(options -> options.setting("ssl", "off"))) {
            FailureAnalysis analysis = start("momoko.port=" + plain.port(), "momoko.ssl.mode=require");

            assertThat(analysis.getDescription())
                    .contains(plain.host() + ":" + plain.port())
                    .contains("the server does not support TLS");
            assertThat(analysis.getAction()).contains("ssl = on").contains("momoko.ssl.mode");
        }
    }

    @Test
    void clientWithoutTheCertificateItNeeds() {
        FailureAnalysis analysis = start("momoko.username=certuser", "momoko.ssl.mode=require");

        assertThat(analysis.getDescription()).contains("connection requires a valid client certificate");
        assertThat(analysis.getAction()).contains("momoko.username").contains("pg_hba.conf");
    }

    @Test
    void certificateOfAStranger() {
        FailureAnalysis analysis = start("momoko.ssl.mode=verify-full", "momoko.ssl.root-cert=system");

        assertThat(analysis.getDescription()).contains("TLS");
        assertThat(analysis.getAction()).contains("momoko.ssl.root-cert");
    }

    @Test
    void unknownHost() {
        FailureAnalysis analysis = start("momoko.host=no-such-host.invalid");

        assertThat(analysis.getDescription()).contains("no-such-host.invalid");
        assertThat(analysis.getAction()).contains("host name in momoko.host");
    }
}
