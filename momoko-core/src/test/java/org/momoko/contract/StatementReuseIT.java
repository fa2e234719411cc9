package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.contract.Sessions.failure;
import static org.momoko.contract.Sessions.run;
import static org.momoko.contract.Sessions.value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Pool;
import org.momoko.api.Row;
import org.momoko.api.TransactionStatus;
import org.momoko.config.QueryMode;
import org.momoko.error.DatabaseException;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;

/** Prepared statements that fail, that are not kept, and results that are cut off. */
class StatementReuseIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static List<String> states(Connection on, String sql, int times) {
        List<CompletableFuture<Cursor<Row>>> futures = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            futures.add(on.execute(sql, i));
        }
        return futures.stream()
                .map(future -> String.valueOf(((DatabaseException) failure(future)).sqlState()))
                .toList();
    }

    @Test
    void pipelinedStatementsOfATextWhoseParseFailsAllSayWhy() {
        Connection connection = invariants.close(Sessions.open(QueryMode.AUTO));
        run(connection, "CREATE TEMP TABLE fleeting (i int)");
        String sql = "SELECT * FROM fleeting WHERE i = %s";
        run(connection, sql, 1);
        run(connection, sql, 1);
        run(connection, "DISCARD ALL");

        assertThat(states(connection, sql, 5)).containsOnly("42P01");
    }

    @Test
    void inATransactionTheyFailAsTheTransactionDoes() {
        Connection connection = invariants.close(Sessions.open(QueryMode.EXTENDED));
        run(connection, "SELECT 1");
        String sql = "SELECT * FROM nowhere_to_be_found WHERE i = %s";
        connection
                .execute(org.momoko.api.Query.of("BEGIN").mode(QueryMode.SIMPLE))
                .join();

        assertThat(states(connection, sql, 3)).containsExactly("42P01", "25P02", "25P02");
    }

    @Test
    void cacheOfNoneLeavesNothingPreparedOnTheServer() {
        Pool pool = invariants.close(Momoko.pool(PostgresServer.shared().dsn())
                .size(1)
                .preparedStatementCacheSize(0)
                .build());
        pool.connect().join();
        for (int time = 1; time <= 3; time++) {
            assertThat(pool.execute("SELECT %s + 1", time).join().fetchOne())
                    .extracting(row -> row.getInt(0))
                    .isEqualTo(time + 1);
        }

        assertThat(pool.execute("SELECT count(*) FROM pg_prepared_statements")
                        .join()
                        .fetchOne())
                .extracting(row -> row.getLong(0))
                .isEqualTo(0L);
    }

    @Test
    void endlessResultIsCutOffAndItsConnectionGoesOn() {
        Pool pool = invariants.close(Momoko.pool(PostgresServer.shared().dsn())
                .size(1)
                .maxBufferedResultBytes(64 * 1024)
                // a machine under load, busy with the rows besides, may be slow to pass the cancel request on
                .cancelTimeout(Duration.ofSeconds(25))
                .build());
        pool.connect().join();
        Connection connection = pool.getconn().join();
        int process = connection.processId();

        Throwable error = failure(connection.execute("SELECT generate_series(1, 10000000000)"));

        assertThat(error).hasMessageContaining("maxBufferedResultBytes").hasMessageContaining("was cancelled");
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        assertThat(value(connection, "SELECT pg_backend_pid()")).isEqualTo(process);
        pool.putconn(connection);
    }
}
