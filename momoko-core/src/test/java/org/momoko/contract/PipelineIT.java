package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.contract.Sessions.failure;
import static org.momoko.contract.Sessions.run;
import static org.momoko.contract.Sessions.value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pipeline;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.TransactionStatus;
import org.momoko.config.QueryMode;
import org.momoko.error.DatabaseException;
import org.momoko.error.InterfaceException;
import org.momoko.error.OperationalException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ParameterException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;
import org.momoko.type.Pg;

/** Several statements in one round trip, which succeed or fail as one. */
class PipelineIT {
    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Connection connection;

    @BeforeEach
    void connect() {
        connection = invariants.close(Sessions.open(TestMode.queryMode()));
        run(connection, "CREATE TEMP TABLE a (i int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
    }

    private static Pool pool(int size) {
        Pool pool = invariants.close(Momoko.pool(TestMode.dsn(PostgresServer.shared()))
                .size(size)
                .queryMode(TestMode.queryMode())
                .build());
        return pool.connect().join();
    }

    private static List<Cursor<Row>> get(CompletableFuture<List<Cursor<Row>>> pipeline) {
        return pipeline.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private long rows() {
        return (Long) value(connection, "SELECT count(*) FROM a");
    }

    private static @Nullable Object first(Cursor<Row> cursor) {
        Row row = cursor.fetchOne();
        return row == null ? null : row.get(0);
    }

    private static String state(Throwable error) {
        return String.valueOf(((DatabaseException) error).sqlState());
    }

    @ParameterizedTest
    @EnumSource(QueryMode.class)
    void everyStatementHasItsCursorAndItsFuture(QueryMode mode) {
        Connection client = invariants.close(Sessions.open(mode));
        for (int time = 1; time <= 3; time++) {
            List<CompletableFuture<Cursor<Row>>> own = new ArrayList<>();
            List<Cursor<Row>> all = get(client.pipeline(p -> {
                own.add(p.execute("SELECT 1"));
                own.add(p.execute("SELECT %s + 1, %s", 1, "x"));
                own.add(p.execute("SELECT :n::int FROM generate_series(1, 3)", Map.of("n", 3)));
                own.add(p.execute(Query.of("SELECT %s::text", "four")));
            }));

            assertThat(all).extracting(PipelineIT::first).containsExactly(1, 2, 3, "four");
            assertThat(all).extracting(Cursor::rowCount).containsExactly(1L, 1L, 3L, 1L);
            assertThat(own).allMatch(CompletableFuture::isDone);
            assertThat(own.get(2).join()).isSameAs(all.get(2));
        }
    }

    @Test
    void statementsEndBeforeTheStagesOfThePipeline() {
        List<CompletableFuture<Cursor<Row>>> own = new ArrayList<>();
        Object value = connection
                .pipeline(p -> own.add(p.execute("SELECT 7")))
                .thenApply(all -> first(own.get(0).join()))
                .join();

        assertThat(value).isEqualTo(7);
    }

    @Test
    void factoryMapsTheStatementsOwnCursor() {
        List<CompletableFuture<Cursor<Map<String, Object>>>> own = new ArrayList<>();
        List<Cursor<Row>> all =
                get(connection.pipeline(p -> own.add(p.execute(Query.of("SELECT 1 AS n"), CursorFactory.maps()))));

        assertThat(own.get(0).join().fetchOne()).isEqualTo(Map.of("n", 1));
        assertThat(all).extracting(PipelineIT::first).containsExactly(1);
    }

    @Test
    void emptyPipelineSendsNothing() {
        assertThat(get(connection.pipeline(p -> {}))).isEmpty();
    }

    @Test
    void firstErrorFailsAllAndUndoesAll() {
        for (int time = 1; time <= 3; time++) {
            List<CompletableFuture<Cursor<Row>>> own = new ArrayList<>();
            Throwable error = failure(connection.pipeline(p -> {
                own.add(p.execute("INSERT INTO a VALUES (%s)", 1));
                own.add(p.execute("SELECT 1 / %s", 0));
                own.add(p.execute("INSERT INTO a VALUES (%s)", 2));
            }));

            assertThat(state(error)).isEqualTo("22012");
            assertThat(failure(own.get(1))).isSameAs(error);
            for (int other : List.of(0, 2)) {
                assertThat(failure(own.get(other)))
                        .isInstanceOf(OperationalException.class)
                        .hasMessageContaining("statement 2 of 3")
                        .hasMessageContaining("division by zero")
                        .hasCause(error);
            }
            assertThat(rows()).isZero();
            assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        }
    }

    @Test
    void whatFailsAtTheEndFailsAll() {
        List<CompletableFuture<Cursor<Row>>> own = new ArrayList<>();
        Throwable error = failure(connection.pipeline(p -> {
            own.add(p.execute("INSERT INTO a VALUES (1)"));
            own.add(p.execute("INSERT INTO a VALUES (1)"));
        }));

        assertThat(state(error)).isEqualTo("23505");
        assertThat(own).allSatisfy(future -> assertThat(failure(future)).isSameAs(error));
        assertThat(rows()).isZero();
    }

    @Test
    void statementsBesideAFailedPipelineAreNotConcerned() {
        CompletableFuture<Cursor<Row>> before = connection.execute("SELECT %s", 1);
        CompletableFuture<List<Cursor<Row>>> failed = connection.pipeline(p -> p.execute("SELECT 1 / 0"));
        CompletableFuture<List<Cursor<Row>>> next = connection.pipeline(p -> p.execute("SELECT %s", 3));
        CompletableFuture<Cursor<Row>> behind = connection.execute("SELECT %s", 4);

        assertThat(first(before.join())).isEqualTo(1);
        assertThat(state(failure(failed))).isEqualTo("22012");
        assertThat(first(get(next).get(0))).isEqualTo(3);
        assertThat(first(behind.join())).isEqualTo(4);
    }

    @Test
    void whatCanOnlyBeWrittenGoesAsALiteral() {
        List<Cursor<Row>> all = get(connection.pipeline(p -> {
            p.execute("SELECT %s IN %s", 2, Pg.tuple(1, 2));
            p.execute("SET TIME ZONE %s", "Asia/Tokyo");
            p.execute("SHOW TIME ZONE");
            p.execute("SELECT pg_typeof(%s)::text", "x");
            p.execute("CREATE TEMP TABLE b AS SELECT %s AS t", "it's \\ 'so'");
            p.execute("SELECT t FROM b");
            p.execute("SELECT %s", "back\\slash");
        }));

        assertThat(all)
                .extracting(cursor -> cursor.description() == null ? cursor.statusMessage() : first(cursor))
                .containsExactly(true, "SET", "Asia/Tokyo", "unknown", "SELECT 1", "it's \\ 'so'", "back\\slash");
    }

    @Test
    void severalStatementsInOneTextAndCopyAreRefusedAndNothingIsSent() {
        for (String sql : List.of("SELECT 1; SELECT 2", "COPY a TO STDOUT", "COPY a FROM STDIN")) {
            Throwable error = failure(connection.pipeline(p -> {
                p.execute("INSERT INTO a VALUES (1)");
                p.execute(sql);
            }));

            assertThat(error).isInstanceOf(ProgrammingException.class).hasMessageContaining("single statements");
            assertThat(((DatabaseException) error).nothingSent()).isTrue();
        }
        assertThat(rows()).isZero();
    }

    @Test
    void mistakeInOneStatementKeepsAllFromBeingSent() {
        List<CompletableFuture<Cursor<Row>>> own = new ArrayList<>();
        Throwable wrongCount = failure(connection.pipeline(p -> {
            own.add(p.execute("INSERT INTO a VALUES (1)"));
            own.add(p.execute("SELECT %s, %s", 1));
        }));
        Throwable notEncodable = failure(connection.pipeline(p -> {
            own.add(p.execute("INSERT INTO a VALUES (1)"));
            own.add(p.execute("SELECT %s", "nul \0"));
        }));
        Throwable thrown = failure(connection.pipeline(p -> {
            own.add(p.execute("INSERT INTO a VALUES (1)"));
            throw new IllegalStateException("the caller's own");
        }));

        assertThat(wrongCount).isInstanceOf(ParameterException.class);
        assertThat(notEncodable).isInstanceOf(ProgrammingException.class);
        assertThat(thrown).hasMessage("the caller's own");
        assertThat(own).hasSize(5).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(rows()).isZero();
    }

    @Test
    void pipelineTakesNoStatementsAfterItsCall() {
        List<Pipeline> kept = new ArrayList<>();
        get(connection.pipeline(kept::add));

        assertThat(failure(kept.get(0).execute("SELECT 1"))).isInstanceOf(InterfaceException.class);
    }

    @Test
    void statementsOfTheTransactionMayBeAmongThem() {
        List<Cursor<Row>> all = get(connection.pipeline(p -> {
            p.execute("BEGIN");
            p.execute("INSERT INTO a VALUES (%s)", 1);
            p.execute("COMMIT");
        }));
        assertThat(all).extracting(Cursor::statusMessage).containsExactly("BEGIN", "INSERT 0 1", "COMMIT");
        assertThat(rows()).isEqualTo(1);

        Throwable error = failure(connection.pipeline(p -> {
            p.execute("BEGIN");
            p.execute("INSERT INTO a VALUES (%s)", 2);
            p.execute("SELECT 1 / 0");
            p.execute("COMMIT");
        }));
        assertThat(state(error)).isEqualTo("22012");
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.FAILED);
        run(connection, "ROLLBACK");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void insideATransactionItIsPartOfIt() {
        Throwable error = failure(connection.inTransaction(tx -> tx.pipeline(p -> {
                    p.execute("INSERT INTO a VALUES (%s)", 1);
                    p.execute("INSERT INTO a VALUES (%s)", 2);
                })
                .thenCompose(done -> tx.pipeline(p -> p.execute("SELECT 1 / %s", 0)))));
        assertThat(state(error)).isEqualTo("22012");
        assertThat(rows()).isZero();

        List<Cursor<Row>> all =
                get(connection.inTransaction(tx -> tx.pipeline(p -> p.execute("INSERT INTO a VALUES (1)"))));
        assertThat(all).extracting(Cursor::statusMessage).containsExactly("INSERT 0 1");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void completeTransactionRefusesIt() {
        var kept = connection.inTransaction(CompletableFuture::completedFuture).join();

        assertThat(failure(kept.pipeline(p -> p.execute("SELECT 1")))).isInstanceOf(InterfaceException.class);
    }

    @Test
    void poolRunsItOnOneConnectionAndGivesThatBack() {
        Pool pool = pool(2);
        for (int time = 1; time <= 3; time++) {
            List<Cursor<Row>> all = get(pool.pipeline(p -> {
                p.execute("SELECT pg_backend_pid() + %s", 0);
                p.execute("SELECT pg_backend_pid() + %s", 0);
            }));
            assertThat(first(all.get(0))).isEqualTo(first(all.get(1)));
        }
        assertThat(failure(pool.pipeline(p -> p.execute("SELECT 1 / 0")))).isInstanceOf(DatabaseException.class);
        assertThat(pool.stats().busy()).isZero();
    }

    @Test
    void poolSendsItOnAnotherConnectionWhenTheIdleOneDied() {
        Pool pool = pool(1);
        Object before = first(pool.execute("SELECT pg_backend_pid()").join());
        value(connection, "SELECT pg_terminate_backend(%s)", before);
        Await.until("the pool has seen it", () -> pool.stats().free() == 0);

        List<Cursor<Row>> all = get(pool.pipeline(p -> p.execute("SELECT pg_backend_pid()")));

        assertThat(first(all.get(0))).isNotEqualTo(before);
    }

    @Test
    void lostConnectionLeavesTheOutcomeOfAllUnknown() {
        Pool pool = pool(1);
        List<CompletableFuture<Cursor<Row>>> own = new ArrayList<>();
        Throwable error = failure(pool.pipeline(p -> {
            own.add(p.execute("SELECT 1"));
            own.add(p.execute("SELECT pg_terminate_backend(pg_backend_pid())"));
            own.add(p.execute("SELECT 3"));
        }));

        assertThat(error).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("pipeline");
        assertThat(own).allSatisfy(future -> assertThat(failure(future)).isSameAs(error));
    }

    @Test
    void cancellingThePipelineCancelsAll() {
        List<CompletableFuture<Cursor<Row>>> own = new ArrayList<>();
        CompletableFuture<List<Cursor<Row>>> pipeline = connection.pipeline(p -> {
            own.add(p.execute("INSERT INTO a VALUES (1)"));
            own.add(p.execute("SELECT pg_sleep(60)"));
        });
        Connection onlooker = invariants.close(Sessions.open(TestMode.queryMode()));
        Await.until(
                "it sleeps",
                () -> (Long) value(
                                onlooker,
                                "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND wait_event = 'PgSleep'",
                                connection.processId())
                        == 1);

        assertThat(pipeline.cancel(false)).isTrue();

        assertThat(own)
                .allSatisfy(future -> assertThatThrownBy(future::join).isInstanceOf(CancellationException.class));
        assertThat(rows()).isZero();
    }

    @Test
    void cancellingOneStatementGivesUpItsAnswerOnly() {
        List<CompletableFuture<Cursor<Row>>> own = new ArrayList<>();
        CompletableFuture<List<Cursor<Row>>> pipeline = connection.pipeline(p -> {
            own.add(p.execute("INSERT INTO a VALUES (1)"));
            own.add(p.execute("SELECT i FROM a"));
            own.get(0).cancel(false);
        });

        assertThat(get(pipeline)).hasSize(2);
        assertThat(first(own.get(1).join())).isEqualTo(1);
        assertThat(own.get(0)).isCancelled();
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void shortestTimeLimitIsThatOfThePipeline() {
        Throwable error = failure(connection.pipeline(p -> {
            p.execute("INSERT INTO a VALUES (1)");
            p.execute(Query.of("SELECT 1").timeout(Duration.ofMillis(100)));
            p.execute("SELECT pg_sleep(60)");
        }));

        assertThat(state(error)).isEqualTo("57014");
        assertThat(rows()).isZero();
    }

    @Test
    void resultsTogetherAreLimited() {
        Pool pool = invariants.close(Momoko.pool(PostgresServer.shared().dsn())
                .size(1)
                .maxBufferedResultBytes(64 * 1024)
                .build());
        pool.connect().join();
        Throwable error = failure(pool.pipeline(p -> {
            p.execute("SELECT repeat('x', 40000)");
            p.execute("SELECT repeat('x', 40000), generate_series(1, 1000000000)");
        }));

        assertThat(error).hasMessageContaining("maxBufferedResultBytes").hasMessageContaining("was cancelled");
        assertThat(first(pool.execute("SELECT 1").join())).isEqualTo(1);
    }

    @Test
    void cacheThatIsSmallerThanThePipelineDoes() {
        Pool pool = invariants.close(Momoko.pool(PostgresServer.shared().dsn())
                .size(1)
                .preparedStatementCacheSize(2)
                .build());
        pool.connect().join();
        for (int time = 1; time <= 4; time++) {
            List<Cursor<Row>> all = get(pool.pipeline(p -> {
                for (int i = 0; i < 6; i++) {
                    p.execute("SELECT %s + " + i, 1);
                }
            }));
            assertThat(all).extracting(PipelineIT::first).containsExactly(1, 2, 3, 4, 5, 6);
        }
        assertThat((Long) first(pool.execute("SELECT count(*) FROM pg_prepared_statements")
                        .join()))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void statementsBehindWhatChangesTheirTablesSeeTheChange() {
        run(connection, "INSERT INTO a VALUES (1)");
        for (int time = 1; time <= 3; time++) {
            run(connection, "SELECT * FROM a WHERE i = %s", 1);
        }
        List<Cursor<Row>> all = get(connection.pipeline(p -> {
            p.execute("SELECT * FROM a WHERE i = %s", 1);
            p.execute("ALTER TABLE a ADD COLUMN t text DEFAULT 'new'");
            p.execute("SELECT * FROM a WHERE i = %s", 1);
            p.execute("DEALLOCATE ALL");
            p.execute("SELECT * FROM a WHERE i = %s", 1);
        }));

        assertThat(all.get(0).description()).hasSize(1);
        assertThat(all.get(2).description()).hasSize(2);
        assertThat(all.get(4).description()).hasSize(2);
        assertThat(run(connection, "SELECT * FROM a WHERE i = %s", 1).description())
                .hasSize(2);
    }

    @Test
    void stalePlanIsPreparedAfreshAndThePipelineRunOnce() {
        Connection other = invariants.close(Sessions.open(TestMode.queryMode()));
        run(other, "DROP TABLE IF EXISTS pipeline_stale");
        run(other, "CREATE TABLE pipeline_stale (i int)");
        for (int time = 1; time <= 3; time++) {
            get(connection.pipeline(p -> p.execute("SELECT * FROM pipeline_stale WHERE i = %s", 1)));
        }
        run(other, "ALTER TABLE pipeline_stale ADD COLUMN t text");

        List<Cursor<Row>> all = get(connection.pipeline(p -> {
            p.execute("INSERT INTO a VALUES (1)");
            p.execute("SELECT * FROM pipeline_stale WHERE i = %s", 1);
        }));

        assertThat(all.get(1).description()).hasSize(2);
        assertThat(rows()).isEqualTo(1);
        run(other, "DROP TABLE pipeline_stale");
    }

    @Test
    void largePipelineDoesNotBlockEitherSide() {
        int count = 20_000;
        String text = "x".repeat(200);
        List<Cursor<Row>> all = get(connection.pipeline(p -> {
            for (int i = 0; i < count; i++) {
                p.execute("SELECT %s::int, repeat(%s, 5)", i, text);
            }
        }));

        assertThat(all).hasSize(count);
        assertThat(first(all.get(count - 1))).isEqualTo(count - 1);
    }

    @Test
    void tooLargeAPipelineIsRefusedAndNothingIsSent() {
        String text = "x".repeat(1024 * 1024);
        Throwable error = failure(connection.pipeline(p -> {
            p.execute("INSERT INTO a VALUES (1)");
            for (int i = 0; i < 17; i++) {
                p.execute("SELECT length(%s)", text);
            }
        }));

        assertThat(error).isInstanceOf(ProgrammingException.class).hasMessageContaining("executeMany");
        assertThat(rows()).isZero();
    }
}
