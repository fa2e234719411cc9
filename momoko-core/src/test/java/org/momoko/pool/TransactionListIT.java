package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.TransactionStatus;
import org.momoko.config.QueryMode;
import org.momoko.error.DatabaseException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.testing.Await;
import org.momoko.testing.Fuzz;
import org.momoko.testing.Invariants;
import org.momoko.type.Pg;

/** Lists of statements that travel at once with their BEGIN and COMMIT, and what becomes of them. */
class TransactionListIT {
    private static final int LISTS = 300;
    private static final String SLEEP = "SELECT pg_sleep(30)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private PoolBench bench;

    @BeforeEach
    void setUp() {
        bench = invariants.close(PoolBench.connected(builder -> builder.size(1).queryMode(QueryMode.AUTO)));
        get(bench.pool.execute("DROP TABLE IF EXISTS tx_list"));
        get(bench.pool.execute("CREATE TABLE tx_list(id int PRIMARY KEY, n int NOT NULL DEFAULT 0,"
                + " parent int REFERENCES tx_list DEFERRABLE INITIALLY DEFERRED, CHECK (n < 20))"));
        reset();
    }

    private void reset() {
        get(bench.pool.execute("TRUNCATE tx_list"));
        get(bench.pool.execute("INSERT INTO tx_list SELECT i, i FROM generate_series(1, 5) i"));
    }

    private static Query statement(Random random) {
        int id = 1 + random.nextInt(9);
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> Query.of("INSERT INTO tx_list VALUES (%s, %s) RETURNING id, n", id, id);
            case 3, 4 -> Query.of("UPDATE tx_list SET n = n + %s WHERE id = %s", random.nextInt(7), id);
            case 5 -> Query.of("DELETE FROM tx_list WHERE id = %s RETURNING n", id);
            case 6 -> Query.of("INSERT INTO tx_list VALUES (%s, 1, %s)", id + 20, random.nextInt(12));
            case 7 ->
                Query.of("WITH gone AS (DELETE FROM tx_list WHERE id = %s RETURNING id) SELECT count(*) FROM gone", id);
            case 8 -> random.nextInt(4) == 0 ? Query.of("SELEKT 1") : Query.of("SELECT 1");
            case 9 -> Query.of("SELECT 100 / %s", random.nextInt(3));
            case 10 -> Query.of("SET LOCAL TIME ZONE %s", "UTC");
            case 11 -> Query.of("SELECT id FROM tx_list WHERE id IN %s ORDER BY id", Pg.tuple(1, id));
            case 12 -> Query.of("CREATE TEMPORARY TABLE tx_list_temp(i int) ON COMMIT DROP");
            case 13 -> Query.of("SET LOCAL standard_conforming_strings = off");
            case 14 -> Query.of("SELECT %s::text", "it's a \\ sign");
            default -> Query.of("SELECT id, n FROM tx_list WHERE id < %s ORDER BY id", id);
        };
    }

    /** Results, or the error, and what is in the table after it. */
    private List<Object> outcome(List<Query> statements, int count) {
        reset();
        List<Object> outcome = new ArrayList<>();
        try {
            List<Cursor<Row>> cursors = get(bench.pool.transaction(statements));
            assertThat(cursors).hasSameSizeAs(statements);
            for (Cursor<Row> cursor : cursors.subList(0, count)) {
                outcome.add(cursor.statusMessage());
                cursor.forEach(row -> outcome.add(row.asMap().toString()));
            }
        } catch (DatabaseException e) {
            outcome.add(e.getClass() + " " + e.sqlState() + " " + e.getMessage());
        }
        get(bench.pool.execute("SELECT id, n, parent FROM tx_list ORDER BY id"))
                .forEach(row -> outcome.add(row.asMap().toString()));
        return outcome;
    }

    /** Of one flight the whole is in memory, so its size is limited. */
    @Test
    void listThatIsTooLargeForOneFlightGoesStepByStep() {
        String large = "x".repeat(6 * 1024 * 1024);
        Query length = Query.of("SELECT length(%s)", large);

        List<Cursor<Row>> cursors =
                get(bench.pool.transaction(Query.of("INSERT INTO tx_list VALUES (6, 6)"), length, length, length));

        assertThat(cursors.subList(1, 4))
                .allSatisfy(cursor -> assertThat(cursor.fetchOne())
                        .extracting(row -> row.getInt(0))
                        .isEqualTo(large.length()));
        assertThatThrownBy(() -> get(bench.pool.transaction(
                        Query.of("INSERT INTO tx_list VALUES (7, 7)"),
                        length,
                        length,
                        length,
                        Query.of("SELECT 1 / 0"))))
                .isInstanceOf(DatabaseException.class);
        assertThat(PoolBench.number(bench.pool, "SELECT max(id) FROM tx_list")).isEqualTo(6);
    }

    @Test
    void oneFlightAndStepByStepDoTheSame() {
        Fuzz.rounds(14, seed -> {
            Random random = new Random(seed);
            int failures = 0;
            for (int i = 0; i < LISTS; i++) {
                List<Query> atOnce = new ArrayList<>();
                for (int n = 1 + random.nextInt(5); n > 0; n--) {
                    atOnce.add(statement(random));
                }
                // a list with transaction control goes step by step
                List<Query> steps = new ArrayList<>(atOnce);
                steps.add(Query.of("SAVEPOINT last"));
                List<Object> outcome = outcome(atOnce, atOnce.size());
                assertThat(outcome).as("list %d: %s", i, atOnce).isEqualTo(outcome(steps, atOnce.size()));
                failures += outcome.get(0).toString().contains("Exception") ? 1 : 0;
            }
            assertThat(failures).isBetween(LISTS / 10, LISTS * 9 / 10);
        });
    }

    @Test
    void failedListLeavesABorrowedConnectionClean() {
        Connection connection = get(bench.pool.getconn(false));
        assertThatThrownBy(() -> get(connection.transaction(
                        Query.of("INSERT INTO tx_list VALUES (10, 1)"), Query.of("SELECT 1/0"), Query.of("SELECT 2"))))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("division by zero");
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        assertThat(get(connection.execute("SELECT count(*) FROM tx_list"))
                        .fetchOne()
                        .getLong(0))
                .isEqualTo(5);
        bench.pool.putconn(connection);
    }

    @Test
    void listThatIsGivenUpIsCancelledAndRolledBack() {
        CompletableFuture<?> result =
                bench.pool.transaction(Query.of("DELETE FROM tx_list"), Query.of(SLEEP), Query.of("SELECT 1"));
        Await.until("it sleeps", this::sleeping);
        result.orTimeout(1, TimeUnit.MILLISECONDS);
        Await.until("the connection is free again", () -> bench.pool.stats().free() == 1);
        assertThat(PoolBench.number(bench.pool, "SELECT count(*) FROM tx_list")).isEqualTo(5);
    }

    @Test
    void listWhoseAnswerIsLostHasAnUnknownOutcome() {
        CompletableFuture<?> result = bench.pool.transaction(Query.of("DELETE FROM tx_list"), Query.of(SLEEP));
        Await.until("it sleeps", this::sleeping);
        bench.proxy.cutAll();
        assertThatThrownBy(() -> get(result)).isInstanceOf(OutcomeUnknownException.class);
        bench.server.terminateBackends("momoko-test");
        assertThat(PoolBench.number(bench.pool, "SELECT count(*) FROM tx_list")).isEqualTo(5);
    }

    private boolean sleeping() {
        return bench.server.sessions("momoko-test").stream()
                .anyMatch(session ->
                        "active".equals(session.state()) && session.query().startsWith(SLEEP));
    }
}
