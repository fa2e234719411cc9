package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.contract.Sessions.failure;
import static org.momoko.contract.Sessions.value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Connection;
import org.momoko.api.Query;
import org.momoko.config.QueryMode;
import org.momoko.error.DatabaseException;
import org.momoko.error.ParameterException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;
import org.momoko.type.Pg;

/** Mistakes in placeholders and values: reported through the future, before a byte is sent, and the connection goes on. */
class ParameterErrorsIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Connection connection;

    @BeforeEach
    void connect() {
        connection = invariants.close(Sessions.open(TestMode.queryMode()));
    }

    private List<String> seenByServer() {
        return PostgresServer.shared().logLines(connection.processId());
    }

    private void assertRefused(
            CompletableFuture<?> future, List<String> before, Class<? extends Throwable> type, String message) {
        Throwable error = failure(future);

        assertThat(error).isInstanceOf(type).hasMessageContaining(message);
        assertThat(seenByServer()).isEqualTo(before);
        assertThat(value(connection, "SELECT 1")).isEqualTo(1);
    }

    static Stream<Arguments> positional() {
        return Stream.of(
                wrong("not enough arguments: 2 expected, 1 given", "SELECT %s, %s", 1),
                wrong("not all arguments converted: 1 expected, 2 given", "SELECT %s", 1, 2),
                wrong("not all arguments converted", "SELECT 1", 1),
                wrong("", "SELECT %(a)s", 1),
                wrong("", "SELECT %s, %(a)s", 1, 2),
                wrong("incomplete placeholder: '%(' without ')'", "SELECT %(foo", 1),
                wrong("unsupported format character 'd' (0x64)", "SELECT %d", 1),
                wrong("unsupported format character 'x' (0x78)", "SELECT %x", 1),
                wrong("unsupported format character '5' (0x35)", "SELECT %5s", 1),
                wrong("unsupported format character ' ' (0x20)", "SELECT % s", 1),
                wrong("incomplete", "SELECT %s, %", 1),
                wrong("literal", "SELECT '%s'", 1),
                wrong("comment", "SELECT %s -- %s", 1, 2));
    }

    private static Arguments wrong(String message, String sql, @Nullable Object... values) {
        return Arguments.of(sql, message, values);
    }

    @Contract({
        "3.1 too few positional",
        "3.1 too many positional",
        "3.1 both kinds mixed",
        "3.1 unclosed",
        "3.1 %d",
        "3.1 trailing lone %",
        "2 test_mogrify_error",
        "2 test_non_psycopg2_errors",
        "1.3 execute"
    })
    @ParameterizedTest(name = "{0}")
    @MethodSource("positional")
    void mistakeInPlaceholdersFailsTheFutureAndSendsNothing(String sql, String message, @Nullable Object[] values) {
        List<String> before = seenByServer();

        assertRefused(connection.execute(sql, values), before, ParameterException.class, message);
    }

    @Contract({"3.1 missing key", "3.1 %s with mapping"})
    @Test
    void mistakesWithNamedValuesFailTheFuture() {
        List<String> before = seenByServer();
        assertRefused(
                connection.execute("SELECT %(a)s, %(b)s", Map.of("a", 1)),
                before,
                ParameterException.class,
                "The parameter b is missing");

        before = seenByServer();
        assertRefused(connection.execute("SELECT %s", Map.of("a", 1)), before, ParameterException.class, "");
    }

    @Contract("3.1 missing key")
    @Test
    void namesThatTheTextDoesNotUseAreIgnoredAndOneNameMayComeTwice() {
        assertThat(connection
                        .execute("SELECT %(my key)s + %(my key)s AS x", Map.of("my key", 2, "other", 3))
                        .join()
                        .fetchOne())
                .extracting(row -> row.get("x"))
                .isEqualTo(4);
    }

    static Stream<Object> unknownTypes() {
        return Stream.of(new Object(), Set.of(1), Thread.State.class, new Object[] {new Object()}, List.of(Set.of(1)));
    }

    @Contract({"3.1 unknown value type", "3.2/3.3 set, frozenset, range, object"})
    @ParameterizedTest
    @MethodSource("unknownTypes")
    void valueOfUnknownTypeIsNamedByItsClass(Object value) {
        for (QueryMode mode : QueryMode.values()) {
            List<String> before = seenByServer();
            assertRefused(
                    connection.execute(
                            Query.positional("SELECT %s", List.of(value)).mode(mode)),
                    before,
                    ParameterException.class,
                    "can't adapt type '");
        }
    }

    static Stream<String> unsendable() {
        return Stream.of("a\0b", "\0", "\uD800", "x\uDC00y", "\uD83D");
    }

    @Contract({"S4", "3.2/3.3 str"})
    @ParameterizedTest
    @MethodSource("unsendable")
    void textThatUtf8CannotCarryIsRefusedAndNeverReplaced(String text) {
        for (QueryMode mode : QueryMode.values()) {
            List<String> before = seenByServer();
            assertRefused(
                    connection.execute(Query.of("SELECT %s::text", text).mode(mode)),
                    before,
                    ParameterException.class,
                    "");
            before = seenByServer();
            assertRefused(
                    connection.execute(Query.of("SELECT %s", List.of(text)).mode(mode)),
                    before,
                    ParameterException.class,
                    "");
        }
    }

    @Contract("S4")
    @ParameterizedTest
    @MethodSource("unsendable")
    void preparedStatementRefusesSuchTextsToo(String text) {
        for (int time = 1; time <= 3; time++) {
            assertThat(value(connection, "SELECT %s::text", "fine")).isEqualTo("fine");
        }
        List<String> before = seenByServer();
        assertRefused(connection.execute("SELECT %s::text", text), before, ParameterException.class, "");
        assertThat(value(connection, "SELECT %s::text", "fine")).isEqualTo("fine");
    }

    @Contract({"S5", "3.1 NUL in SQL"})
    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1\0", "SELECT '\0'", "\0", "SELECT '\uD800'"})
    void nulInTheTextOfAStatementIsRefusedAndTheConnectionStaysUsable(String sql) {
        List<String> before = seenByServer();
        assertRefused(connection.execute(sql), before, ProgrammingException.class, "");
        before = seenByServer();
        assertRefused(connection.execute("SELECT %s, " + sql, 1), before, ProgrammingException.class, "");
    }

    @Contract("3.2/3.3 tuple, namedtuple")
    @Test
    void emptyTupleIsRefusedWhereItIsMade() {
        assertThat(failure(CompletableFuture.supplyAsync(Pg::tuple)))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("at least one value");
    }

    @Contract("1.3 execute")
    @ParameterizedTest
    @EnumSource(QueryMode.class)
    void mistakeAmongPipelinedStatementsLeavesItsNeighboursAlone(QueryMode mode) {
        List<CompletableFuture<?>> futures = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Object value = i % 3 == 1 ? "\0" : Integer.toString(i);
            futures.add(connection.execute(Query.of("SELECT %s::text", value).mode(mode)));
        }
        for (int i = 0; i < 30; i++) {
            if (i % 3 == 1) {
                assertThat(failure(futures.get(i))).isInstanceOf(ParameterException.class);
            } else {
                assertThat(futures.get(i)).succeedsWithin(Duration.ofSeconds(10));
            }
        }
    }

    @Contract({"2 test_query_error", "3.6 pgerror"})
    @ParameterizedTest
    @EnumSource(QueryMode.class)
    void errorPointsIntoTheTextOfTheCaller(QueryMode mode) {
        Throwable error = failure(connection.execute(
                Query.of("SELECT %s,\n  nope, 'secret' FROM pg_class WHERE relname = %s", 1, "hidden")
                        .mode(mode)));

        assertThat(error).isInstanceOfSatisfying(ProgrammingException.class, e -> {
            assertThat(e.sqlState()).isEqualTo("42703");
            assertThat(e.getMessage())
                    .isEqualTo(
                            "column \"nope\" does not exist\nLINE 2:   nope, 'secret' FROM pg_class WHERE relname = %s\n"
                                    + "          ^");
        });
    }

    @Contract("2 test_query_error")
    @Test
    void syntaxErrorIsAProgrammingException() {
        assertThat(failure(connection.execute("SELEC 1")))
                .isInstanceOfSatisfying(
                        ProgrammingException.class,
                        e -> assertThat(e.sqlState()).isEqualTo("42601"));
        assertThat(failure(connection.execute("SELECT %s FROM", 1)))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.sqlState()).isEqualTo("42601"));
    }
}
