package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.contract.AutoModeCase.row;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** Mode AUTO answers as mode SIMPLE does, however a statement travels: as a literal, freshly parsed, or prepared and in binary. */
class AutoModeIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static final String[] SESSION = {"options='-c search_path=automode,public -c timezone=UTC'"};

    private Connection simple;
    private Connection auto;

    @BeforeAll
    static void createTables() {
        PostgresServer.shared().admin("""
                DROP SCHEMA IF EXISTS automode CASCADE;
                CREATE SCHEMA automode AUTHORIZATION app;
                SET ROLE app;
                SET search_path = automode;
                CREATE TYPE mood AS ENUM ('sad', 'ok');
                CREATE TABLE t (id int PRIMARY KEY, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, n numeric(10,2),
                    tx text, vc varchar(10), ch char(5), b bool, by bytea, d date, ts timestamp, tz timestamptz,
                    iv interval, u uuid, j json, jb jsonb, m mood, ip inet, ia int[], la bigint[], ta text[], ma mood[]);
                CREATE TABLE original AS TABLE t;
                INSERT INTO original VALUES
                    (1, 1, 10, 5, 0.1, 0.25, 1.5, 'abc', 'abc', 'abc', true, '\\x010203', '2020-01-02', '2020-01-02 03:04',
                        '2020-01-02 03:04+00', '1 day', '00000000-0000-0000-0000-000000000005', '{"a":1}', '{"a":1}',
                        'ok', '10.0.0.1', '{1,2}', '{1,2}', '{a,b}', '{ok}'),
                    (2, 2, 20, 6, 0.2, 0.5, 2.5, 'zzz', 'zzz', 'zzz', false, '\\x04', '2021-01-02', '2021-01-02 03:04',
                        '2021-01-02 03:04+00', '2 days', '00000000-0000-0000-0000-000000000006', '{"a":2}', '{"a":2}',
                        'sad', '10.0.0.2', '{3}', '{3}', '{c}', '{sad}');
                INSERT INTO t TABLE original;
                CREATE FUNCTION fi(int) RETURNS text LANGUAGE sql AS $$ SELECT 'int'::text $$;
                CREATE FUNCTION nf(numeric) RETURNS text LANGUAGE sql AS $$ SELECT 'numeric'::text $$;
                CREATE FUNCTION ov(int) RETURNS text LANGUAGE sql AS $$ SELECT 'int'::text $$;
                CREATE FUNCTION ov(bigint) RETURNS text LANGUAGE sql AS $$ SELECT 'bigint'::text $$;
                CREATE FUNCTION ov(numeric) RETURNS text LANGUAGE sql AS $$ SELECT 'numeric'::text $$;
                CREATE FUNCTION ov(float8) RETURNS text LANGUAGE sql AS $$ SELECT 'float8'::text $$;
                CREATE FUNCTION ov(text) RETURNS text LANGUAGE sql AS $$ SELECT 'text'::text $$;
                CREATE FUNCTION vf(VARIADIC int[]) RETURNS int LANGUAGE sql AS $$ SELECT cardinality($1) $$;
                """);
    }

    @BeforeEach
    void connect() {
        simple = invariants.close(Sessions.open(QueryMode.SIMPLE, SESSION));
        auto = invariants.close(Sessions.open(QueryMode.AUTO, SESSION));
        simple.execute("TRUNCATE t; INSERT INTO t TABLE original").join();
    }

    static Stream<AutoModeCase> statements() {
        return Stream.of(
                        AutoModeDelicate.TYPES,
                        AutoModeDelicate.PLACES,
                        AutoModePlain.EXPRESSIONS,
                        AutoModePlain.STATEMENTS)
                .flatMap(List::stream)
                // MERGE came with PostgreSQL 15
                .filter(statement -> !statement.sql().startsWith("MERGE")
                        || PostgresServer.shared().atLeast(15));
    }

    @Contract({"3.2/3.3 AUTO answers as SIMPLE", "3.1 placeholders"})
    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void autoAnswersAsSimple(AutoModeCase statement) {
        assertThat(answerInTransaction(simple, statement, "within")).isEqualTo(statement.expected());
        assertThat(answer(simple, statement)).isEqualTo(statement.expected());
        List<List<@Nullable Object>> values = values(simple, statement);

        assertThat(answerInTransaction(auto, statement, "within"))
                .as("new, in a transaction")
                .isEqualTo(statement.expected());
        for (int time = 1; time <= 4; time++) {
            assertThat(answer(auto, statement)).as("execution %d", time).isEqualTo(statement.expected());
            assertThat(values(auto, statement))
                    .as("values after execution %d", time)
                    .isEqualTo(values);
        }
        assertThat(answerInTransaction(auto, statement, "outside"))
                .as("known, in a transaction")
                .isEqualTo(statement.expected());
        assertThat(answer(auto, statement, "within"))
                .as("known from a transaction")
                .isEqualTo(statement.expected());
    }

    private static String answer(Connection on, AutoModeCase statement) {
        return answer(on, statement, "outside");
    }

    private static String answer(Connection on, AutoModeCase statement, String comment) {
        String answer = Outcomes.of(on.execute(statement.query(comment)));
        putBack(on, statement);
        return answer;
    }

    private static List<List<@Nullable Object>> values(Connection on, AutoModeCase statement) {
        if (statement.expected().startsWith("ERR")) {
            return List.of();
        }
        Cursor<Row> cursor = on.execute(statement.query("outside")).join();
        putBack(on, statement);
        return Outcomes.values(cursor);
    }

    private static String answerInTransaction(Connection on, AutoModeCase statement, String comment) {
        on.execute("BEGIN").join();
        String answer = Outcomes.of(on.execute(statement.query(comment)));
        on.execute("ROLLBACK").join();
        // what was new in the transaction is parsed behind ROLLBACK; a statement that comes meanwhile goes as a literal
        on.execute("SHOW server_version").join();
        return answer;
    }

    private static void putBack(Connection on, AutoModeCase statement) {
        if (statement.writes()) {
            on.execute("TRUNCATE t; INSERT INTO t TABLE original; DROP TABLE IF EXISTS zz")
                    .join();
        }
    }

    @Contract("3.2/3.3 AUTO answers as SIMPLE")
    @Test
    void pipelinedStatementsAnswerAsSimple() {
        List<AutoModeCase> reading =
                statements().filter(statement -> !statement.writes()).toList();
        for (int time = 1; time <= 3; time++) {
            List<CompletableFuture<Cursor<Row>>> answers = reading.stream()
                    .map(statement -> auto.execute(statement.query("pipelined")))
                    .toList();
            for (int i = 0; i < reading.size(); i++) {
                assertThat(Outcomes.of(answers.get(i)))
                        .as("%s, time %d", reading.get(i), time)
                        .isEqualTo(reading.get(i).expected());
            }
        }
    }

    @Contract("3.2/3.3 AUTO answers as SIMPLE")
    @Test
    void knownTextSeesTheTableAsItIsNow() {
        for (Connection connection : List.of(simple, auto)) {
            connection
                    .execute("CREATE TEMP TABLE changing (a int); INSERT INTO changing VALUES (1)")
                    .join();
            String sql = "SELECT * FROM changing WHERE a = %s";
            for (int time = 1; time <= 3; time++) {
                assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("int4 1");
            }
            connection.execute("ALTER TABLE changing ADD b text DEFAULT 'x'").join();
            assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("int4,text 1,x");
            connection.execute("ALTER TABLE changing ALTER a TYPE bigint").join();
            assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("int8,text 1,x");
            connection.execute("DEALLOCATE ALL").join();
            assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("int8,text 1,x");
            connection.execute("DISCARD PLANS").join();
            assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("int8,text 1,x");
            connection.execute("DROP TABLE changing").join();
            assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("ERR 42P01");
            connection.execute("CREATE TEMP TABLE changing (a text)").join();
            assertThat(Outcomes.of(connection.execute(sql, "y"))).isEqualTo("text no rows");
        }
    }

    @Contract("3.2/3.3 AUTO answers as SIMPLE")
    @Test
    void knownTextSeesTheTableAsItsOwnTransactionHasMadeIt() {
        for (Connection connection : List.of(simple, auto)) {
            connection.execute("CREATE TEMP TABLE changing (a int)").join();
            String sql = "SELECT * FROM changing WHERE a > %s";
            for (int time = 1; time <= 3; time++) {
                assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("int4 no rows");
            }
            for (int time = 1; time <= 2; time++) {
                connection.execute("BEGIN").join();
                connection.execute("ALTER TABLE changing ADD b text").join();
                assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("int4,text no rows");
                connection.execute("ROLLBACK").join();
                assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("int4 no rows");
                assertThat(Outcomes.of(connection.execute(sql, 1))).isEqualTo("int4 no rows");
            }
        }
    }

    @Contract("3.2/3.3 AUTO answers as SIMPLE")
    @Test
    void knownTextFollowsTheSearchPath() {
        for (Connection connection : List.of(simple, auto)) {
            for (int time = 1; time <= 3; time++) {
                assertThat(Outcomes.of(connection.execute("SELECT count(*) FROM t WHERE id < %s", 9)))
                        .isEqualTo("int8 2");
            }
            connection.execute("CREATE TEMP TABLE t (id int)").join();
            assertThat(Outcomes.of(connection.execute("SELECT count(*) FROM t WHERE id < %s", 9)))
                    .isEqualTo("int8 0");
        }
    }

    static List<AutoModeCase> negativeCasts() {
        return List.of(row("text -1", "SELECT %s::text", -1), row("int2 -32768", "SELECT %s::int2", -32768));
    }

    /** The literal's sign binds weaker than the cast, so the literal form is the one that fails; a bound parameter has no sign. */
    @Contract("3.2/3.3 the two documented differences")
    @ParameterizedTest(name = "{0}")
    @MethodSource("negativeCasts")
    void negativeNumberBeforeCastWorksWhenBoundOnly(AutoModeCase statement) {
        assertThat(answer(simple, statement)).startsWith("ERR ");
        assertThat(answerInTransaction(auto, statement, "within")).startsWith("ERR ");
        for (int time = 1; time <= 3; time++) {
            assertThat(answer(auto, statement)).isEqualTo(statement.expected());
        }
    }

    @Contract("3.2/3.3 AUTO answers as SIMPLE")
    @Test
    void knownTextIsBoundAndNotWrittenOut() {
        for (int time = 1; time <= 3; time++) {
            assertThat(Sessions.value(auto, "SELECT id FROM t WHERE i4 = %s", 20))
                    .isEqualTo(2);
        }
        assertThat(PostgresServer.shared().logLines(auto.processId()))
                .filteredOn(line -> line.contains("|LOG:  ") && line.contains("SELECT id FROM t WHERE i4"))
                .hasSize(3)
                .allMatch(line -> line.contains("execute m:") && line.endsWith("i4 = $1"));
    }

    @Contract("3.2/3.3 AUTO answers as SIMPLE")
    @Test
    void textThatParseRefusesIsNotParsedTwice() {
        for (int time = 1; time <= 3; time++) {
            assertThat(auto.execute("SELECT %s IS NULL", "x")
                            .join()
                            .toList()
                            .get(0)
                            .getBoolean(0))
                    .isFalse();
        }
        String refusals = "momoko-test|" + auto.processId() + "|ERROR:  could not determine data type of parameter $1";
        assertThat(PostgresServer.shared().logLines(auto.processId()))
                .filteredOn(refusals::equals)
                .hasSize(1);
    }
}
