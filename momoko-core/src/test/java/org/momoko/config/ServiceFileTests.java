package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.momoko.error.NotSupportedException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;

class ServiceFileTests {
    @TempDir
    Path home;

    private TestEnvironment environment(String... lines) {
        return new TestEnvironment(home).file(".pg_service.conf", lines);
    }

    @Test
    @Contract("3.7 service")
    void readsOnlyItsSection() {
        ConnectConfig config = environment(
                        "# services",
                        "host=before",
                        "",
                        "[a]",
                        "host=a",
                        "[b]",
                        "  user=bob  ",
                        "# no",
                        "dbname=d=d",
                        "dbname=second",
                        "[c]",
                        "port=9",
                        "[b]",
                        "port=8")
                .config("service=b");

        assertThat(config.user()).isEqualTo("bob");
        assertThat(config.database()).isEqualTo("d=d");
        assertThat(config.hosts()).containsExactly(new HostSpec("/run/test", null, 5432));
    }

    @Test
    @Contract("3.7 service")
    void theVariableNamesAService() {
        assertThat(environment("[a]", "host=a")
                        .with("PGSERVICE", "a")
                        .config("")
                        .hosts())
                .containsExactly(new HostSpec("a", null, 5432));
        assertThat(environment("[a]", "host=a", "[b]", "host=b")
                        .with("PGSERVICE", "a")
                        .config("service=b")
                        .hosts())
                .containsExactly(new HostSpec("b", null, 5432));
    }

    @Test
    void aFileMayBeNamed() {
        TestEnvironment environment = environment("[s]", "host=default")
                .file("other.conf", "[s]", "host=named")
                .with("PGSERVICEFILE", home.resolve("other.conf").toString());

        assertThat(environment.config("service=s").hosts()).containsExactly(new HostSpec("named", null, 5432));
    }

    @Test
    void theSystemsFileIsTheLastResort() {
        TestEnvironment environment = environment("[s]", "host=user")
                .file("etc/pg_service.conf", "[s]", "host=system", "[t]", "host=system")
                .with("PGSYSCONFDIR", home.resolve("etc").toString());

        assertThat(environment.config("service=s").hosts()).containsExactly(new HostSpec("user", null, 5432));
        assertThat(environment.config("service=t").hosts()).containsExactly(new HostSpec("system", null, 5432));
        assertThatThrownBy(() -> environment.config("service=u"))
                .hasMessage("invalid dsn: service \"u\": no such section in the service files");
    }

    @Test
    void anEmptySectionExists() {
        assertThat(environment("[s]").config("service=s user=u").user()).isEqualTo("u");
    }

    @Test
    void aMissingServiceIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> TestEnvironment.parse("service=prod"))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasMessage("invalid dsn: service \"prod\": no such section in the service file");
        assertThatThrownBy(() -> environment("[a]").config("service='b password=secret'"))
                .hasMessage("invalid dsn: service: no such section in the service file");
    }

    @Test
    void aMissingNamedFileIsAnError() {
        assertThatThrownBy(() -> environment("[s]")
                        .with("PGSERVICEFILE", "/nonexistent/f")
                        .config("service=s"))
                .hasMessage("invalid dsn: service: the file that PGSERVICEFILE names does not exist");
    }

    @Test
    void anUnreadableFileIsAnError() {
        assertThatThrownBy(() -> new TestEnvironment(home)
                        .with("PGSERVICEFILE", home.toString())
                        .config("service=s"))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasMessage("invalid dsn: service: the service file cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "service=other | service: a service cannot refer to another, line 2 of the service file",
                "hots=x | unknown option \"hots\" in line 2 of the service file, did you mean \"host\"?",
                "host = x | unknown option in line 2 of the service file, did you mean \"host\"?",
                "password secret | service: missing \"=\" in line 2 of the service file",
                "port=x | port (from line 2 of the service file): expected a whole number from 1 to 65535",
            })
    void refusesBadLinesByTheirNumber(String line, String message) {
        assertThatThrownBy(() -> environment("[s]", line).config("service=s"))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasMessage("invalid dsn: " + message);
    }

    @Test
    void refusesNul() {
        assertThatThrownBy(() -> environment("[s]", "user=a\0b").config("service=s"))
                .hasMessage("invalid dsn: user (from line 2 of the service file): contains a NUL character");
    }

    @Test
    void doesNotAskDirectories() {
        assertThatThrownBy(() -> environment("[s]", "ldap://h/d").config("service=s"))
                .isExactlyInstanceOf(NotSupportedException.class)
                .hasMessage("not supported: service: LDAP lookup in line 2 of the service file");
    }
}
