package org.momoko.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.contract.Sessions.failure;
import static org.momoko.contract.Sessions.run;
import static org.momoko.contract.Sessions.value;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.Momoko;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Pool;
import org.momoko.api.Row;
import org.momoko.api.TransactionStatus;
import org.momoko.config.QueryMode;
import org.momoko.error.DataException;
import org.momoko.error.DatabaseException;
import org.momoko.error.IntegrityException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.error.ParameterException;
import org.momoko.error.ProgrammingException;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;
import org.momoko.type.Pg;

/** One statement for many rows of parameters: all or nothing, in bounded memory. */
class ExecuteManyIT {
    private static final String INSERT = "INSERT INTO many (i, t) VALUES (%s, %s)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Connection connection;

    @BeforeEach
    void connect() {
        connection = open(TestMode.queryMode());
    }

    private static Connection open(QueryMode mode) {
        Connection opened = invariants.close(Sessions.open(mode));
        run(opened, "CREATE TEMP TABLE many (i int PRIMARY KEY, t text)");
        return opened;
    }

    private static Iterable<@Nullable Object[]> numbered(int count) {
        return () -> IntStream.range(0, count)
                .mapToObj(i -> new @Nullable Object[] {i, "row " + i})
                .iterator();
    }

    private static List<@Nullable Object[]> rows(@Nullable Object[]... rows) {
        return List.of(rows);
    }

    private static long get(CompletableFuture<Long> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static long count(Connection on) {
        return (Long) value(on, "SELECT count(*) FROM many");
    }

    @ParameterizedTest
    @EnumSource(QueryMode.class)
    void everyRowIsRunAndCounted(QueryMode mode) {
        Connection own = open(mode);
        int many = 20_000;

        assertThat(get(own.executeMany(INSERT, numbered(many)))).isEqualTo(many);
        assertThat(count(own)).isEqualTo(many);
        assertThat(value(own, "SELECT sum(i)::bigint FROM many WHERE t = 'row ' || i"))
                .isEqualTo((long) many * (many - 1) / 2);
        assertThat(get(own.executeMany(
                        "UPDATE many SET t = 'new' WHERE i < %s", rows(new Object[] {10}, new Object[] {5}))))
                .isEqualTo(15);
        assertThat(get(own.executeMany("SELECT * FROM many WHERE i < %s", rows(new Object[] {3}))))
                .isEqualTo(3);
        assertThat(own.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }

    @Test
    void noRowsSendNothing() {
        assertThat(get(connection.executeMany(INSERT, List.of()))).isZero();
    }

    @Test
    void rowThatFailsIsNamedAndNothingIsKept() {
        for (int failing : new int[] {0, 1, 999, 12_345}) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            numbered(15_000).forEach(rows::add);
            rows.set(failing, new Object[] {failing == 0 ? 1 : 0, "twice"});
            Throwable error = failure(connection.executeMany(INSERT, rows));

            // a key that is there twice shows at the second of the two
            int shown = failing == 0 ? 1 : failing;
            assertThat(error)
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageEndingWith("ROW:  " + shown + " (counted from 0)");
            assertThat(count(connection)).isZero();
            assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        }
    }

    @Test
    void rowThatDoesNotFitIsNamedAndNothingIsKept() {
        for (int failing : new int[] {0, 1, 10_000}) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            numbered(11_000).forEach(rows::add);
            rows.set(failing, new Object[] {1});
            Throwable error = failure(connection.executeMany(INSERT, rows));

            assertThat(error)
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining("not enough arguments")
                    .hasMessageEndingWith("ROW:  " + failing + " (counted from 0)");
            assertThat(count(connection)).isZero();
            assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        }
    }

    @Test
    void whatReadingTheRowsThrowsIsTheError() {
        Iterable<@Nullable Object[]> broken = () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public @Nullable Object[] next() {
                if (next == 9_999) {
                    throw new NoSuchElementException("the caller's own");
                }
                return new Object[] {next++, "t"};
            }
        };

        assertThat(failure(connection.executeMany(INSERT, broken))).hasMessage("the caller's own");
        assertThat(count(connection)).isZero();
    }

    @Test
    void insideATransactionItIsPartOfIt() {
        assertThat(get(connection.inTransaction(tx -> tx.executeMany(INSERT, numbered(3))
                        .thenCompose(
                                first -> tx.executeMany("DELETE FROM many WHERE i = %s", rows(new Object[] {1}))))))
                .isEqualTo(1);
        assertThat(count(connection)).isEqualTo(2);

        run(connection, "BEGIN");
        assertThat(get(connection.executeMany(
                        "INSERT INTO many (i) VALUES (%s)", rows(new Object[] {7}, new Object[] {8}))))
                .isEqualTo(2);
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IN_TRANSACTION);
        run(connection, "ROLLBACK");
        assertThat(count(connection)).isEqualTo(2);
    }

    @Test
    void textThatParseRefusesGoesAsLiteralsWithoutFailingTheTransaction() {
        for (int time = 1; time <= 2; time++) {
            assertThat(get(connection.executeMany(
                            "INSERT INTO many (i, t) VALUES (%s, pg_typeof(%s)::text)",
                            rows(new Object[] {2 * time, "x"}, new Object[] {2 * time + 1, "it's \\"}))))
                    .isEqualTo(2);
        }
        assertThat(value(connection, "SELECT count(*) FROM many WHERE t = 'unknown'"))
                .isEqualTo(4L);
    }

    @Test
    void whatCanOnlyBeWrittenGoesAsLiterals() {
        run(connection, "INSERT INTO many VALUES (1, 'a'), (2, 'b'), (3, 'c')");

        assertThat(get(connection.executeMany(
                        "DELETE FROM many WHERE i IN %s",
                        rows(new Object[] {Pg.tuple(1, 2)}, new Object[] {Pg.tuple(3)}))))
                .isEqualTo(3);
        assertThat(get(connection.executeMany(
                        "SET TIME ZONE %s", rows(new Object[] {"UTC"}, new Object[] {"Asia/Tokyo"}))))
                .isZero();
        assertThat(value(connection, "SHOW TIME ZONE")).isEqualTo("Asia/Tokyo");
    }

    @Test
    void rowsOfDifferentTypesMayFollowEachOther() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            rows.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new @Nullable Object[] {i, null};
                        case 1 -> new @Nullable Object[] {(long) i, "text \\ " + i};
                        case 2 -> new @Nullable Object[] {(short) i, "'"};
                        case 3 -> new @Nullable Object[] {i, i};
                        case 4 -> new @Nullable Object[] {i, 5_000_000_000L + i};
                        default -> new @Nullable Object[] {i, i + "%s"};
                    });
        }
        for (int time = 1; time <= 3; time++) {
            assertThat(get(connection.executeMany(INSERT, rows))).isEqualTo(3_000);
            Cursor<Row> stored = run(connection, "SELECT t FROM many ORDER BY i");
            for (@Nullable Object[] row : rows) {
                String text = row[1] == null ? null : row[1].toString();
                assertThat(stored.fetchOne()).extracting(found -> found.get(0)).isEqualTo(text);
            }
            run(connection, "DELETE FROM many");
        }
    }

    @Test
    void severalStatementsCopyAndTransactionControlAreRefused() {
        for (String sql : List.of("SELECT %s; SELECT 1", "COPY many FROM STDIN", "COMMIT")) {
            Throwable error = failure(connection.executeMany(sql, rows(new Object[] {1})));

            assertThat(error)
                    .isInstanceOfSatisfying(
                            ProgrammingException.class,
                            refusal -> assertThat(refusal.nothingSent()).isTrue());
        }
    }

    @Test
    void memoryIsBoundedByWindowsNotByRows() {
        AtomicInteger read = new AtomicInteger();
        String kilobyte = "x".repeat(1_000);
        Iterable<@Nullable Object[]> endless = () -> IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> {
                    read.incrementAndGet();
                    return new @Nullable Object[] {i, kilobyte};
                })
                .iterator();
        CompletableFuture<Long> future = connection.executeMany("SELECT 1 / (100 - %s::int), length(%s)", endless);

        assertThat(failure(future)).isInstanceOf(DataException.class).hasMessageContaining("ROW:  100");
        assertThat(read.get()).isLessThan(600);
    }

    @Test
    void statementsBehindItWaitForItsEnd() {
        CompletableFuture<Long> many = connection.inTransaction(tx -> {
            CompletableFuture<Long> rows = tx.executeMany(INSERT, numbered(10_000));
            return rows.thenCombine(
                    tx.execute("SELECT count(*) FROM many"),
                    (sent, cursor) -> cursor.fetchAll().get(0).getLong(0));
        });

        assertThat(get(many)).isEqualTo(10_000);
    }

    @Test
    void cancelledOneIsRolledBackAndItsConnectionGoesOn() {
        CompletableFuture<Long> future = connection.executeMany(
                "SELECT pg_sleep(%s)", rows(new Object[] {0}, new Object[] {60}, new Object[] {60}));
        connection.cancel().join();
        future.cancel(false);

        assertThat(value(connection, "SELECT 1")).isEqualTo(1);
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }

    @Test
    void lostConnectionLeavesTheOutcomeUnknown() {
        Pool pool = invariants.close(
                Momoko.pool(PostgresServer.shared().dsn()).size(1).build());
        pool.connect().join();

        Throwable error = failure(pool.executeMany(
                "SELECT %s, pg_terminate_backend(pg_backend_pid())", rows(new Object[] {1}, new Object[] {2})));

        assertThat(error)
                .isInstanceOf(OutcomeUnknownException.class)
                .satisfies(unknown ->
                        assertThat(((DatabaseException) unknown).nothingSent()).isFalse());
    }

    @Test
    void poolRunsThemInOneTransaction() {
        Pool pool = invariants.close(
                Momoko.pool(TestMode.dsn(PostgresServer.shared())).size(2).build());
        pool.connect().join();
        pool.execute("DROP TABLE IF EXISTS many_of_pool").join();
        pool.execute("CREATE TABLE many_of_pool (i int PRIMARY KEY)").join();
        String insert = "INSERT INTO many_of_pool VALUES (%s)";

        assertThat(get(pool.executeMany(insert, rows(new Object[] {1}, new Object[] {2}))))
                .isEqualTo(2);
        assertThat(failure(pool.executeMany(insert, rows(new Object[] {3}, new Object[] {1}))))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("ROW:  1 ");
        assertThat(pool.execute("SELECT count(*) FROM many_of_pool").join().fetchOne())
                .extracting(row -> row.getLong(0))
                .isEqualTo(2L);
        pool.execute("DROP TABLE many_of_pool").join();
        assertThat(pool.stats().busy()).isZero();
    }
}
