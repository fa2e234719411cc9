package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;

class UriParserTests {

    /** The examples of libpq's test suite and manual, in the order user, password, host, port, dbname. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://                                   |        |       |             |           |",
                "postgres://                                     |        |       |             |           |",
                "postgresql:///                                  |        |       |             |           |",
                "postgresql://host                               |        |       | host        |           |",
                "postgresql://host/                              |        |       | host        |           |",
                "postgresql://host:12345                         |        |       | host        | 12345     |",
                "postgresql://host:/db                           |        |       | host        |           | db",
                "postgresql://host:12345/db                      |        |       | host        | 12345     | db",
                "postgresql://uri-user:secret@host:12345/db      | uri-user | secret | host     | 12345     | db",
                "postgresql://uri-user@host/db                   | uri-user |     | host        |           | db",
                "postgresql://uri-user@                          | uri-user |     |             |           |",
                "postgresql://uri-user:secret@                   | uri-user | secret |          |           |",
                "postgresql://:secret@host                       |        | secret | host       |           |",
                "postgresql://u:@host                            | u      |       | host        |           |",
                "postgresql://@host                              |        |       | host        |           |",
                "postgresql://u:a:b@host                         | u      | a:b   | host        |           |",
                "postgresql://u:a?b@host                         | u      | a?b   | host        |           |",
                "postgresql://:12345/                            |        |       |             | 12345     |",
                "postgresql:///db                                |        |       |             |           | db",
                "postgresql:///mydb?host=localhost&port=5433     |        |       | localhost   | 5433      | mydb",
                "postgresql://?host=/path/to/socket              |        |       | /path/to/socket |       |",
                "postgresql://%2Fvar%2Flib/dbname                |        |       | /var/lib    |           | dbname",
                "postgresql://u:p%40ss%2Fw%3Ard@h                | u      | p@ss/w:rd | h       |           |",
                "postgresql://%75ri-user@host/%E2%82%AC%20db     | uri-user |     | host        |           | € db",
                "postgresql://u@h/a+b                            | u      |       | h           |           | a+b",
                "postgresql://[::1]                              |        |       | ::1         |           |",
                "postgresql://[::1]:12345/db                     |        |       | ::1         | 12345     | db",
                "postgresql://[2001:db8::1234]/                  |        |       | 2001:db8::1234 |        |",
                "postgresql://[fe80::1%25eth0]?user=u            | u      |       | fe80::1%eth0 |          |",
                "postgresql://h1:123,h2:456/somedb               |        |       | h1,h2       | 123,456   | somedb",
                "postgresql://h1,h2:456                          |        |       | h1,h2       | ',456'    |",
                "postgresql://h1,h2                              |        |       | h1,h2       | ','       |",
                "postgresql://[::1]:1,h,[::2]:3                  |        |       | '::1,h,::2' | '1,,3'    |",
                "postgresql://u@h1/db?user=v&user=w              | w      |       | h1          |           | db",
                "postgresql://h/db?                              |        |       | h           |           | db",
                "postgresql://h/db?user=u&                       | u      |       | h           |           | db",
            })
    @Contract("3.7 URI")
    void takesUrisApart(String uri, String user, String password, String host, String port, String dbname) {
        Settings settings = UriParser.parse(uri);

        assertThat(settings.get(ConnectionKey.USER)).isEqualTo(user);
        assertThat(settings.get(ConnectionKey.PASSWORD)).isEqualTo(password);
        assertThat(settings.get(ConnectionKey.HOST)).isEqualTo(host);
        assertThat(settings.get(ConnectionKey.PORT)).isEqualTo(port);
        assertThat(settings.get(ConnectionKey.DBNAME)).isEqualTo(dbname);
    }

    @Test
    @Contract("3.7 URI")
    void readsEveryKeyAfterTheQuestionMark() {
        for (ConnectionKey key : ConnectionKey.values()) {
            assertThat(UriParser.parse("postgresql://h?" + key.word() + "=a%20%3D%26b")
                            .get(key))
                    .as(key.word())
                    .isEqualTo("a =&b");
        }
    }

    @Test
    void understandsTheTlsSwitchOfJdbc() {
        assertThat(UriParser.parse("postgresql://h?ssl=true").get(ConnectionKey.SSLMODE))
                .isEqualTo("require");
    }

    @Test
    void ignoresBlanksAround() {
        assertThat(UriParser.parse(" postgresql://h/db\n").get(ConnectionKey.DBNAME))
                .isEqualTo("db");
        assertThat(UriParser.parse("postgresql://h?\n  user=%20u &\n port=1").get(ConnectionKey.USER))
                .isEqualTo(" u");
    }

    @Test
    void keepsWhatOnlyUnicodeCountsAsABlank() {
        assertThat(UriParser.parse("postgresql://u:p\u3000@h/\u2003db").get(ConnectionKey.PASSWORD))
                .isEqualTo("p\u3000");
        assertThat(UriParser.recognises("\u2003postgresql://h")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://", "postgres://h", "  postgres://h"})
    void recognisesItsSchemes(String uri) {
        assertThat(UriParser.recognises(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host=h", "postgres:/h", "POSTGRES://h", "jdbc:postgresql://h", "host=postgres://h"})
    void leavesTheRestToTheOtherGrammar(String dsn) {
        assertThat(UriParser.recognises(dsn)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "postgresql://[::1 | host: missing \"]\" after an IPv6 address",
                "postgresql://[::1/db?host=] | host: missing \"]\" after an IPv6 address",
                "postgresql://[] | host: an IPv6 address in brackets must not be empty",
                "postgresql://[::1]z | host: expected \":\", \",\", \"/\" or \"?\" after \"]\"",
                "postgresql://h?zzzz | missing \"=\" in a parameter after \"?\"",
                "postgresql://h?user=a&&port=1 | missing \"=\" in a parameter after \"?\"",
                "postgresql://h?user=a=b | extra \"=\" in the value of \"user\", write it as %3D",
                "postgresql://h?uzer=a | unknown option \"uzer\" after \"?\", did you mean \"user\"?",
                "postgresql://h?ssl=1 | unknown option \"ssl\" after \"?\", did you mean \"sslmode\"?",
                "postgresql://h?a%3Db=c | unknown option after \"?\"",
                "postgresql://h?password=x&rest=c | unknown option after \"?\"",
                "postgresql://%zz@h | user: \"%\" must be followed by two hexadecimal digits",
                "postgresql://u:%4@h | password: \"%\" must be followed by two hexadecimal digits",
                "postgresql://h/% | dbname: \"%\" must be followed by two hexadecimal digits",
                "postgresql://h/%C3 | dbname: the percent-encoded bytes are not UTF-8",
                "postgresql://h/%C3x%A9 | dbname: the percent-encoded bytes are not UTF-8",
                "postgresql://u:a b@h | password: contains a blank, write it as %20",
                "postgresql://h?%4=x | a key after \"?\": \"%\" must be followed by two hexadecimal digits",
                "postgresql://u%00@h | user: contains a NUL character",
                "postgresql://u:%00@h | password: contains a NUL character",
                "postgresql://h%00/db | host: contains a NUL character",
                "postgresql://h/db%00 | dbname: contains a NUL character",
                "postgresql://h?application_name=x%00user%00admin | application_name: contains a NUL character",
            })
    @Contract({"3.7 URI", "1.1 dsn"})
    void refusesMalformedText(String uri, String message) {
        assertThatThrownBy(() -> UriParser.parse(uri))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasMessage("invalid dsn: " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p@ss@h/db", // the host would be ss@h
                "postgresql://u:12/34@h/db", // the database would be 34@h/db
                "postgresql://u:p@h1,x@h2/db",
            })
    void refusesAnAtSignThatWouldMovePartOfAPasswordElsewhere(String uri) {
        assertThatThrownBy(() -> UriParser.parse(uri))
                .hasMessage(
                        "invalid dsn: \"@\" in the hosts or the database name; inside a user, password or name write"
                                + " \"@\" as %40 and \"/\" as %2F");
    }

    @Test
    void doesNotShowAKeyThatMayBelongToAPassword() {
        assertThatThrownBy(() -> UriParser.parse("postgresql://u:12/x?secret=y@h/db"))
                .hasMessage("invalid dsn: unknown option after \"?\"");
    }
}
