package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.pool.PoolBench.get;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.api.Transaction;
import org.momoko.error.InterfaceException;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** Text cannot end a transaction under the statements that follow, which would then run outside it. */
class TransactionTextIT {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final String INSERT = "INSERT INTO tx_text VALUES (%s)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Pool pool;

    @BeforeEach
    void setUp() {
        pool = invariants.close(TestMode.pool(SERVER).size(1).build());
        get(pool.connect());
        get(pool.execute("CREATE TABLE IF NOT EXISTS tx_text(id int)"));
        get(pool.execute("TRUNCATE tx_text"));
    }

    private long rows() {
        return PoolBench.number(pool, "SELECT count(*) FROM tx_text");
    }

    private void refused(BiFunction<Transaction, String, CompletableFuture<?>> way, String text) {
        CompletableFuture<String> swallowed = pool.inTransaction(transaction -> transaction
                .execute(INSERT, 1)
                .thenCompose(done -> {
                    CompletableFuture<?> ended = way.apply(transaction, text);
                    return ended.handle((result, error) -> {
                        assertThat(ended)
                                .failsWithin(Duration.ZERO)
                                .withThrowableOfType(ExecutionException.class)
                                .withCauseInstanceOf(InterfaceException.class)
                                .withMessageContaining("cannot be sent as text");
                        return null;
                    });
                })
                .thenCompose(done -> transaction.execute(INSERT, 2))
                .thenCompose(done -> {
                    transaction.setRollbackOnly();
                    return CompletableFuture.completedFuture("rolled back");
                }));
        assertThat(get(swallowed)).isEqualTo("rolled back");
        assertThat(rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                "end",
                "ROLLBACK",
                "ABORT",
                "ROLLBACK AND CHAIN",
                "PREPARE TRANSACTION 'tx_text'",
                "/* then */ SELECT 1; COMMIT",
                "COMMIT; BEGIN"
            })
    void whatWouldEndItIsNotSent(String text) {
        refused(Transaction::execute, text);
    }

    enum Way {
        SAVEPOINT((transaction, text) -> transaction.savepoint(inner -> inner.execute(text))),
        PIPELINE((transaction, text) -> transaction.pipeline(group -> group.execute(text))),
        LIST((transaction, text) -> transaction.transaction(Query.of("SELECT 1"), Query.of(text)));

        private final BiFunction<Transaction, String, CompletableFuture<?>> way;

        Way(BiFunction<Transaction, String, CompletableFuture<?>> way) {
            this.way = way;
        }
    }

    @ParameterizedTest
    @EnumSource
    void norInAnyOtherWay(Way way) {
        refused(way.way, "COMMIT");
    }

    @Test
    void savepointsMayBeText() {
        get(pool.inTransaction(transaction -> transaction
                .execute(INSERT, 1)
                .thenCompose(done -> transaction.execute("SAVEPOINT mine"))
                .thenCompose(done -> transaction.execute(INSERT, 2))
                .thenCompose(done -> transaction.execute("ROLLBACK TO SAVEPOINT mine"))
                .thenCompose(done -> transaction.execute("RELEASE mine"))));
        assertThat(rows()).isEqualTo(1);
    }
}
