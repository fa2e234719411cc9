package org.momoko.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.testing.Fuzz;

/** Compares this package's reading of SQL with the server's own. The driver only carries texts, in simple queries. */
class ParsedSqlIT {
    private static final String[] TRICKY = {
        "'", "\"", "$", "$$", "$a$", "$1", ":a", "%%", "-- ", "/* */", "*", ";", "\\", "E", "U&", "[", ")", "(", " ",
        "x", "é", "😀", ",", "?", "::"
    };

    private static EmbeddedPostgres server;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.start();
        connection = server.getDatabase("postgres", "postgres", Map.of("preferQueryMode", "simple"))
                .getConnection();
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    private static List<String> firstColumn(String sql) throws SQLException {
        return read(sql, true);
    }

    private static List<String> firstRow(String sql) throws SQLException {
        return read(sql, false);
    }

    private static List<String> read(String sql, boolean down) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<String> values = new ArrayList<>();
                int columns = down ? 1 : rows.getMetaData().getColumnCount();
                while (rows.next() && (down || values.isEmpty())) {
                    for (int column = 1; column <= columns; column++) {
                        values.add(rows.getString(column));
                    }
                }
                return values;
            }
        }
    }

    private static String trickyContent(Random random) {
        StringBuilder content = new StringBuilder();
        for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
            content.append(TRICKY[random.nextInt(TRICKY.length)]);
        }
        return content.toString();
    }

    /** A constant with this content, as text that the server reads back to the content. */
    private static String constant(Random random, String content) {
        return switch (random.nextInt(5)) {
            case 0 -> "'" + content.replace("'", "''") + "'";
            case 1 -> "E'" + content.replace("\\", "\\\\").replace("'", "\\'") + "'";
            case 2 -> "$_q$" + content + "$_q$";
            case 3 -> "U&'" + content.replace("\\", "\\\\").replace("'", "''") + "'";
            default ->
                content.isEmpty()
                        ? "''"
                        : "(SELECT a.attname::text FROM (SELECT 1 AS \"" + content.replace("\"", "\"\"")
                                + "\") s, LATERAL (SELECT json_object_keys(row_to_json(s)) AS attname) a)";
        };
    }

    private static String separator(Random random, String content) {
        return switch (random.nextInt(4)) {
            case 0 -> " /* " + content.replace("*", "/*x*/") + " */ ";
            case 1 -> " -- " + content + "\n";
            default -> " ";
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = ArgumentStyle.class,
            names = {"POSITIONAL", "NAMED"})
    void placeholdersAreFoundExactlyWhereTheServerSeesNoLiteralOrComment(ArgumentStyle style) {
        Fuzz.rounds(42, seed -> {
            Random random = new Random(seed);
            for (int i = 0; i < 1500; i++) {
                StringBuilder sql = new StringBuilder("SELECT");
                List<String> expected = new ArrayList<>();
                for (int column = 1 + random.nextInt(6); column > 0; column--) {
                    sql.append(separator(random, trickyContent(random)));
                    if (random.nextInt(3) == 0) {
                        sql.append(style == ArgumentStyle.NAMED ? ":a" : "$1");
                        expected.add("it's \\ me");
                    } else {
                        String content = trickyContent(random);
                        sql.append(constant(random, content));
                        expected.add(content);
                    }
                    sql.append(separator(random, trickyContent(random))).append(column > 1 ? "," : "");
                }
                ParsedSql parsed = ParsedSql.parse(sql.toString(), style);
                assertThat(parsed.kind()).as(parsed.sql()).isEqualTo(StatementKind.BINDABLE);
                String sent = parsed.literalText((out, index) -> out.append("'it''s \\ me'"));
                assertThat(firstRow(sent)).as(sent).isEqualTo(expected);
            }
        });
    }

    @Test
    void aConstantInParenthesesOrWithASignIsStillAColumnPosition() throws SQLException {
        String rows = "SELECT a, -a FROM (VALUES (1), (2)) v(a) ORDER BY ";
        assertThat(firstColumn(rows + "2")).containsExactly("2", "1");
        assertThat(firstColumn(rows + "((2))")).containsExactly("2", "1");
        assertThat(firstColumn(rows + "- -2")).containsExactly("2", "1");
        assertThat(firstColumn(rows + "-(-2)")).containsExactly("2", "1");
    }

    @Test
    void aBlockCommentKeepsAConstantFromGoingOn() throws SQLException {
        assertThat(firstRow("SELECT E'a'\n'\\''")).containsExactly("a'");
        String sent = ParsedSql.parse("SELECT E'a'\n%s", ArgumentStyle.POSITIONAL)
                .literalText((out, index) -> out.append("'\\'"));
        assertThatThrownBy(() -> firstRow(sent))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"));
    }

    @Test
    void theExcerptIsThatOfTheServersPosition() {
        ParsedSql parsed = ParsedSql.parse("SELECT '😀',\n %s, foo", ArgumentStyle.POSITIONAL);
        Literals literals = (out, index) -> out.append("'a long value'");
        assertThatThrownBy(() -> firstRow(parsed.literalText(literals)))
                .isInstanceOfSatisfying(org.postgresql.util.PSQLException.class, e -> {
                    int position = e.getServerErrorMessage().getPosition();
                    assertThat(ErrorExcerpt.of(parsed.sql(), parsed.sourcePositionOfLiteral(position, literals)))
                            .isEqualTo("LINE 2:  %s, foo\n             ^");
                });
    }
}
