package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.TransactionStatus;
import org.momoko.config.QueryMode;
import org.momoko.error.TransactionRollbackException;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;

/** Lists in one flight that the server gives up for another transaction's sake, or whose plan has become stale. */
class TransactionConflictIT {
    private static final String LOCK = "SELECT pg_advisory_xact_lock(14007)";
    private static final String UPDATE = "UPDATE tx_conflict SET n = n + 1 WHERE id = %s";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private PoolBench bench;

    @BeforeEach
    void setUp() {
        bench = invariants.close(
                PoolBench.connected(builder -> builder.size(3).maxSize(3).queryMode(QueryMode.AUTO)));
        get(bench.pool.execute("CREATE TABLE IF NOT EXISTS tx_conflict(id int PRIMARY KEY, n int NOT NULL)"));
        get(bench.pool.execute("TRUNCATE tx_conflict"));
        get(bench.pool.execute("INSERT INTO tx_conflict VALUES (1, 0), (2, 0)"));
    }

    /** Holds the lock on which the list waits, in a transaction that somebody has to end. */
    private Connection locked() {
        Connection other = get(bench.pool.getconn(false));
        get(other.execute("BEGIN"));
        get(other.execute(LOCK));
        return other;
    }

    private void awaitLockWaiters(long waiting) {
        Await.until(
                waiting + " wait for a lock",
                () -> bench.server
                                .adminRows("SELECT pid FROM pg_stat_activity WHERE application_name = 'momoko-test'"
                                        + " AND wait_event_type = 'Lock'")
                                .size()
                        == waiting);
    }

    private void assertUntouched(Connection connection, int first, int second) {
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        assertThat(get(connection.execute("SELECT n FROM tx_conflict ORDER BY id"))
                        .toList())
                .extracting(row -> row.getInt(0))
                .containsExactly(first, second);
    }

    @Test
    void serializationFailureIsTheErrorOfTheListAndLeavesNothing() {
        Connection other = locked();
        Connection connection = get(bench.pool.getconn(false));
        CompletableFuture<List<Cursor<Row>>> list = connection.transaction(
                Query.of("SET LOCAL transaction_isolation = 'repeatable read'"),
                Query.of(UPDATE, 2),
                Query.of(LOCK),
                Query.of(UPDATE, 1),
                Query.of("SELECT 1"));
        awaitLockWaiters(1);
        get(other.execute(UPDATE, 1));
        get(other.execute("COMMIT"));

        assertThatThrownBy(() -> get(list))
                .isInstanceOfSatisfying(
                        TransactionRollbackException.class,
                        e -> assertThat(e.sqlState()).isEqualTo("40001"));
        assertUntouched(connection, 1, 0);
        bench.pool.putconn(other);
        bench.pool.putconn(connection);
    }

    @Test
    void deadlockIsTheErrorOfTheListAndLeavesNothing() {
        Connection gate = locked();
        Connection other = get(bench.pool.getconn(false));
        get(other.execute("BEGIN"));
        get(other.execute(UPDATE, 2));
        Connection connection = get(bench.pool.getconn(false));
        CompletableFuture<List<Cursor<Row>>> list =
                connection.transaction(Query.of(UPDATE, 1), Query.of(LOCK), Query.of(UPDATE, 2), Query.of("SELECT 1"));
        awaitLockWaiters(1);
        CompletableFuture<Cursor<Row>> blocked = other.execute(UPDATE, 1);
        // it looks for a deadlock once, after deadlock_timeout; whoever looks when there is one is given up
        Await.until(
                "it has looked for a deadlock",
                () -> bench.server
                                .adminRows("SELECT pid FROM pg_stat_activity WHERE application_name = 'momoko-test'"
                                        + " AND wait_event_type = 'Lock' AND query LIKE 'UPDATE%'"
                                        + " AND clock_timestamp() > query_start + interval '1.5 s'")
                                .size()
                        == 1);
        get(gate.execute("COMMIT"));

        assertThatThrownBy(() -> get(list))
                .isInstanceOfSatisfying(
                        TransactionRollbackException.class,
                        e -> assertThat(e.sqlState()).isEqualTo("40P01"));
        get(blocked);
        get(other.execute("ROLLBACK"));
        assertUntouched(connection, 0, 0);
        bench.pool.putconn(gate);
        bench.pool.putconn(other);
        bench.pool.putconn(connection);
    }

    /** What follows is sent without waiting for the list. */
    @Test
    void statementBehindAFailingListRunsOutsideItsTransaction() {
        Connection connection = get(bench.pool.getconn(false));
        CompletableFuture<?> list = connection.transaction(Query.of(UPDATE, 1), Query.of("SELECT 1 / 0"));
        CompletableFuture<Cursor<Row>> behind = connection.execute(UPDATE, 2);

        assertThatThrownBy(() -> get(list)).hasMessageContaining("division by zero");
        assertThat(get(behind).rowCount()).isEqualTo(1);
        assertUntouched(connection, 0, 1);
        bench.pool.putconn(connection);
    }

    @Test
    void listWhoseStatementHasBecomeStaleIsRunAgain() {
        Connection connection = get(bench.pool.getconn(false));
        Query all = Query.of("SELECT * FROM tx_conflict WHERE id = %s", 1);
        for (int i = 0; i < 3; i++) {
            get(connection.transaction(Query.of(UPDATE, 1), all));
        }
        bench.server.admin("ALTER TABLE tx_conflict ADD COLUMN more text");

        List<Cursor<Row>> cursors = get(connection.transaction(Query.of(UPDATE, 1), all));
        assertThat(cursors.get(1).fetchOne().asMap()).containsEntry("n", 4).containsKey("more");
        bench.server.admin("ALTER TABLE tx_conflict DROP COLUMN more");
        bench.pool.putconn(connection);
    }
}
