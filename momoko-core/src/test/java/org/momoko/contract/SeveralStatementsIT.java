package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.contract.Sessions.failure;
import static org.momoko.contract.Sessions.run;
import static org.momoko.contract.Sessions.value;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.TransactionStatus;
import org.momoko.config.QueryMode;
import org.momoko.error.DatabaseException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.TestMode;

/** Texts with several statements, with none, and with COPY, which a cursor cannot show. */
class SeveralStatementsIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Connection connection;

    @BeforeEach
    void connect() {
        connection = invariants.close(Sessions.open(TestMode.queryMode()));
        run(connection, "CREATE TEMP TABLE a (i int)");
    }

    @Contract({"S7", "3.5 several statements in one execute", "3.5 nextset"})
    @Test
    void lastStatementIsTheResultAndAllOfThemAreKept() {
        Cursor<Row> cursor = run(connection, "SELECT 1; INSERT INTO a VALUES (1), (2); SELECT i FROM a; SELECT 'x'");

        assertThat(cursor.fetchAll()).extracting(row -> row.get(0)).containsExactly("x");
        List<Cursor<Row>> results = cursor.results();
        assertThat(results)
                .extracting(Cursor::statusMessage)
                .containsExactly("SELECT 1", "INSERT 0 2", "SELECT 2", "SELECT 1");
        assertThat(results).extracting(Cursor::rowCount).containsExactly(1L, 2L, 2L, 1L);
        assertThat(results.get(2).fetchAll()).extracting(row -> row.getInt(0)).containsExactly(1, 2);
        assertThatThrownBy(results.get(1)::fetchOne).hasMessage("no results to fetch");
        assertThat(results.get(3)).isSameAs(cursor);
    }

    @Contract({"S8", "3.5 several statements in one execute"})
    @Test
    void insertAsTheLastOfSeveralHasItsCountAndNoRows() {
        Cursor<Row> cursor = run(connection, "SELECT 1; INSERT INTO a VALUES (%s), (%s)", 1, 2);

        assertThat(cursor.rowCount()).isEqualTo(2);
        assertThat(cursor.description()).isNull();
        assertThatThrownBy(cursor::fetchOne)
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("no results to fetch");
    }

    @Contract({"S9", "3.5 several statements in one execute"})
    @Test
    void errorInTheThirdOfFourUndoesTheFirstTwoAndTheConnectionGoesOn() {
        Throwable error = failure(connection.execute(
                "INSERT INTO a VALUES (1); INSERT INTO a VALUES (2); SELECT 1/0; INSERT INTO a VALUES (4)"));

        assertThat(error)
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.sqlState()).isEqualTo("22012"));
        assertThat(value(connection, "SELECT count(*) FROM a")).isEqualTo(0L);
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }

    @Contract({"S11", "3.1 empty query"})
    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";", " ; ;", "-- nothing", "/* nothing */ ; -- at all\n"})
    void emptyQueryFailsAndDoesNotHang(String sql) {
        assertThat(failure(connection.execute(sql)))
                .isInstanceOf(ProgrammingException.class)
                .hasMessageContaining("can't execute an empty query");
        assertThat(value(connection, "SELECT 1")).isEqualTo(1);
    }

    @Contract({"S10", "3.5 not allowed on async connections"})
    @ParameterizedTest
    @EnumSource(QueryMode.class)
    void copyIsRefusedInBothDirectionsAndTheConnectionGoesOn(QueryMode mode) {
        Throwable in = failure(connection.execute(Query.of("COPY a FROM STDIN").mode(mode)));
        assertThat(in).isInstanceOf(ProgrammingException.class).hasMessageStartingWith("can't execute COPY FROM");
        assertThat(value(connection, "SELECT 1")).isEqualTo(1);

        run(connection, "INSERT INTO a SELECT generate_series(1, 10000)");
        Throwable out = failure(connection.execute(Query.of("COPY a TO STDOUT").mode(mode)));
        assertThat(out).isInstanceOf(ProgrammingException.class).hasMessageStartingWith("can't execute COPY TO");
        assertThat(value(connection, "SELECT count(*) FROM a")).isEqualTo(10000L);
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }

    @Contract("S10")
    @Test
    void copyAmongSeveralStatementsIsRefusedToo() {
        assertThat(failure(connection.execute("INSERT INTO a VALUES (1); COPY a FROM STDIN; SELECT 1")))
                .hasMessageStartingWith("can't execute COPY FROM");
        assertThat(failure(connection.execute("SELECT 1; COPY a TO STDOUT; SELECT 2")))
                .hasMessageStartingWith("can't execute COPY TO");
        assertThat(value(connection, "SELECT count(*) FROM a")).isEqualTo(0L);
    }

    @Contract("S10")
    @Test
    void statementsSentBehindARefusedCopyAreAnswered() {
        var copy = connection.execute("COPY a FROM STDIN");
        var behind = connection.execute("SELECT 2");
        var bound = connection.execute("SELECT %s", 3);

        assertThat(failure(copy)).hasMessageStartingWith("can't execute COPY FROM");
        assertThat(behind.join().toList().get(0).getInt(0)).isEqualTo(2);
        assertThat(bound.join().toList().get(0).getInt(0)).isEqualTo(3);
    }
}
