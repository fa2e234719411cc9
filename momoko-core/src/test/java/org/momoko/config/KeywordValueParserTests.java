package org.momoko.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;

class KeywordValueParserTests {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "password=secret|secret",
                "password = secret|secret",
                "  password   =   secret  |secret",
                "password= host=x|host=x",
                "password='two words'|two words",
                "password = 'two words' host=h|two words",
                "password='it\\'s'|it's",
                "password='a\\\\b'|a\\b",
                "password=a\\ b|a b",
                "password=it\\'s|it's",
                "password=it's|it's",
                "password=a\\\\b|a\\b",
                "password=a\\nb|anb",
                "password=end\\|end",
                "password=a=b=c|a=b=c",
                "password='a=b c=d'|a=b c=d",
                "password=''|\"\"",
                "password=|\"\"",
                "password='' host=h|\"\"",
                "password=one password=two|two",
                "password='one'host=h|one",
                "password=é€😀|é€😀",
                "password=%41|%41",
            })
    @Contract({"3.7 keyword/value", "S32"})
    void readsValuesAsLibpqDoes(String dsn, String password) {
        assertThat(KeywordValueParser.parse(dsn).getEvenIfEmpty(ConnectionKey.PASSWORD))
                .isEqualTo(password);
    }

    @Test
    void separatesPairsByAnyBlank() {
        Settings settings = KeywordValueParser.parse("\n host\t=\fh\r\n\u000bport=1 ");

        assertThat(settings.get(ConnectionKey.HOST)).isEqualTo("h");
        assertThat(settings.get(ConnectionKey.PORT)).isEqualTo("1");
    }

    @Test
    @Contract({"S32", "3.7 keyword/value"})
    void takesTheNextPairAsTheValueOfAnEmptyOne() {
        assertThat(KeywordValueParser.parse("password= host=x").get(ConnectionKey.HOST))
                .isNull();
    }

    @Test
    void anEmptyTextSetsNothing() {
        assertThat(KeywordValueParser.parse("  ").get(ConnectionKey.HOST)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "hots=x | invalid dsn: unknown option \"hots\" at character 1, did you mean \"host\"?",
                "Host=x | invalid dsn: unknown option \"Host\" at character 1, did you mean \"host\"?",
                "host=h ssl-mode=require | invalid dsn: unknown option at character 8, did you mean \"sslmode\"?",
                "username=x | invalid dsn: unknown option \"username\" at character 1, did you mean \"user\"?",
                "database=x | invalid dsn: unknown option \"database\" at character 1, did you mean \"dbname\"?",
                "zzzzzzzz=x | invalid dsn: unknown option \"zzzzzzzz\" at character 1",
                "=x | invalid dsn: unknown option at character 1",
                "host | invalid dsn: missing \"=\" after \"host\" at character 1",
                "host h | invalid dsn: missing \"=\" after \"host\" at character 1",
                "host=h secret | invalid dsn: missing \"=\" after the word at character 8",
                "user='ann | invalid dsn: unterminated quoted string at character 6, the value of \"user\"",
                "user='ann\\' | invalid dsn: unterminated quoted string at character 6, the value of \"user\"",
                "user=' | invalid dsn: unterminated quoted string at character 6, the value of \"user\"",
            })
    @Contract({"3.7 keyword/value", "1.1 dsn"})
    void refusesMalformedText(String dsn, String message) {
        assertThatThrownBy(() -> KeywordValueParser.parse(dsn))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "password=my S3cr3t | invalid dsn: missing \"=\" after the word at character 13",
                "password=my secret=x | invalid dsn: unknown option at character 13",
                "password='it's secret' host=h | invalid dsn: missing \"=\" after the word at character 14",
                "passwordsecret=x | invalid dsn: unknown option at character 1",
                "paswordsecret=x | invalid dsn: unknown option at character 1",
                "pasword=x | invalid dsn: unknown option \"pasword\" at character 1, did you mean \"password\"?",
                "user=u&password='it's sec=x | invalid dsn: unknown option at character 23",
                "user=u/pssword=it's secret=x | invalid dsn: unknown option at character 21",
                "passwordsecret host=x | invalid dsn: missing \"=\" after the word at character 1",
                "password=x sslmod=require | invalid dsn: unknown option at character 12, did you mean \"sslmode\"?",
                "password='secret host=h"
                        + " | invalid dsn: unterminated quoted string at character 10, the value of \"password\"",
            })
    void showsNothingThatMayBelongToASecret(String dsn, String message) {
        assertThatThrownBy(() -> KeywordValueParser.parse(dsn)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"jdbc:postgresql://ann:secret@h/db", "mysql://ann:secret@h/db?user=x", "POSTGRESQL://h"})
    void refusesUrisOfOtherSchemes(String dsn) {
        assertThatThrownBy(() -> KeywordValueParser.parse(dsn))
                .hasMessage("invalid dsn: expected postgresql:// or postgres:// before the user and host,"
                        + " or key=value pairs");
    }

    @Test
    void refusesNulAndHalfSurrogatesByTheirKey() {
        assertThatThrownBy(() -> KeywordValueParser.parse("application_name=x\0user\0admin"))
                .isExactlyInstanceOf(ProgrammingException.class)
                .hasMessage("invalid dsn: application_name: contains a NUL character");
        assertThatThrownBy(() -> KeywordValueParser.parse("user=a\uD83Db"))
                .hasMessage("invalid dsn: user: contains half of a surrogate pair");
        assertThatThrownBy(() -> KeywordValueParser.parse("user=a\uDE00"))
                .hasMessage("invalid dsn: user: contains half of a surrogate pair");
    }
}
