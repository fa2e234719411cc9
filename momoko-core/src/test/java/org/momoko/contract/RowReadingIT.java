package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.contract.Sessions.run;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Row;
import org.momoko.config.QueryMode;
import org.momoko.error.DataException;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;
import org.momoko.type.Inet;

/** Values of a row as the Java types that a caller asks for. */
class RowReadingIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Connection simple;
    private Connection auto;

    @BeforeEach
    void connect() {
        simple = invariants.close(Sessions.open(QueryMode.SIMPLE));
        auto = invariants.close(Sessions.open(QueryMode.AUTO));
    }

    @Contract("3.4 enum")
    @Test
    void enumDomainAndCompositeOfTheUser() {
        for (Connection connection : List.of(simple, auto)) {
            run(connection, "CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok')");
            run(connection, "CREATE DOMAIN pg_temp.small AS int CHECK (value < 10)");
            run(connection, "CREATE TYPE pg_temp.pair AS (a int, b text)");
            for (int time = 1; time <= 3; time++) {
                Row row = run(
                                connection,
                                "SELECT 'ok'::pg_temp.mood AS m, 5::pg_temp.small AS s, (1, 'x y')::pg_temp.pair AS p")
                        .fetchOne();
                assertThat(row.asMap().values()).containsExactly("ok", 5, "(1,\"x y\")");
            }
        }
    }

    @Contract("3.4 inet")
    @Test
    void addressesMayBeReadAsInet() throws UnknownHostException {
        Inet expected = new Inet(InetAddress.getByName("10.0.0.1"), 8);
        for (int time = 1; time <= 3; time++) {
            assertThat(run(auto, "SELECT '10.0.0.1/8'::inet").fetchOne().get(0, Inet.class))
                    .isEqualTo(expected);
            assertThat(Sessions.value(auto, "SELECT %s = '10.0.0.1/8'", expected))
                    .isEqualTo(true);
        }
    }

    @Contract("3.4 arrays")
    @Test
    void arraysAreReadAsListsAndJavaArrays() {
        for (int time = 1; time <= 3; time++) {
            Row row = run(auto, "SELECT ARRAY[1,2], ARRAY['a',NULL], '{{1,2},{3,4}}'::int8[], NULL::int[]")
                    .fetchOne();

            assertThat(row.getList(0, Integer.class)).containsExactly(1, 2);
            assertThat(row.getList(1, String.class)).containsExactly("a", null);
            assertThat(row.get(0, int[].class)).containsExactly(1, 2);
            assertThat(row.get(0, Long[].class)).containsExactly(1L, 2L);
            assertThat(row.get(2, long[][].class)).isEqualTo(new long[][] {{1, 2}, {3, 4}});
            assertThat(row.getList(3, Integer.class)).isNull();
            assertThatThrownBy(() -> row.get(1, int[].class)).isInstanceOf(DataException.class);
        }
    }

    @Contract({"3.4 integers", "3.4 numeric", "3.5 Row"})
    @Test
    void readingAsAnotherTypeConvertsOrSaysWhyNot() {
        for (int time = 1; time <= 3; time++) {
            Row row = run(
                            auto,
                            "SELECT 5::int2 AS small, 5000000000 AS large, 1.5 AS n, 'x'::text AS t, NULL::int AS nothing")
                    .fetchOne();

            assertThat(row.getLong("small")).isEqualTo(5L);
            assertThat(row.get("small", BigDecimal.class)).isEqualTo(new BigDecimal("5"));
            assertThat(row.get("n", Double.class)).isEqualTo(1.5);
            assertThat(row.getString("large")).isEqualTo("5000000000");
            assertThatThrownBy(() -> row.getInt("large")).isInstanceOf(DataException.class);
            assertThatThrownBy(() -> row.getInt("n")).isInstanceOf(DataException.class);
            assertThatThrownBy(() -> row.getInt("t")).isInstanceOf(DataException.class);
            assertThatThrownBy(() -> row.getBoolean("small")).isInstanceOf(DataException.class);
            assertThatThrownBy(() -> row.getInt("nothing"))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("NULL");
            assertThat(row.get("nothing", Integer.class)).isNull();
        }
    }
}
