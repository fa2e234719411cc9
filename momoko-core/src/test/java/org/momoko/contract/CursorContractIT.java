package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.momoko.contract.Sessions.run;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.api.Column;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Cursor.ScrollMode;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.error.InterfaceException;
import org.momoko.error.ProgrammingException;
import org.momoko.error.QueryCanceledException;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.type.Oid;

/** The cursor of the seed: fetching, scrolling, counting and describing, the same in every way a statement can travel. */
@ParameterizedClass(name = "{0}")
@EnumSource(QueryMode.class)
class CursorContractIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private final QueryMode mode;
    private Connection connection;

    CursorContractIT(QueryMode mode) {
        this.mode = mode;
    }

    @BeforeEach
    void connect() {
        connection = invariants.close(Sessions.open(mode));
    }

    private Cursor<Row> numbers(int count) {
        return run(connection, "SELECT n FROM generate_series(0, %s - 1) AS n", count);
    }

    private static List<Integer> ints(List<Row> rows) {
        return rows.stream().map(row -> row.getInt(0)).toList();
    }

    @Contract({"3.5 fetchone", "2 test_execute"})
    @Test
    void fetchOneGivesRowsInOrderAndThenNull() {
        Cursor<Row> cursor = run(connection, "SELECT 1, 2, 3");

        assertThat(cursor.fetchOne())
                .extracting(Row::size, row -> row.get(0), row -> row.get(1), row -> row.get(2))
                .containsExactly(3, 1, 2, 3);
        assertThat(cursor.fetchOne()).isNull();
        assertThat(cursor.fetchOne()).isNull();
    }

    @Contract("3.5 fetchmany")
    @Test
    void fetchManyGivesArraySizeRowsUnlessToldOtherwise() {
        Cursor<Row> cursor = numbers(10);

        assertThat(cursor.arraySize()).isEqualTo(1);
        assertThat(ints(cursor.fetchMany())).containsExactly(0);
        cursor.arraySize(3);
        assertThat(ints(cursor.fetchMany())).containsExactly(1, 2, 3);
        assertThat(ints(cursor.fetchMany(2))).containsExactly(4, 5);
        assertThat(cursor.fetchMany(0)).isEmpty();
        assertThat(ints(cursor.fetchMany(-1))).containsExactly(6, 7, 8, 9);
        assertThat(cursor.fetchMany(5)).isEmpty();
        assertThatThrownBy(() -> cursor.arraySize(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Contract("3.5 fetchall")
    @Test
    void fetchAllGivesTheRestAndThenNothing() {
        Cursor<Row> cursor = numbers(5);
        cursor.fetchOne();

        assertThat(ints(cursor.fetchAll())).containsExactly(1, 2, 3, 4);
        assertThat(cursor.fetchAll()).isEmpty();
        assertThat(cursor.rowCount()).isEqualTo(5);
    }

    @Contract({"3.5 fetchone", "3.5 fetchmany", "3.5 fetchall"})
    @Test
    void everyFetchFailsWithoutAResult() {
        Cursor<Row> cursor = run(connection, "CREATE TEMP TABLE nothing (i int)");

        assertThatThrownBy(cursor::fetchOne)
                .isInstanceOf(ProgrammingException.class)
                .hasMessage("no results to fetch");
        assertThatThrownBy(cursor::fetchMany).hasMessage("no results to fetch");
        assertThatThrownBy(cursor::fetchAll).hasMessage("no results to fetch");
        assertThatThrownBy(cursor::toList).hasMessage("no results to fetch");
        assertThatThrownBy(cursor::iterator).hasMessage("no results to fetch");
        assertThatThrownBy(() -> cursor.scroll(0)).hasMessage("no results to fetch");
        assertThat(cursor.description()).isNull();
        assertThat(cursor.rowCount()).isEqualTo(-1);
    }

    @Contract("3.5 iteration")
    @Test
    void iterationGoesOnFromTheCurrentRow() {
        Cursor<Row> cursor = numbers(4);
        assertThat(cursor.rowNumber()).isZero();
        cursor.fetchOne();

        Iterator<Row> rows = cursor.iterator();
        assertThat(rows.next().getInt(0)).isEqualTo(1);
        assertThat(cursor.rowNumber()).isEqualTo(2);
        assertThat(ints(cursor.stream().toList())).containsExactly(2, 3);
        assertThat(rows.hasNext()).isFalse();
        assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
        assertThat(cursor.rowNumber()).isEqualTo(4);
    }

    @Contract("3.5 scroll")
    @Test
    void scrollMovesWithinTheResultOnly() {
        Cursor<Row> cursor = numbers(10);

        cursor.scroll(3);
        assertThat(cursor.fetchOne()).extracting(row -> row.getInt(0)).isEqualTo(3);
        cursor.scroll(-2);
        assertThat(cursor.fetchOne()).extracting(row -> row.getInt(0)).isEqualTo(2);
        cursor.scroll(9, ScrollMode.ABSOLUTE);
        assertThat(cursor.rowNumber()).isEqualTo(9);
        for (int absolute : new int[] {-1, 10, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> cursor.scroll(absolute, ScrollMode.ABSOLUTE))
                    .isInstanceOf(ProgrammingException.class)
                    .hasMessageStartingWith("scroll destination out of bounds");
        }
        for (int relative : new int[] {1, -10, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> cursor.scroll(relative)).isInstanceOf(ProgrammingException.class);
        }
        assertThat(cursor.rowNumber()).isEqualTo(9);
        assertThat(cursor.fetchOne()).extracting(row -> row.getInt(0)).isEqualTo(9);
        assertThatThrownBy(() -> cursor.scroll(0)).isInstanceOf(ProgrammingException.class);
    }

    @Contract("3.5 scroll")
    @Test
    void scrollFindsRowsInALargeResult() {
        Cursor<Row> cursor = run(connection, "SELECT n, repeat('x', 500) FROM generate_series(0, %s) AS n", 4999);

        for (int target : new int[] {4999, 0, 2500, 2499, 4998, 1}) {
            cursor.scroll(target, ScrollMode.ABSOLUTE);
            assertThat(cursor.fetchOne()).extracting(row -> row.getInt(0)).isEqualTo(target);
        }
        assertThat(cursor.toList()).hasSize(5000);
        assertThat(cursor.rowNumber()).isEqualTo(2);
    }

    @Contract({"3.5 rowcount", "3.5 statusmessage"})
    @Test
    void rowCountAndStatusMessageFollowTheCommandTag() {
        assertCounts("SELECT 1 WHERE false", 0, "SELECT 0");
        assertCounts("VALUES (1), (2)", 2, "SELECT 2");
        assertCounts("CREATE TEMP TABLE a (i int)", -1, "CREATE TABLE");
        assertCounts("INSERT INTO a VALUES (1), (2), (3)", 3, "INSERT 0 3");
        assertCounts("INSERT INTO a VALUES (4), (5) RETURNING i", 2, "INSERT 0 2");
        assertCounts("UPDATE a SET i = i + 1 WHERE i > 3", 2, "UPDATE 2");
        assertCounts("DELETE FROM a WHERE i > 100", 0, "DELETE 0");
        if (PostgresServer.shared().atLeast(15)) {
            assertCounts("MERGE INTO a USING (VALUES (1)) v(x) ON i = x WHEN MATCHED THEN DELETE", 1, "MERGE 1");
        } else {
            assertCounts("DELETE FROM a WHERE i = 1", 1, "DELETE 1");
        }
        assertCounts("CREATE TEMP TABLE b AS SELECT * FROM a", 4, "SELECT 4");
        assertCounts("SELECT * INTO TEMP c FROM a WHERE false", 0, "SELECT 0");
        assertCounts("BEGIN", -1, "BEGIN");
        assertCounts("DECLARE f CURSOR FOR SELECT * FROM a", -1, "DECLARE CURSOR");
        assertCounts("FETCH 3 FROM f", 3, "FETCH 3");
        assertCounts("FETCH 3 FROM f", 1, "FETCH 1");
        assertCounts("FETCH 3 FROM f", 0, "FETCH 0");
        assertCounts("MOVE BACKWARD 2 FROM f", 2, "MOVE 2");
        assertCounts("COMMIT", -1, "COMMIT");
        assertCounts("SET application_name = 'momoko-test'", -1, "SET");
        assertCounts("DO $$ BEGIN END $$", -1, "DO");
        assertCounts("VACUUM b", -1, "VACUUM");
        assertCounts("SHOW server_version_num", 1, "SHOW");
    }

    private void assertCounts(String sql, long rowCount, String statusMessage) {
        Cursor<Row> cursor = run(connection, sql);
        assertThat(cursor.statusMessage()).as(sql).isEqualTo(statusMessage);
        assertThat(cursor.rowCount()).as(sql).isEqualTo(rowCount);
        assertThat(cursor.query()).isEqualTo(sql);
    }

    @Contract("3.5 description")
    @Test
    void descriptionTellsTypesAndTheirModifiers() {
        // a negative scale came with PostgreSQL 15
        int scale = PostgresServer.shared().atLeast(15) ? -2 : 2;
        run(
                connection,
                "CREATE TEMP TABLE described (a numeric(10,2), b varchar(7), c text, d int, e numeric, f char(3),"
                        + " g numeric(3," + scale + "), h bigint)");
        for (int time = 1; time <= 3; time++) {
            List<Column> columns =
                    run(connection, "SELECT *, 1 AS one FROM described").description();

            assertThat(columns)
                    .extracting(
                            Column::name,
                            Column::typeOid,
                            Column::internalSize,
                            Column::precision,
                            Column::scale,
                            Column::tableColumn)
                    .containsExactly(
                            tuple("a", Oid.NUMERIC, -1, 10, 2, 1),
                            tuple("b", Oid.VARCHAR, 7, -1, -1, 2),
                            tuple("c", Oid.TEXT, -1, -1, -1, 3),
                            tuple("d", Oid.INT4, 4, -1, -1, 4),
                            tuple("e", Oid.NUMERIC, -1, -1, -1, 5),
                            tuple("f", Oid.BPCHAR, 3, -1, -1, 6),
                            tuple("g", Oid.NUMERIC, -1, 3, scale, 7),
                            tuple("h", Oid.INT8, 8, -1, -1, 8),
                            tuple("one", Oid.INT4, 4, -1, -1, 0));
            assertThat(columns.get(0).tableOid())
                    .isNotZero()
                    .isEqualTo(columns.get(7).tableOid());
            assertThat(columns.get(8).tableOid()).isZero();
        }
    }

    @Contract("3.5 description")
    @Test
    void selectWithoutColumnsHasRowsWithoutValues() {
        for (int time = 1; time <= 3; time++) {
            Cursor<Row> cursor = run(connection, "SELECT FROM generate_series(1, 2)");

            assertThat(cursor.description()).isEmpty();
            assertThat(cursor.rowCount()).isEqualTo(2);
            assertThat(cursor.fetchAll()).extracting(Row::size).containsExactly(0, 0);
        }
    }

    @Contract("3.5 close / closed / use after close")
    @Test
    void closedCursorRefusesEveryFetch() {
        Cursor<Row> cursor = numbers(3);
        Row row = cursor.fetchOne();
        Iterator<Row> rows = cursor.iterator();
        assertThat(cursor.closed()).isFalse();

        cursor.close();
        cursor.close();

        assertThat(cursor.closed()).isTrue();
        assertThatThrownBy(cursor::fetchOne)
                .isInstanceOf(InterfaceException.class)
                .hasMessage("cursor already closed");
        assertThatThrownBy(cursor::fetchMany).hasMessage("cursor already closed");
        assertThatThrownBy(cursor::fetchAll).hasMessage("cursor already closed");
        assertThatThrownBy(cursor::toList).hasMessage("cursor already closed");
        assertThatThrownBy(cursor::iterator).hasMessage("cursor already closed");
        assertThatThrownBy(cursor::stream).hasMessage("cursor already closed");
        assertThatThrownBy(() -> cursor.scroll(0)).hasMessage("cursor already closed");
        assertThatThrownBy(rows::next).hasMessage("cursor already closed");
        assertThat(row.getInt(0)).isZero();
    }

    @Contract("3.5 connection.cancel()")
    @Test
    void cancelEndsTheRunningStatementAndKeepsTheConnection() {
        var running = connection.execute("SELECT pg_sleep(60)");
        Await.until(
                "the statement runs",
                () -> PostgresServer.shared().sessions("momoko-test").stream()
                        .anyMatch(session ->
                                session.query().contains("pg_sleep(60)") && "active".equals(session.state())));

        connection.cancel().join();

        assertThat(Sessions.failure(running))
                .isInstanceOfSatisfying(
                        QueryCanceledException.class,
                        e -> assertThat(e.sqlState()).isEqualTo("57014"));
        assertThat(connection.closed()).isFalse();
        assertThat(Sessions.value(connection, "SELECT 1")).isEqualTo(1);
    }

    @Contract("S45")
    @Test
    void cursorOutlivesItsConnection() {
        Cursor<Row> cursor = numbers(3);
        cursor.fetchOne();
        run(connection, "SELECT 'the connection goes on'");
        connection.close();

        assertThat(ints(cursor.fetchAll())).containsExactly(1, 2);
    }

    @Contract("3.5 Row")
    @Test
    void ofColumnsWithOneNameTheLastOneCounts() {
        Row row = run(connection, "SELECT 1 AS a, 2 AS b, 3 AS a").fetchOne();

        assertThat(row.get("a")).isEqualTo(3);
        assertThat(row.get(0)).isEqualTo(1);
        assertThat(row.asMap()).containsExactly(Map.entry("a", 3), Map.entry("b", 2));
        assertThatThrownBy(() -> row.get("c")).hasMessage("There is no column c; the columns are [a, b, a]");
        for (int index : Arrays.asList(-1, 3)) {
            assertThatThrownBy(() -> row.get(index)).hasMessageContaining("columns 0 to 2");
        }
    }
}
