package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.api.Connection;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.error.InterfaceException;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.momoko.testing.TestMode;

/** On a connection that somebody holds, transactions come one after another: two at a time would be one on the server. */
class TransactionsOnAConnectionIT {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final String INSERT = "INSERT INTO tx_conn VALUES (%s)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private Pool pool;
    private Connection connection;

    @BeforeEach
    void setUp() {
        pool = invariants.close(TestMode.pool(SERVER).size(1).build());
        get(pool.connect());
        get(pool.execute("CREATE TABLE IF NOT EXISTS tx_conn(id int)"));
        get(pool.execute("TRUNCATE tx_conn"));
        connection = get(pool.getconn());
    }

    @AfterEach
    void giveBack() {
        pool.putconn(connection);
        assertThat(get(pool.execute("SELECT 1")).rowCount()).isEqualTo(1);
    }

    private long rows() {
        return get(connection.execute("SELECT count(*) FROM tx_conn"))
                .fetchOne()
                .getLong(0);
    }

    enum Second {
        BODY(connection -> connection.inTransaction(transaction -> transaction.execute(INSERT, 2))),
        LIST(connection -> connection.transaction(Query.of(INSERT, 2))),
        LIST_WITHOUT_ROLLBACK(connection -> connection.transaction(java.util.List.of(Query.of(INSERT, 2)), false));

        private final Function<Connection, CompletableFuture<?>> begin;

        Second(Function<Connection, CompletableFuture<?>> begin) {
            this.begin = begin;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSecondOneIsRefusedWhileTheFirstIsOpen(Second second) {
        CompletableFuture<Object> body = new CompletableFuture<>();
        CompletableFuture<Object> inserted = new CompletableFuture<>();
        CompletableFuture<Object> first = connection.inTransaction(transaction -> {
            transaction.execute(INSERT, 1).thenAccept(inserted::complete);
            return body;
        });
        get(inserted);

        assertThatThrownBy(() -> get(second.begin.apply(connection)))
                .isInstanceOf(InterfaceException.class)
                .hasMessageContaining("A transaction is open on this connection");

        body.completeExceptionally(new IllegalStateException("undone"));
        assertThatThrownBy(() -> get(first)).hasMessage("undone");
        assertThat(rows()).isZero();
    }

    @Test
    void whoGoesOnAtOnceWhenOneIsGivenUpIsNotUndoneWithIt() {
        CompletableFuture<Object> inserted = new CompletableFuture<>();
        CompletableFuture<Object> given = connection.inTransaction(transaction -> {
            transaction.execute(INSERT, 1).thenAccept(inserted::complete);
            return new CompletableFuture<>();
        });
        CompletableFuture<?> goesOn =
                given.handle((value, error) -> error).thenCompose(none -> connection.execute(INSERT, 2));
        get(inserted);

        given.cancel(false);

        get(goesOn);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void oneThatItsOwnBodyBeginsOnTheConnectionIsRefused() {
        assertThatThrownBy(() -> get(connection.inTransaction(transaction -> transaction
                        .execute(INSERT, 1)
                        .thenCompose(done -> connection.inTransaction(inner -> inner.execute(INSERT, 2))))))
                .isInstanceOf(InterfaceException.class);
        assertThat(rows()).isZero();
    }

    @Test
    void theNextOneMayBeginWhereTheEndOfTheFirstIsToldAndAfterItWasCancelled() {
        get(connection
                .inTransaction(transaction -> transaction.execute(INSERT, 1))
                .thenCompose(done -> connection.inTransaction(transaction -> transaction.execute(INSERT, 2)))
                .thenCompose(done -> connection.transaction(Query.of(INSERT, 3))));
        CompletableFuture<Object> cancelled = connection.inTransaction(
                transaction -> transaction.execute("SELECT pg_sleep(60)").thenApply(c -> c));
        cancelled.cancel(true);
        get(connection.inTransaction(transaction -> transaction.execute(INSERT, 4)));
        assertThat(rows()).isEqualTo(4);
    }
}
