package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Fuzz;

class ParsedSqlFuzzTests {
    private static final String[] PIECES = {
        "'",
        "\"",
        "$",
        "$$",
        "$a$",
        "$1",
        "$2",
        "%",
        "%s",
        "%%",
        "%(",
        "%(a)s",
        "%(b c)s",
        ")",
        "(",
        "[",
        "]",
        ":",
        "::",
        ":=",
        ":a",
        ":b",
        "-",
        "--",
        "/",
        "*",
        "/*",
        "*/",
        ";",
        ",",
        ".",
        "\\",
        "E'",
        "U&'",
        "U&\"",
        "B'",
        "&",
        "?",
        "\n",
        " ",
        " ",
        "a",
        "e",
        "1",
        "0x",
        "é",
        "😀",
        "SELECT ",
        "ORDER BY ",
        "GROUP BY ",
        "DISTINCT ON (",
        "interval ",
        "extract(",
        "::numeric(",
        " AS ",
        "BEGIN ATOMIC ",
        "CREATE FUNCTION ",
        "CASE ",
        "END ",
        "COMMIT",
        "%d",
        "s"
    };

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = 1 + random.nextInt(14); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static String withoutBlanks(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().filter(c -> !SqlText.isBlank((char) c)).forEach(c -> out.append((char) c));
        return out.toString();
    }

    @ParameterizedTest
    @EnumSource(ArgumentStyle.class)
    void anyTextIsTakenApartOrRefused(ArgumentStyle style) {
        Fuzz.rounds(20240110, seed -> {
            Random random = new Random(seed);
            int parsed = 0;
            for (int i = 0; i < 200_000; i++) {
                String sql = randomText(random);
                ParsedSql result;
                try {
                    result = ParsedSql.parse(sql, style);
                } catch (ProgrammingException expected) {
                    continue;
                }
                parsed++;
                if (style == ArgumentStyle.NONE) {
                    assertThat(result.boundText()).isEqualTo(sql);
                }
                checkPositions(result);
            }
            assertThat(parsed).isGreaterThan(20_000);
        });
    }

    /** Every plain character of the bound text comes from the same character of the caller's, in the same order. */
    private static void checkPositions(ParsedSql result) {
        String bound = result.boundText();
        int characters = bound.codePointCount(0, bound.length());
        int before = 0;
        for (int position = 1; position <= characters; position++) {
            int source = result.sourcePosition(position);
            int original = result.sql().codePointAt(SqlText.offset(result.sql(), source));
            int sent = bound.codePointAt(SqlText.offset(bound, position));
            if (source < before || original != sent && original != '%' && original != ':') {
                Assertions.fail(
                        "position " + position + " of " + bound + " mapped to " + source + " of " + result.sql());
            }
            before = source;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ArgumentStyle.class,
            names = {"POSITIONAL", "NAMED"})
    void placeholdersReplacedByThemselvesGiveTheCallersText(ArgumentStyle style) {
        Fuzz.rounds(8, seed -> {
            Random random = new Random(seed);
            for (int i = 0; i < 100_000; i++) {
                String sql = randomText(random);
                ParsedSql result;
                try {
                    result = ParsedSql.parse(sql, style);
                } catch (ProgrammingException expected) {
                    continue;
                }
                boolean dollars = result.boundText().equals(sql);
                boolean percent = sql.contains("%s") || sql.contains("%(");
                if (style == ArgumentStyle.POSITIONAL) {
                    // Blanks may have been put between placeholders and their neighbours.
                    String own = result.literalText((out, index) -> out.append(dollars ? "$" + (index + 1) : "%s"));
                    String folded = dollars ? sql : sql.replace("%%", "%");
                    if (result.parameterCount() > 0 && !sql.contains("%%")) {
                        assertThat(withoutBlanks(own)).isEqualTo(withoutBlanks(folded));
                    }
                } else if (!percent) {
                    String own = result.literalText((out, index) ->
                            out.append(':').append(result.names().get(index)));
                    assertThat(withoutBlanks(own)).isEqualTo(withoutBlanks(sql));
                }
            }
        });
    }

    /** Whatever stands around it, a value is read back as the one token it was written as. */
    @ParameterizedTest
    @ValueSource(strings = {"'\\'", "'x''; --'", "5", " -1", "NULL", "'/*'", "'$$'", "'x'::date", "ARRAY[1]", "E'\\''"})
    void aValueNeverChangesHowTheRestIsRead(String literal) {
        Fuzz.rounds(1597, seed -> {
            Random random = new Random(seed);
            for (int i = 0; i < 40_000; i++) {
                String sql = randomText(random);
                ParsedSql result;
                try {
                    result = ParsedSql.parse(sql, ArgumentStyle.POSITIONAL);
                } catch (ProgrammingException expected) {
                    continue;
                }
                if (result.parameterCount() == 0) {
                    continue;
                }
                // A control character grows together with no neighbour: it shows how the rest should be read.
                List<String> expected = tokens(result.literalText((out, index) -> out.append('\u0001')));
                expected.replaceAll(token -> token.equals("\u0001") ? "LITERAL" : token);
                List<String> wanted = new ArrayList<>();
                for (String token : expected) {
                    if (token.equals("LITERAL")) {
                        wanted.addAll(tokens(literal));
                    } else {
                        wanted.add(token);
                    }
                }
                assertThat(tokens(result.literalText((out, index) -> out.append(literal))))
                        .as(sql)
                        .isEqualTo(wanted);
            }
        });
    }

    private static List<String> tokens(String sql) {
        List<String> tokens = new ArrayList<>();
        SqlLexer lexer = new SqlLexer(sql);
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            if (token != Token.BLANK && token != Token.COMMENT) {
                tokens.add(sql.substring(lexer.start(), lexer.end()));
            }
        }
        return tokens;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%(", "%", "$", "$a", "$a$b", "/*", "'", "E'\\'", "E'a'\n", "'a',", "(", "--", "%%", ":", "$1", "%s "
            })
    void theTimeTakenIsLinear(String piece) {
        String sql = "SELECT " + piece.repeat(1_000_000 / piece.length());
        for (ArgumentStyle style : ArgumentStyle.values()) {
            // A quadratic walk would take minutes.
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                try {
                    assertThat(ParsedSql.parse(sql + " %", style).sql()).startsWith(sql);
                } catch (ProgrammingException expected) {
                    assertThat(expected.getMessage()).isNotEmpty();
                }
            });
        }
    }

    @Test
    void deepNestingNeedsNoStack() {
        String sql = "SELECT " + "(".repeat(100_000) + "%s" + ")".repeat(100_000);
        assertThat(ParsedSql.parse(sql, ArgumentStyle.POSITIONAL).bindable()).isTrue();
    }
}
