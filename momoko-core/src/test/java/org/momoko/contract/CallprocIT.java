package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.momoko.contract.Sessions.failure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Connection;
import org.momoko.config.QueryMode;
import org.momoko.error.DatabaseException;
import org.momoko.error.ParameterException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** Calls of functions by name. */
@ParameterizedClass(name = "{0}")
@EnumSource(QueryMode.class)
class CallprocIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private final QueryMode mode;
    private Connection connection;

    CallprocIT(QueryMode mode) {
        this.mode = mode;
    }

    @BeforeAll
    static void createFunctions() {
        PostgresServer.shared().admin("""
                DROP SCHEMA IF EXISTS callproc CASCADE;
                CREATE SCHEMA callproc AUTHORIZATION app;
                SET ROLE app;
                SET search_path = callproc;
                CREATE TABLE precious (i int);
                CREATE FUNCTION square(n int) RETURNS int LANGUAGE sql AS $$ SELECT n * n $$;
                CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS $$ SELECT 42 $$;
                CREATE FUNCTION "Odd Name 50%s"(n int) RETURNS int LANGUAGE sql AS $$ SELECT n $$;
                CREATE FUNCTION "do"".it"() RETURNS int LANGUAGE sql AS $$ SELECT 7 $$;
                CREATE FUNCTION minus("from" int, "take %s ""x\""" int DEFAULT 1) RETURNS int LANGUAGE sql AS $$ SELECT $1 - $2 $$;
                CREATE FUNCTION pairs(n int) RETURNS TABLE (a int, b text) LANGUAGE sql
                    AS $$ SELECT i, i::text FROM generate_series(1, n) i $$;
                """);
    }

    @BeforeEach
    void connect() {
        connection = invariants.close(Sessions.open(mode, "options='-c search_path=callproc'"));
    }

    private @Nullable Object call(String name, @Nullable Object... parameters) {
        return connection.callproc(name, parameters).join().fetchOne().get(0);
    }

    private @Nullable Object call(String name, Map<String, ?> parameters) {
        return connection.callproc(name, parameters).join().fetchOne().get(0);
    }

    @Contract({"1.3 callproc", "2 test_callproc"})
    @Test
    void functionsAreCalledWithAndWithoutParameters() {
        for (int time = 1; time <= 3; time++) {
            assertThat(call("square", 64)).isEqualTo(4096);
            assertThat(call("answer")).isEqualTo(42);
            assertThat(call("callproc.square", 3)).isEqualTo(9);
            assertThat(call("SQUARE", (Object) null)).isNull();
        }
    }

    @Contract("1.3 callproc")
    @Test
    void functionsThatReturnTablesGiveTheirColumns() {
        assertThat(connection.callproc("pairs", 2).join().toList())
                .extracting(row -> row.get("a"), row -> row.get("b"))
                .containsExactly(tuple(1, "1"), tuple(2, "2"));
    }

    @Contract("1.3 callproc")
    @Test
    void parametersMayBeNamed() {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("take %s \"x\"", 3);
        both.put("from", 10);

        assertThat(call("minus", both)).isEqualTo(7);
        assertThat(call("minus", Map.of("from", 10))).isEqualTo(9);
        assertThat(call("answer", Map.of())).isEqualTo(42);
        assertThat(call("square", Map.of("n", 5))).isEqualTo(25);
    }

    @Contract("1.3 callproc")
    @Test
    void namesAreQuotedWhenNeeded() {
        assertThat(call("Odd Name 50%s", 1)).isEqualTo(1);
        assertThat(call("\"Odd Name 50%s\"", 2)).isEqualTo(2);
        assertThat(call("callproc.Odd Name 50%s", Map.of("n", 3))).isEqualTo(3);
        assertThat(call("\"callproc\".\"do\"\".it\"")).isEqualTo(7);
    }

    @Contract("1.3 callproc")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "answer(); DROP TABLE precious; --",
                "answer() -- ",
                "square(1), pg_sleep",
                "(SELECT 1) x, answer",
                "\"answer\"(); DROP TABLE precious; --",
                "answer\"(); DROP TABLE precious; --",
                "callproc.answer(); DROP TABLE precious",
                "answer/**/",
                "%s"
            })
    void textInANameIsNeverMoreThanAName(String name) {
        for (Throwable error : List.of(
                failure(connection.callproc(name)),
                failure(connection.callproc(name, 1)),
                failure(connection.callproc(name, Map.of("n", 1))))) {
            assertThat(error).isInstanceOf(ProgrammingException.class).isNotInstanceOf(ParameterException.class);
            String state = ((DatabaseException) error).sqlState();
            assertThat(state).as(error.getMessage()).isIn(null, "42883", "3F000");
        }
        assertThat(Sessions.value(connection, "SELECT count(*) FROM precious")).isEqualTo(0L);
    }

    @Contract("1.3 callproc")
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "answer.", ".answer", "callproc..answer", "\"\"", "\"open", "nul\0"})
    void impossibleNamesFailTheFuture(String name) {
        assertThat(failure(connection.callproc(name))).isInstanceOf(ProgrammingException.class);
        assertThat(call("answer")).isEqualTo(42);
    }
}
