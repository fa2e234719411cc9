package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.api.Connection;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.error.DataException;
import org.momoko.error.IntegrityException;
import org.momoko.error.InterfaceException;
import org.momoko.error.InternalException;
import org.momoko.error.MomokoException;
import org.momoko.event.TransactionOutcome;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;

/** Every way in which a transaction can come to its end, at every moment. */
class TransactionEndsIT {
    private static final String INSERT = "INSERT INTO tx_ends VALUES (%s)";
    private static final String SLEEP = "SELECT pg_sleep(30)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private PoolBench bench;

    /** When it is disturbed. */
    enum Moment {
        WAITING,
        FIRST_STATEMENT,
        LATER_STATEMENT,
        BETWEEN,
        SAVEPOINT,
        COMMIT
    }

    /** What disturbs it. */
    enum Disturbance {
        CANCEL,
        OR_TIMEOUT,
        TIME_LIMIT,
        TERMINATE,
        CUT,
        SERVER_ERROR
    }

    @BeforeEach
    void setUp() {
        bench = invariants.close(PoolBench.connected(builder -> builder.size(1)));
        get(bench.pool.execute("CREATE TABLE IF NOT EXISTS tx_ends(id int PRIMARY KEY)"));
        get(bench.pool.execute("TRUNCATE tx_ends"));
        get(bench.pool.execute("CREATE OR REPLACE FUNCTION tx_ends_sleep() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$BEGIN IF new.id = 99 THEN PERFORM pg_sleep(30); END IF; RETURN NULL; END$$"));
        get(bench.pool.execute("DROP TRIGGER IF EXISTS tx_ends_late ON tx_ends"));
        get(bench.pool.execute("CREATE CONSTRAINT TRIGGER tx_ends_late AFTER INSERT ON tx_ends DEFERRABLE INITIALLY"
                + " DEFERRED FOR EACH ROW EXECUTE FUNCTION tx_ends_sleep()"));
    }

    private long rows() {
        return PoolBench.number(bench.pool, "SELECT count(*) FROM tx_ends");
    }

    /** The connection is the caller's, who goes on with it at once. */
    @RepeatedTest(20)
    void whatFollowsACancelledTransactionOnItsConnectionIsNotRolledBackWithIt() {
        Connection connection = get(bench.pool.getconn(false));
        AtomicReference<Transaction> begun = new AtomicReference<>();
        CompletableFuture<?> given = connection.inTransaction(transaction -> {
            begun.set(transaction);
            return transaction.execute(INSERT, 1).thenCompose(done -> transaction.execute(SLEEP));
        });
        Await.until(
                "it sleeps",
                () -> begun.get() != null && SLEEP.equals(begun.get().lastStatement()));
        given.cancel(false);
        get(connection.execute(INSERT, 2));
        bench.pool.putconn(connection);

        assertThat(PoolBench.number(bench.pool, "SELECT sum(id) FROM tx_ends")).isEqualTo(2);
    }

    static Stream<Arguments> disturbances() {
        List<Arguments> all = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            for (Disturbance disturbance : Disturbance.values()) {
                boolean needsConnection = disturbance.compareTo(Disturbance.TIME_LIMIT) > 0;
                boolean nothingToHit = disturbance == Disturbance.SERVER_ERROR && moment == Moment.BETWEEN;
                if (!(moment == Moment.WAITING && needsConnection) && !nothingToHit) {
                    all.add(Arguments.of(moment, disturbance));
                }
            }
        }
        return all.stream();
    }

    private static CompletionStage<?> work(Moment moment, Transaction transaction, CompletableFuture<?> never) {
        if (moment == Moment.FIRST_STATEMENT) {
            return transaction.execute(SLEEP);
        }
        CompletableFuture<Cursor<Row>> first = transaction.execute(INSERT, 1);
        return switch (moment) {
            case LATER_STATEMENT -> first.thenCompose(done -> transaction.execute(SLEEP));
            case BETWEEN -> first.thenCompose(done -> never);
            case SAVEPOINT ->
                first.thenCompose(done -> transaction.savepoint(
                        inner -> inner.execute(INSERT, 2).thenCompose(two -> inner.execute(SLEEP))));
            case COMMIT -> first.thenCompose(done -> transaction.execute(INSERT, 99));
            default -> first;
        };
    }

    @ParameterizedTest
    @MethodSource("disturbances")
    void everyDisturbanceEndsInARollback(Moment moment, Disturbance disturbance) throws Exception {
        Connection held = moment == Moment.WAITING ? get(bench.pool.getconn(false)) : null;
        AtomicReference<Transaction> begun = new AtomicReference<>();
        CompletableFuture<?> never = new CompletableFuture<>();
        TransactionOptions options = disturbance == Disturbance.TIME_LIMIT
                ? TransactionOptions.DEFAULT.withTimeout(Duration.ofMillis(300))
                : TransactionOptions.DEFAULT;
        CompletableFuture<Object> result = bench.pool.inTransaction(options, transaction -> {
            begun.set(transaction);
            return work(moment, transaction, never).thenApply(Object.class::cast);
        });
        if (disturbance != Disturbance.TIME_LIMIT) {
            awaitMoment(moment, begun);
        }
        switch (disturbance) {
            case CANCEL -> result.cancel(false);
            case OR_TIMEOUT -> result.orTimeout(1, TimeUnit.MILLISECONDS);
            case TIME_LIMIT -> {}
            case TERMINATE -> bench.server.terminateBackends("momoko-test");
            case CUT -> bench.proxy.cutAll();
            case SERVER_ERROR ->
                bench.server.admin("SELECT pg_cancel_backend(" + begun.get().processId() + ")");
        }

        if (moment == Moment.BETWEEN && disturbance.compareTo(Disturbance.TIME_LIMIT) > 0) {
            // nobody but the body knows what it waits for
            never.completeExceptionally(new IllegalStateException("the body fails"));
        }
        Await.until("the future has ended", result::isDone);
        assertThat(result).isCompletedExceptionally();
        if (held != null) {
            assertThat(bench.pool.stats().waiting()).isZero();
            bench.pool.putconn(held);
        }
        never.completeExceptionally(new IllegalStateException("the body goes on, too late"));
        Await.until(
                "the connection is clean or closed", () -> bench.pool.stats().busy() == 0);
        bench.server.terminateBackends("momoko-test"); // of a session that was cut off and sleeps on
        Await.until("no session is left of before", () -> bench.pool.stats().free() == 0);
        assertThat(rows()).isZero();
        Transaction transaction = begun.get();
        if (transaction != null) {
            assertThat(transaction.completed()).isTrue();
            boolean lostAtCommit =
                    moment == Moment.COMMIT && (disturbance == Disturbance.TERMINATE || disturbance == Disturbance.CUT);
            assertThat(transaction.outcome())
                    .isEqualTo(lostAtCommit ? TransactionOutcome.UNKNOWN : TransactionOutcome.ROLLED_BACK);
        }
    }

    private void awaitMoment(Moment moment, AtomicReference<Transaction> begun) {
        switch (moment) {
            case WAITING -> Await.until("it waits", () -> bench.pool.stats().waiting() == 1);
            case BETWEEN -> Await.until("it is between statements", () -> state("idle in transaction", "INSERT"));
            case COMMIT -> Await.until("it commits", () -> state("active", "COMMIT"));
            default -> Await.until("it sleeps", () -> state("active", "SELECT pg_sleep"));
        }
    }

    private boolean state(String state, String query) {
        return bench.server.sessions("momoko-test").stream()
                .anyMatch(session ->
                        state.equals(session.state()) && session.query().startsWith(query));
    }

    @Test
    void givingUpCancelsAllStatementsThatWereSentNotOnlyTheLast() {
        CompletableFuture<Cursor<Row>> begun = new CompletableFuture<>();
        CompletableFuture<?> result = bench.pool.inTransaction(transaction -> transaction
                .execute("SELECT 1")
                .thenCompose(one -> {
                    CompletableFuture<Cursor<Row>> sleeping = transaction.execute(SLEEP);
                    CompletableFuture<Cursor<Row>> last = transaction.execute("SELECT 2");
                    begun.complete(one);
                    return CompletableFuture.allOf(sleeping, last);
                }));
        get(begun);
        Await.until("it sleeps", () -> state("active", SLEEP));
        result.cancel(false);
        Await.until(
                "the connection is free again",
                Duration.ofSeconds(5),
                () -> bench.pool.stats().free() == 1);
    }

    @Test
    void siblingsOfAFailedStatementNameTheFirstError() {
        AtomicReference<CompletableFuture<?>> second = new AtomicReference<>();
        assertThatThrownBy(() -> get(bench.pool.inTransaction(transaction -> transaction
                        .execute("SELECT 1")
                        .thenCompose(one -> {
                            CompletableFuture<?> first = transaction.execute("SELECT 1/0");
                            second.set(transaction.execute("SELECT 2"));
                            return second.get().thenCombine(first, (a, b) -> a);
                        }))))
                .isInstanceOf(InternalException.class)
                .hasCauseInstanceOf(DataException.class);
        assertThatThrownBy(() -> get(second.get()))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("current transaction is aborted")
                .cause()
                .hasMessageContaining("division by zero");
    }

    @Test
    void commitWaitsForStatementsAndSavepointsThatWereAskedFor() {
        get(bench.pool.inTransaction(transaction -> {
            transaction.execute("SELECT pg_sleep(0.1)");
            transaction.execute(INSERT, 1);
            transaction.savepoint(
                    inner -> inner.execute("SELECT pg_sleep(0.1)").thenCompose(done -> inner.execute(INSERT, 2)));
            transaction.savepoint(inner -> inner.execute(INSERT, 3));
            return CompletableFuture.completedFuture("done");
        }));
        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void errorThatASavepointSwallowsUndoesTheSavepointAndNotMore() {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        get(bench.pool.inTransaction(transaction -> transaction
                .execute(INSERT, 1)
                .thenCompose(done -> transaction.savepoint(inner -> inner.execute(INSERT, 2)
                        .thenCompose(two -> inner.execute(INSERT, 1))
                        .handle((cursor, error) -> "all is well")))
                .handle((value, error) -> {
                    seen.set(error);
                    return null;
                })
                .thenCompose(done -> transaction.execute(INSERT, 3))));
        assertThat(seen.get())
                .satisfiesAnyOf(
                        error -> assertThat(error).isInstanceOf(IntegrityException.class),
                        error -> assertThat(error).hasCauseInstanceOf(IntegrityException.class));
        assertThat(get(bench.pool.execute("SELECT id FROM tx_ends ORDER BY id")).toList())
                .extracting(row -> row.getInt(0))
                .containsExactly(1, 3);
    }

    @Test
    void savepointCanBeGivenUpAlone() {
        get(bench.pool.inTransaction(transaction -> transaction
                .execute(INSERT, 1)
                .thenCompose(done -> {
                    CompletableFuture<?> nested = transaction.savepoint(
                            inner -> inner.execute(INSERT, 2).thenCompose(two -> inner.execute(SLEEP)));
                    nested.orTimeout(200, TimeUnit.MILLISECONDS);
                    return nested.handle((value, error) -> null)
                            .thenCompose(none -> transaction.savepoint(inner -> inner.execute(INSERT, 3)));
                })));
        assertThat(get(bench.pool.execute("SELECT id FROM tx_ends ORDER BY id")).toList())
                .extracting(row -> row.getInt(0))
                .containsExactly(1, 3);
    }

    /** What the body of a savepoint is at when its caller gives it up. */
    enum Busy {
        WITH_A_STATEMENT(inner -> inner.execute(SLEEP)),
        WITH_SOMETHING_ELSE(inner -> new CompletableFuture<>());

        private final Function<Transaction, CompletableFuture<?>> next;

        Busy(Function<Transaction, CompletableFuture<?>> next) {
            this.next = next;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoGoesOnAtOnceWhenASavepointIsGivenUpIsNotUndoneWithIt(Busy busy) {
        get(bench.pool.inTransaction(transaction -> transaction
                .execute(INSERT, 1)
                .thenCompose(done -> {
                    CompletableFuture<?> nested = transaction.savepoint(
                            inner -> inner.execute(INSERT, 2).thenCompose(two -> busy.next.apply(inner)));
                    CompletableFuture<?> goesOn =
                            nested.handle((value, error) -> error).thenCompose(none -> transaction.execute(INSERT, 3));
                    nested.orTimeout(200, TimeUnit.MILLISECONDS);
                    return goesOn;
                })));
        assertThat(get(bench.pool.execute("SELECT id FROM tx_ends ORDER BY id")).toList())
                .extracting(row -> row.getInt(0))
                .containsExactly(1, 3);
    }

    @Test
    void bodyWithoutStatementsSendsNothing() {
        String before = get(bench.pool.execute("SELECT 'before'")).fetchOne().getString(0);
        String result = get(bench.pool.inTransaction(transaction -> CompletableFuture.completedFuture(before)));
        assertThat(result).isEqualTo("before");
        assertThat(state("idle", "SELECT 'before'")).isTrue();
    }

    @Test
    void transactionAfterTransactionRunsOnTheOneConnection() {
        String result = get(bench.pool
                .inTransaction(transaction -> transaction.execute(INSERT, 1))
                .thenCompose(done -> bench.pool.inTransaction(transaction -> transaction.execute(INSERT, 2)))
                .thenCompose(done -> bench.pool.execute("SELECT count(*) FROM tx_ends"))
                .thenApply(cursor -> cursor.fetchOne().getString(0)));
        assertThat(result).isEqualTo("2");
    }

    @Test
    void statementsAfterTheEndFailAndAreNotSent() {
        AtomicReference<Transaction> kept = new AtomicReference<>();
        get(bench.pool.inTransaction(transaction -> {
            kept.set(transaction);
            return transaction.execute(INSERT, 1);
        }));
        assertThatThrownBy(() -> get(kept.get().execute(INSERT, 2)))
                .isInstanceOf(InterfaceException.class)
                .hasMessageContaining("transaction is complete");
        assertThatThrownBy(() -> get(kept.get().savepoint(inner -> inner.execute(INSERT, 3))))
                .isInstanceOf(InterfaceException.class);
        assertThat(rows()).isEqualTo(1);
    }

    /** The body's end, on the event loop, against statements from another thread: sent before COMMIT, or refused. */
    @RepeatedTest(200)
    void statementThatMeetsTheEndIsPartOfTheTransactionOrRefused() throws Exception {
        CompletableFuture<Transaction> begun = new CompletableFuture<>();
        CompletableFuture<Object> body = new CompletableFuture<>();
        CompletableFuture<Object> result = bench.pool.inTransaction(
                transaction -> transaction.execute(INSERT, 1).thenCompose(done -> {
                    begun.complete(transaction);
                    return body;
                }));
        Transaction transaction = get(begun);
        CompletableFuture<Cursor<Row>> late = new CompletableFuture<>();
        Thread other = new Thread(() -> transaction.execute(INSERT, 2).whenComplete((cursor, error) -> {
            if (error == null) {
                late.complete(cursor);
            } else {
                late.completeExceptionally(error);
            }
        }));
        other.start();
        body.complete("done");
        other.join();
        get(result);
        boolean accepted = late.handle((cursor, error) -> error == null).get(5, TimeUnit.SECONDS);
        assertThat(rows()).isEqualTo(accepted ? 2 : 1);
    }

    @Test
    void transactionOnABorrowedConnectionLeavesItToItsHolder() {
        Connection connection = get(bench.pool.getconn(false));
        assertThatThrownBy(() -> get(connection.inTransaction(transaction ->
                        transaction.execute(INSERT, 1).thenCompose(done -> transaction.execute(INSERT, 1)))))
                .isInstanceOf(MomokoException.class);
        get(connection.inTransaction(transaction -> transaction.execute(INSERT, 2)));
        assertThat(get(connection.execute("SELECT count(*) FROM tx_ends"))
                        .fetchOne()
                        .getLong(0))
                .isEqualTo(1);
        bench.pool.putconn(connection);
    }
}
