package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.OpenTransaction;
import org.momoko.api.Pool;
import org.momoko.api.Transaction;
import org.momoko.api.TransactionOptions;
import org.momoko.api.TransactionOptions.Isolation;
import org.momoko.error.DataException;
import org.momoko.error.IntegrityException;
import org.momoko.error.PoolTimeoutException;
import org.momoko.error.TransactionTimeoutException;
import org.momoko.event.PoolListener;
import org.momoko.event.TransactionOutcome;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** What the handle of a transaction tells, and how transactions end. */
class TransactionIT {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final String INSERT = "INSERT INTO tx_it VALUES (%s)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Pool pool;

    @BeforeEach
    void setUp() {
        pool = pool(builder -> builder.size(1));
        get(pool.execute("CREATE TABLE IF NOT EXISTS tx_it(id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)"));
        get(pool.execute("TRUNCATE tx_it"));
    }

    private static Pool pool(UnaryOperator<PoolBuilder> configure) {
        Pool made = invariants.close(configure.apply(TestMode.pool(SERVER)).build());
        get(made.connect());
        invariants.check("no connection of the pool is busy", () -> made.stats().busy() == 0);
        return made;
    }

    private long rows() {
        return PoolBench.number(pool, "SELECT count(*) FROM tx_it");
    }

    @Test
    void handleTellsWhatTheTransactionIsDoing() {
        TransactionOptions options = TransactionOptions.DEFAULT.withIsolation(Isolation.REPEATABLE_READ);
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        AtomicReference<Transaction> kept = new AtomicReference<>();
        List<OpenTransaction> open = get(pool.inTransaction(options, transaction -> {
            kept.set(transaction);
            assertThat(transaction.outcome()).isNull();
            assertThat(transaction.lastStatement()).isNull();
            assertThat(transaction.began()).isBetween(before, Instant.now());
            return transaction
                    .execute(INSERT, 1)
                    .thenCompose(done -> transaction.savepoint(inner -> inner.execute(INSERT, 2)))
                    .thenCompose(done -> transaction.execute("SELECT pg_backend_pid()"))
                    .thenApply(cursor -> {
                        assertThat(cursor.fetchOne().getInt(0)).isEqualTo(transaction.processId());
                        return pool.transactions();
                    });
        }));
        Transaction transaction = kept.get();
        assertThat(open).singleElement().satisfies(one -> {
            assertThat(one.processId()).isEqualTo(transaction.processId());
            assertThat(one.statements()).isEqualTo(3);
            assertThat(one.lastStatement()).isEqualTo("SELECT pg_backend_pid()");
            assertThat(one.options()).isEqualTo(options);
            assertThat(one.age()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
        });
        assertThat(transaction.completed()).isTrue();
        assertThat(transaction.outcome()).isEqualTo(TransactionOutcome.COMMITTED);
        assertThat(pool.transactions()).isEmpty();
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void transactionOnABorrowedConnectionIsSeenAsWell() {
        List<OpenTransaction> open = get(pool.withConnection(connection -> connection.inTransaction(
                transaction -> transaction.execute("SELECT 1").thenApply(done -> pool.transactions()))));
        assertThat(open).extracting(OpenTransaction::lastStatement).containsExactly("SELECT 1");
        assertThat(pool.transactions()).isEmpty();
    }

    @Test
    void rollbackOnlyDeliversTheResultAndLeavesNothing() {
        AtomicReference<Transaction> kept = new AtomicReference<>();
        String result = get(pool.inTransaction(transaction -> {
            kept.set(transaction);
            transaction.setRollbackOnly();
            assertThat(transaction.rollbackOnly()).isTrue();
            return transaction.execute(INSERT, 1).thenApply(done -> "done");
        }));
        assertThat(result).isEqualTo("done");
        assertThat(kept.get().outcome()).isEqualTo(TransactionOutcome.ROLLED_BACK);
        assertThat(rows()).isZero();
    }

    @Test
    void rollbackOnlyInASavepointUndoesTheSavepointAlone() {
        get(pool.inTransaction(transaction -> transaction
                .execute(INSERT, 1)
                .thenCompose(done -> transaction.savepoint(inner -> {
                    inner.setRollbackOnly();
                    return inner.execute(INSERT, 2);
                }))
                .thenCompose(done -> transaction.execute(INSERT, 3))));
        assertThat(get(pool.execute("SELECT id FROM tx_it ORDER BY id")).toList())
                .extracting(row -> row.getInt(0))
                .containsExactly(1, 3);
    }

    @Test
    void listenerHearsHowTransactionsEnd() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        Pool heardOf = pool(builder -> builder.size(1).listener(new PoolListener() {
            @Override
            public void transactionBegan() {
                heard.add("began");
            }

            @Override
            public void transactionEnded(TransactionOutcome outcome, long nanos, int statements) {
                assertThat(nanos).isPositive();
                heard.add(outcome + " " + statements);
            }
        }));
        get(heardOf.inTransaction(transaction -> transaction.execute("SELECT 1")));
        assertThatThrownBy(() -> get(heardOf.inTransaction(transaction ->
                        transaction.execute("SELECT 1").thenCompose(done -> transaction.execute("SELECT 1/0")))))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> get(
                        heardOf.inTransaction(transaction -> transaction.execute("INSERT INTO tx_it VALUES (1), (1)"))))
                .isInstanceOf(IntegrityException.class);
        assertThat(heard).containsExactly("began", "COMMITTED 1", "began", "ROLLED_BACK 2", "began", "ROLLED_BACK 1");
    }

    @Test
    void timeoutEndsATransactionBetweenItsStatements() {
        AtomicReference<Transaction> kept = new AtomicReference<>();
        CompletableFuture<?> never = new CompletableFuture<>();
        assertThatThrownBy(() -> get(pool.inTransaction(
                        TransactionOptions.DEFAULT.withTimeout(Duration.ofMillis(200)), transaction -> {
                            kept.set(transaction);
                            return transaction.execute(INSERT, 1).thenCompose(done -> never);
                        })))
                .isInstanceOf(TransactionTimeoutException.class)
                .hasMessageContaining("200 ms");
        assertThat(rows()).isZero();
        assertThat(kept.get().completed()).isTrue();
    }

    @Test
    void timeoutCoversTheWaitForAConnection() {
        Connection held = get(pool.getconn(false));
        CompletableFuture<?> waiting = pool.inTransaction(
                TransactionOptions.DEFAULT.withTimeout(Duration.ofMillis(100)),
                transaction -> transaction.execute(INSERT, 1));
        assertThatThrownBy(() -> get(waiting))
                .isInstanceOfAny(PoolTimeoutException.class, TransactionTimeoutException.class);
        assertThat(pool.stats().waiting()).isZero();
        pool.putconn(held);
        assertThat(rows()).isZero();
    }

    @Test
    void timeoutMustBePositive() {
        assertThatThrownBy(() -> TransactionOptions.DEFAULT.withTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("greater than zero");
    }
}
