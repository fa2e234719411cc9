package org.momoko.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.momoko.api.Connection;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.api.TransactionOptions;
import org.momoko.error.IntegrityException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.test.annotation.Rollback;

/** The slice as an application's tests use it, on an embedded server of its own. */
@MomokoTest(properties = "momoko.pool.acquire-timeout=700ms")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MomokoTestIT {

    @SpringBootApplication
    static class Application {}

    @Component
    static class Service {}

    @Autowired
    Pool pool;

    @Autowired
    ApplicationContext context;

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private long count() throws Exception {
        return get(pool.execute("SELECT count(*) FROM city")).fetchAll().get(0).getLong(0);
    }

    @BeforeEach
    void table() throws Exception {
        get(pool.execute("CREATE TABLE IF NOT EXISTS city (name text PRIMARY KEY)"));
    }

    @Test
    @Order(1)
    void whatATestWritesItCanRead() throws Exception {
        get(pool.execute("INSERT INTO city VALUES (%s)", "Delft"));
        get(pool.transaction(Query.of("INSERT INTO city VALUES ('Leiden')")));
        get(pool.inTransaction(tx -> tx.execute("INSERT INTO city VALUES ('Gouda')")));

        assertThat(count()).isEqualTo(3);
    }

    @Test
    @Order(2)
    void theNextTestDoesNotSeeIt() throws Exception {
        assertThat(count()).isZero();
    }

    @Test
    void aStatementThatFailsUndoesItselfAlone() throws Exception {
        get(pool.execute("INSERT INTO city VALUES ('Delft')"));

        assertThat(pool.execute("INSERT INTO city VALUES ('Delft')"))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IntegrityException.class);

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aTransactionThatFailsUndoesItselfAlone() throws Exception {
        get(pool.execute("INSERT INTO city VALUES ('Delft')"));
        get(pool.inTransaction(
                        TransactionOptions.DEFAULT.asReadOnly(),
                        tx -> tx.execute("INSERT INTO city VALUES ('Leiden')")
                                .thenCompose(cursor ->
                                        CompletableFuture.failedFuture(new IllegalStateException("rolled back"))))
                .handle((done, error) -> null));

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void statementsThatRunAtTheSameTimeTakeTurns() throws Exception {
        List<? extends CompletableFuture<?>> all = IntStream.range(0, 50)
                .mapToObj(i -> i % 5 == 0
                        ? pool.inTransaction(tx -> tx.execute("INSERT INTO city VALUES (%s)", "city " + i)
                                .thenCompose(cursor -> tx.execute("SELECT 1/%s", i % 10))
                                .handle((cursor, error) -> null))
                        : pool.execute("INSERT INTO city VALUES (%s)", "city " + i % 40))
                .toList();
        for (CompletableFuture<?> one : all) {
            one.handle((done, error) -> null).get(10, TimeUnit.SECONDS);
        }

        assertThat(count()).isEqualTo(32 + 5);
    }

    @Test
    void connectionsAreOfTheTestsTransactionToo() throws Exception {
        Connection connection = get(pool.getconn());
        get(connection.execute("INSERT INTO city VALUES ('Delft')"));
        pool.putconn(connection);
        get(pool.withConnection(held -> held.as(CursorFactory.maps()).execute("INSERT INTO city VALUES ('Gouda')")));

        assertThat(get(pool.mogrify("SELECT %s", "x"))).isEqualTo("SELECT 'x'");
        assertThat(count()).isEqualTo(2);
        assertThat(pool.stats().busy()).isEqualTo(1);
    }

    @Test
    void aTransactionThatWaitsForItselfIsToldSo() {
        CompletableFuture<?> waiting = pool.inTransaction(tx -> pool.execute("SELECT 1"));

        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("takes turns");
    }

    @Test
    @Rollback(false)
    @Order(Integer.MAX_VALUE - 1)
    void withoutRollbackThePoolIsAsInProduction() throws Exception {
        get(pool.execute("DROP TABLE IF EXISTS city; CREATE TABLE city (name text PRIMARY KEY)"));
        get(pool.execute("INSERT INTO city VALUES ('stays')"));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void whatWasNotRolledBackIsSeenByTheNextTest() throws Exception {
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void componentsOfTheApplicationAreLeftOut() {
        assertThat(context.getBeanNamesForType(Service.class)).isEmpty();
    }
}
