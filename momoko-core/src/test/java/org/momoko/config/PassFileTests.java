package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.testing.Contract;

class PassFileTests {
    @TempDir
    Path home;

    private static @Nullable String password(ConnectConfig config) {
        return config.passwordFor(config.hosts().get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "h:5432:d:u:secret | secret",
                "*:*:*:*:secret | secret",
                "h:*:d:*:secret | secret",
                "h:5432:d:u:se\\:cr\\\\et | se:cr\\et",
                "h:5432:d:u:secret:rest | secret",
                "h:5432:d:u: | ''",
                "x:5432:d:u:secret | none",
                "h:5433:d:u:secret | none",
                "h:5432:x:u:secret | none",
                "h:5432:d:x:secret | none",
                "H:5432:d:u:secret | none",
                "\\*:5432:d:u:secret | none",
                "h:5432:d:u | none",
                "# h:5432:d:u:secret | none",
                "localhost:5432:d:u:secret | none",
                "h*:5432:d:u:secret | none",
                "\\ | none",
            })
    @Contract("3.7 passfile")
    void comparesFieldByField(String line, String expected) {
        ConnectConfig config = new TestEnvironment(home).file(".pgpass", line).config("host=h user=u dbname=d");

        assertThat(password(config)).isEqualTo(expected);
    }

    @Test
    @Contract("3.7 passfile")
    void theFirstMatchWins() {
        TestEnvironment environment =
                new TestEnvironment(home).file(".pgpass", "a:*:*:*:one", "*:*:*:*:two", "b:*:*:*:three");

        ConnectConfig config = environment.config("host=a,b");

        assertThat(config.passwordFor(config.hosts().get(0))).isEqualTo("one");
        assertThat(config.passwordFor(config.hosts().get(1))).isEqualTo("two");
    }

    @Test
    @Contract("3.7 passfile")
    void fieldsMayHoldEscapedColons() {
        TestEnvironment environment = new TestEnvironment(home).file(".pgpass", "\\:\\:1:5432:d\\\\b:u:secret");

        assertThat(password(environment.config("host=::1 user=u dbname='d\\\\b'")))
                .isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:*:*:*:secret", "/run/test:*:*:*:secret"})
    @Contract("3.7 passfile")
    void aSocketGoesByLocalhostOrItsDirectory(String line) {
        assertThat(password(new TestEnvironment(home).file(".pgpass", line).config("")))
                .isEqualTo("secret");
    }

    @Test
    void theNameCountsAndNotTheAddress() {
        TestEnvironment environment =
                new TestEnvironment(home).file(".pgpass", "10.0.0.1:*:*:*:address", "h:*:*:*:name");

        assertThat(password(environment.config("host=h hostaddr=10.0.0.1"))).isEqualTo("name");
        assertThat(password(environment.config("hostaddr=10.0.0.1"))).isEqualTo("address");
    }

    @Test
    void anotherFileMayBeNamed() {
        TestEnvironment environment = new TestEnvironment(home)
                .file(".pgpass", "*:*:*:*:default")
                .file("a", "*:*:*:*:variable")
                .file("b", "*:*:*:*:explicit")
                .with("PGPASSFILE", home.resolve("a").toString());

        assertThat(password(environment.config(""))).isEqualTo("variable");
        assertThat(password(environment.config("passfile=" + home.resolve("b"))))
                .isEqualTo("explicit");
    }

    @Test
    @Contract("3.7 password")
    void aPasswordThatIsGivenComesFirst() {
        TestEnvironment environment = new TestEnvironment(home).file(".pgpass", "*:*:*:*:file");

        assertThat(password(environment.config("password=explicit"))).isEqualTo("explicit");
        assertThat(password(environment.config("password=''"))).isEmpty();
        assertThat(password(environment.with("PGPASSWORD", "variable").config("")))
                .isEqualTo("variable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
    @Contract("3.7 passfile")
    void ignoresAFileThatIsOpenToOthers(String permissions) {
        TestEnvironment environment = new TestEnvironment(home).fileWith(permissions, ".pgpass", "*:*:*:*:secret");

        assertThat(password(environment.config(""))).isNull();
    }

    @Test
    void ignoresWhatIsNotAFile() {
        assertThat(password(new TestEnvironment(home).config("passfile=" + home)))
                .isNull();
        assertThat(password(new TestEnvironment(home).config("passfile=/nonexistent/f")))
                .isNull();
    }
}
