package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.NotSupportedException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;

class ServerOptionsTests {

    private static Map<String, String> parse(String text) {
        Settings settings = new Settings();
        settings.set(ConnectionKey.OPTIONS, text);
        return ServerOptions.parse(settings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-c a=b | a | b",
                "-ca=b | a | b",
                "--a=b | a | b",
                "--search-path=x | search_path | x",
                "-c search-path=x | search_path | x",
                "-c a=b=c | a | b=c",
                "-c a= | a | ''",
                "-c a=x\\ y | a | x y",
                "-c a=x\\\\y | a | x\\y",
                "-c a=x\\ | a | x",
                "-c my.setting=v | my.setting | v",
                "-c a=1 -c A=2 | a | 2",
                "'   -c    a=b  ' | a | b",
            })
    @Contract("3.7 options")
    void readsWhatTheServerReads(String text, String name, String value) {
        assertThat(parse(text)).hasSize(1).containsEntry(name, value);
    }

    @Test
    void namesAreFoundInAnyCase() {
        assertThat(parse("-c TimeZone=UTC --geqo=off").get("TIMEZONE")).isEqualTo("UTC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "it's", "back\\slash", " a\tb\nc ", "", "é"})
    void whatIsFormattedReadsBack(String value) {
        assertThat(parse(ServerOptions.format("a", value))).containsEntry("a", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-c", "-c a", "--a", "--=x", "-c =x", "-c 1a=x", "-c a.=x", "-c a;b=x"})
    void refusesWhatIsNoSetting(String text) {
        assertThatThrownBy(() -> parse(text))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasMessageStartingWith("invalid dsn: options: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "USER", "database", "options", "replication", "_pq_.x"})
    void refusesKeysOfTheStartupMessage(String name) {
        assertThatThrownBy(() -> parse("-c " + name + "=admin"))
                .hasMessage("invalid dsn: options: expected the name of a server setting before \"=\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-d 5", "a=b", "-", "-e"})
    void refusesOtherSwitches(String text) {
        assertThatThrownBy(() -> parse(text))
                .isExactlyInstanceOf(NotSupportedException.class)
                .hasMessage("not supported: options: only -c name=value and --name=value are understood");
    }

    @Test
    @Contract("3.7 PGTZ, PGDATESTYLE")
    void dateStyleMustStayIso() {
        assertThat(parse("-c datestyle=ISO,DMY")).containsEntry("DateStyle", "ISO,DMY");
        assertThatThrownBy(() -> parse("-c DateStyle=German"))
                .isExactlyInstanceOf(NotSupportedException.class)
                .hasMessage("not supported: options: DateStyle must be ISO");
    }
}
