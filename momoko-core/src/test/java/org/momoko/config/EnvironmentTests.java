package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.momoko.error.NotSupportedException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;

class EnvironmentTests {
    @TempDir
    Path home;

    private TestEnvironment environment() {
        return new TestEnvironment(home);
    }

    @Test
    @Contract("3.7 priority")
    void everyVariableSetsItsKey() {
        for (ConnectionKey key : ConnectionKey.values()) {
            String variable = key.variable();
            if (variable != null && key != ConnectionKey.SERVICE) {
                Settings settings = new Settings();
                environment().with(variable, "v").environment().complete(settings);
                assertThat(settings.get(key)).as(variable).isEqualTo("v");
            }
        }
    }

    @Test
    @Contract("3.7 priority")
    void explicitBeatsServiceBeatsVariableBeatsDefault() {
        TestEnvironment environment = environment()
                .file(".pg_service.conf", "[s]", "host=from-service", "user=from-service", "port=1")
                .with("PGHOST", "from-variable")
                .with("PGUSER", "from-variable")
                .with("PGPORT", "2")
                .with("PGDATABASE", "from-variable");

        ConnectConfig config = environment.config("service=s host=explicit");

        assertThat(config.hosts()).containsExactly(new HostSpec("explicit", null, 1));
        assertThat(config.user()).isEqualTo("from-service");
        assertThat(config.database()).isEqualTo("from-variable");
        assertThat(config.connectTimeout()).hasSeconds(10);
    }

    @Test
    void anEmptyVariableIsNone() {
        ConnectConfig config =
                environment().with("PGHOST", "").with("PGPASSWORD", "").config("");

        assertThat(config.hosts()).containsExactly(new HostSpec("/run/test", null, 5432));
        assertThat(config.passwordFor(config.hosts().get(0))).isNull();
    }

    @Test
    void anExplicitlyEmptyValueAsksForTheDefaultAndNotForTheVariable() {
        assertThat(environment().with("PGHOST", "h").config("host=''").hosts())
                .containsExactly(new HostSpec("/run/test", null, 5432));
    }

    @Test
    @Contract({"3.7 user", "3.7 dbname", "3.7 defaults"})
    void userAndDatabaseDefaultToTheSystemsUser() {
        assertThat(environment().config("").user()).isEqualTo("ann");
        assertThat(environment().config("").database()).isEqualTo("ann");
        assertThat(environment().config("user=bob").database()).isEqualTo("bob");
        assertThat(environment().config("dbname=d").user()).isEqualTo("ann");
    }

    @Test
    void withoutAnyUserTheMessageSaysSo() {
        Environment nobody = new Environment(Map.of(), "", "h", home, home, home);

        assertThatThrownBy(() -> ConnectConfig.parse("", nobody))
                .hasMessage("invalid dsn: user: is needed, the operating system tells none");
    }

    @Test
    void messagesNameTheVariableAndNotItsValue() {
        assertThatThrownBy(() -> environment().with("PGPORT", "s3cr3t").config(""))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasMessage("invalid dsn: port (from PGPORT): expected a whole number from 1 to 65535");
        assertThatThrownBy(() -> environment().with("PGGSSENCMODE", "require").config(""))
                .isExactlyInstanceOf(NotSupportedException.class)
                .hasMessage("not supported: gssencmode (from PGGSSENCMODE): only the value prefer or disable is"
                        + " accepted");
    }

    @Test
    void refusesNulInVariables() {
        assertThatThrownBy(
                        () -> environment().with("PGAPPNAME", "x\0user\0admin").config(""))
                .hasMessage("invalid dsn: application_name (from PGAPPNAME): contains a NUL character");
        assertThatThrownBy(() -> environment().with("PGTZ", "x\0user\0admin").config(""))
                .hasMessage("invalid dsn: options: contains a NUL character");
    }

    @Test
    @Contract("3.7 PGTZ, PGDATESTYLE")
    void pgtzSetsTheTimeZoneUnlessTheOptionsDo() {
        TestEnvironment environment =
                environment().with("PGTZ", "Mars/Olympus Mons").with("PGDATESTYLE", "German");

        assertThat(environment.config("").options()).isEqualTo(Map.of("TimeZone", "Mars/Olympus Mons"));
        assertThat(environment.config("options='-c timezone=UTC -c a=b'").options())
                .containsOnly(Map.entry("TimeZone", "UTC"), Map.entry("a", "b"));
    }

    @Test
    void aBuilderDoesNotReadTheEnvironmentAgain() {
        ConnectConfig config = environment()
                .file(".pg_service.conf", "[s]", "user=from-service")
                .with("PGSERVICE", "s")
                .with("PGHOSTADDR", "10.0.0.1")
                .with("PGTZ", "UTC")
                .config("")
                .toBuilder()
                .host("h")
                .build();

        assertThat(config.hosts()).containsExactly(new HostSpec("h", null, 5432));
        assertThat(config.user()).isEqualTo("from-service");
        assertThat(config.options()).containsOnly(Map.entry("TimeZone", "UTC"));
    }

    @Test
    void theSystemsEnvironmentKnowsAUserAndAHost() {
        Environment system = Environment.system();

        assertThat(system.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(system.defaultHost()).isIn("/var/run/postgresql", "/tmp", "localhost");
        assertThat(system.passFile().getFileName()).hasToString(".pgpass");
    }
}
