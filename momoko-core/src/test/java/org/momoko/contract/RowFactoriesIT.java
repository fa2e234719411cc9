package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Query;
import org.momoko.error.DataException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.testing.TestMode;

/** What a row of a cursor can be: a row, a map, a record, or what the user makes of it. */
class RowFactoriesIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Connection connection;

    record Item(int id, String itemName, @Nullable BigDecimal unitPrice, LocalDate since) {}

    record Single(long value) {}

    record Picky(int value) {
        Picky {
            if (value < 0) {
                throw new IllegalStateException("negative");
            }
        }
    }

    @BeforeEach
    void connect() {
        connection = invariants.close(Sessions.open(TestMode.queryMode()));
    }

    private <T> Cursor<T> run(String sql, CursorFactory<T> factory) {
        return connection.execute(Query.of(sql), factory).join();
    }

    @Contract("2 test_cursor_factory")
    @Test
    void mapsAreRowsByName() {
        for (int time = 1; time <= 3; time++) {
            Cursor<Map<String, @Nullable Object>> cursor = run("SELECT 1 AS a, NULL AS b", CursorFactory.maps());

            Map<String, @Nullable Object> row = cursor.fetchOne();
            assertThat(row).containsOnlyKeys("a", "b").containsEntry("a", 1).containsEntry("b", null);
            assertThat(cursor.fetchOne()).isNull();
        }
    }

    @Contract("3.5 RealDictCursor")
    @Test
    void ofColumnsWithOneNameTheMapHoldsTheLast() {
        assertThat(run("SELECT 1, 2", CursorFactory.maps()).toList()).containsExactly(Map.of("?column?", 2));
    }

    @Contract("3.5 NamedTupleCursor")
    @Test
    void recordsTakeColumnsBySnakeCaseNames() {
        String sql =
                "SELECT 3.50 AS unit_price, 'bolt' AS item_name, 7 AS id, 'x' AS unused, date '2020-01-02' AS since"
                        + " UNION ALL SELECT NULL, 'nut', 8, 'y', '2021-01-02' ORDER BY id";
        for (int time = 1; time <= 3; time++) {
            assertThat(run(sql, CursorFactory.records(Item.class)).fetchAll())
                    .containsExactly(
                            new Item(7, "bolt", new BigDecimal("3.50"), LocalDate.of(2020, 1, 2)),
                            new Item(8, "nut", null, LocalDate.of(2021, 1, 2)));
        }
    }

    @Contract("3.5 NamedTupleCursor")
    @Test
    void recordComponentsAreWidened() {
        assertThat(run("SELECT 5 AS value", CursorFactory.records(Single.class)).fetchOne())
                .isEqualTo(new Single(5));
    }

    @Contract("3.5 NamedTupleCursor")
    @Test
    void nullDoesNotFitAPrimitiveComponent() {
        Cursor<Single> cursor = run("SELECT NULL::bigint AS value", CursorFactory.records(Single.class));

        assertThatThrownBy(cursor::fetchOne)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("value")
                .hasMessageContaining("NULL");
    }

    @Contract("3.5 NamedTupleCursor")
    @Test
    void missingAndAmbiguousColumnsFailTheFetchAndNameTheColumns() {
        Cursor<Single> missing = run("SELECT 1 AS other", CursorFactory.records(Single.class));
        assertThatThrownBy(missing::fetchOne)
                .isInstanceOf(ProgrammingException.class)
                .hasMessageContaining("value")
                .hasMessageContaining("[other]");

        Cursor<Single> twice = run("SELECT 1 AS value, 2 AS value", CursorFactory.records(Single.class));
        assertThatThrownBy(twice::fetchOne)
                .isInstanceOf(ProgrammingException.class)
                .hasMessageContaining("Two columns");
        assertThat(run("SELECT 1 AS value", CursorFactory.records(Single.class)).toList())
                .hasSize(1);
    }

    @Contract("3.5 NamedTupleCursor")
    @Test
    void exceptionOfTheRecordReachesWhoeverFetches() {
        Cursor<Picky> cursor = run("VALUES (1), (-1), (2)", columns -> row -> new Picky(row.getInt(0)));

        assertThat(cursor.fetchOne()).isEqualTo(new Picky(1));
        assertThatThrownBy(cursor::fetchOne).isInstanceOf(IllegalStateException.class);
        assertThat(cursor.fetchOne()).isEqualTo(new Picky(2));
        assertThatThrownBy(() -> run("SELECT -1 AS value", CursorFactory.records(Picky.class))
                        .fetchOne())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("negative");
    }

    @Contract("3.5 RowFactory")
    @Test
    void ownFactoryIsAskedOncePerResult() {
        List<String> asked = new ArrayList<>();
        CursorFactory<String> factory = columns -> {
            asked.add(columns.get(0).name());
            return row -> row.getString(0) + "!";
        };

        assertThat(run("SELECT 'a' AS x UNION ALL SELECT 'b'", factory).toList())
                .containsExactly("a!", "b!");
        assertThat(asked).containsExactly("x");
    }

    @Contract("1.3 ping")
    @Test
    void pingGivesARow() {
        assertThat(connection.ping().join().fetchOne())
                .extracting(row -> row.getInt("ping"))
                .isEqualTo(1);
    }
}
