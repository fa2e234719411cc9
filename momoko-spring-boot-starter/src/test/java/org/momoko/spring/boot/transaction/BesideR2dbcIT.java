package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.transaction.MomokoTransactionManagerAutoConfiguration;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Spring's own manager for R2DBC and Momoko in one application, on the same database. */
@ExtendWith(Invariants.class)
class BesideR2dbcIT {
    private static final String OURS = "momokoReactiveTransactionManager";
    private static final String TRANSACTION = "SELECT pg_current_xact_id()::text";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    /** What Boot would configure, whose module for R2DBC is not among the libraries of these tests. */
    @Configuration(proxyBeanMethods = false)
    static class R2dbc {
        @Bean(destroyMethod = "dispose")
        ConnectionPool connectionFactory() {
            PostgresServer server = PostgresServer.shared();
            ConnectionFactory single = new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                    .host(server.host())
                    .port(server.port())
                    .database("app")
                    .username("app")
                    .password(PostgresServer.password("app"))
                    .applicationName("r2dbc")
                    .build());
            return new ConnectionPool(ConnectionPoolConfiguration.builder(single)
                    .initialSize(0)
                    .maxSize(2)
                    .build());
        }

        @Bean
        R2dbcTransactionManager transactionManager(ConnectionFactory connections) {
            return new R2dbcTransactionManager(connections);
        }

        @Bean
        DatabaseClient databaseClient(ConnectionFactory connections) {
            return DatabaseClient.create(connections);
        }
    }

    /** The qualifier chooses; without one it is R2DBC's. */
    static class Ledger {
        private final DatabaseClient r2dbc;
        private final TransactionalClient client;

        Ledger(DatabaseClient r2dbc, TransactionalClient client) {
            this.r2dbc = r2dbc;
            this.client = client;
        }

        @Transactional
        public Mono<Integer> byR2dbc(int id, boolean fail) {
            return insertByR2dbc(id).flatMap(done -> result(id, fail));
        }

        @Transactional(OURS)
        public Mono<Integer> byMomoko(int id, boolean fail) {
            return byMomokosHandle(id).flatMap(done -> result(id, fail));
        }

        @AsyncTransactional
        public CompletableFuture<Integer> async(int id, boolean fail) {
            return client.execute("INSERT INTO entry (id) VALUES (%s)", id)
                    .thenCompose(done -> result(id, fail).toFuture());
        }

        @AsyncTransactional
        public Mono<Integer> asyncMono(int id, boolean fail) {
            return byMomokosHandle(id).flatMap(done -> result(id, fail));
        }

        private static Mono<Integer> byMomokosHandle(int id) {
            return ReactiveTransactions.current()
                    .flatMap(tx -> Mono.fromFuture(() -> tx.execute("INSERT INTO entry (id) VALUES (%s)", id)))
                    .thenReturn(id);
        }

        /** Statements of a transactional client do not slip into R2DBC's transaction, nor past it. */
        @Transactional
        public Mono<Throwable> clientInR2dbc() {
            return insertByR2dbc(98)
                    .flatMap(done -> Mono.fromFuture(() -> client.execute("INSERT INTO entry (id) VALUES (99)")))
                    .<Throwable>map(done -> new AssertionError("did not fail"))
                    .onErrorResume(Mono::just);
        }

        @Transactional
        public Mono<String> r2dbcTransaction() {
            return r2dbc.sql(TRANSACTION).map(row -> String.valueOf(row.get(0))).one();
        }

        @AsyncTransactional
        public CompletableFuture<String> asyncTransaction() {
            return AsyncTransaction.current()
                    .execute(TRANSACTION)
                    .thenApply(found -> String.valueOf(found.fetchOne().getString(0)));
        }

        private Mono<Long> insertByR2dbc(int id) {
            return r2dbc.sql("INSERT INTO entry (id) VALUES ($1)")
                    .bind(0, id)
                    .fetch()
                    .rowsUpdated();
        }

        private static Mono<Integer> result(int id, boolean fail) {
            return fail ? Mono.error(new IllegalStateException("failed")) : Mono.just(id);
        }
    }

    /** One inside the other: two transactions on two connections, which end by themselves. */
    static class Both {
        private final Ledger ledger;

        Both(Ledger ledger) {
            this.ledger = ledger;
        }

        @Transactional
        public Mono<List<String>> transactions() {
            return ledger.r2dbcTransaction().zipWith(Mono.fromFuture(ledger::asyncTransaction), List::of);
        }

        @Transactional
        public Mono<Integer> momokoInR2dbc() {
            return ledger.byR2dbc(1, false)
                    .then(ledger.asyncMono(2, false))
                    .then(Mono.fromFuture(() -> ledger.async(3, false)))
                    .flatMap(done -> Ledger.result(3, true));
        }

        @AsyncTransactional
        public Mono<Integer> r2dbcInMomoko() {
            return ledger.byR2dbc(4, false).then(ledger.asyncMono(5, false)).flatMap(done -> Ledger.result(5, true));
        }
    }

    static class StageOfR2dbc {
        @Transactional
        public CompletableFuture<Integer> work() {
            return CompletableFuture.completedFuture(1);
        }
    }

    static class StageOfMomoko {
        @Transactional(OURS)
        public CompletableFuture<Integer> work() {
            return CompletableFuture.completedFuture(1);
        }
    }

    private ApplicationContextRunner runner(String manager) {
        return database.runner()
                .withConfiguration(AutoConfigurations.of(
                        TransactionManagerCustomizationAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        MomokoTransactionManagerAutoConfiguration.class))
                .withUserConfiguration(R2dbc.class)
                .withPropertyValues("momoko.transaction.manager=" + manager);
    }

    @Test
    void eachAnnotationGoesToItsOwnManager() {
        runner("reactive").withBean(Ledger.class).run(context -> {
            assertThat(context).hasNotFailed();
            Ledger ledger = context.getBean(Ledger.class);
            ledger.byR2dbc(1, false).block(LIMIT);
            ledger.byMomoko(2, false).block(LIMIT);
            get(ledger.async(3, false));
            ledger.asyncMono(4, false).block(LIMIT);
            assertThatThrownBy(() -> ledger.byR2dbc(5, true).block(LIMIT)).hasMessage("failed");
            assertThatThrownBy(() -> ledger.byMomoko(6, true).block(LIMIT)).hasMessage("failed");
            assertThat(error(ledger.async(7, true))).hasMessage("failed");
            assertThatThrownBy(() -> ledger.asyncMono(8, true).block(LIMIT)).hasMessage("failed");
            assertThat(database.committed()).containsExactly(1, 2, 3, 4);
            database.idle(context.getBean(Pool.class));
        });
    }

    @Test
    void withoutAManagerOfOursBothRunSideBySide() {
        runner("none").withBean(Ledger.class).withBean(Both.class).run(context -> {
            assertThat(context).hasNotFailed();
            Ledger ledger = context.getBean(Ledger.class);
            ledger.byR2dbc(1, false).block(LIMIT);
            get(ledger.async(2, false));
            assertThatThrownBy(() -> ledger.byR2dbc(3, true).block(LIMIT)).hasMessage("failed");
            assertThat(error(ledger.async(4, true))).hasMessage("failed");
            assertThat(database.committed()).containsExactly(1, 2);
            assertThat(context.getBean(Both.class).transactions().block(LIMIT))
                    .hasSize(2)
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void oneInsideTheOtherEndsByItself() {
        runner("reactive").withBean(Ledger.class).withBean(Both.class).run(context -> {
            Both both = context.getBean(Both.class);
            assertThatThrownBy(() -> both.momokoInR2dbc().block(LIMIT)).hasMessage("failed");
            assertThat(database.committed()).as("the inner ones committed").containsExactly(2, 3);
            assertThatThrownBy(() -> both.r2dbcInMomoko().block(LIMIT)).hasMessage("failed");
            assertThat(database.committed()).as("of R2DBC; 5 joined").containsExactly(2, 3, 4);
            database.idle(context.getBean(Pool.class));
        });
    }

    @Test
    void aTransactionalClientFailsInATransactionOfR2dbc() {
        runner("reactive").withBean(Ledger.class).run(context -> {
            assertThat(context.getBean(Ledger.class).clientInR2dbc().block(LIMIT))
                    .isInstanceOf(TransactionScopeException.class);
            assertThat(database.committed()).containsExactly(98);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "platform", "reactive"})
    void r2dbcsManagerIsNeverDisplaced(String manager) {
        runner(manager).run(context -> {
            assertThat(context.getBean(TransactionManager.class)).isInstanceOf(R2dbcTransactionManager.class);
            assertThat(context.getBean(ReactiveTransactionManager.class)).isInstanceOf(R2dbcTransactionManager.class);
            assertThat(context).hasSingleBean(TransactionalOperator.class);
            assertThat(context.containsBean(OURS)).isEqualTo(manager.equals("reactive"));
            assertThat(context.containsBean("momokoTransactionManager")).isEqualTo(manager.equals("platform"));
        });
    }

    @Test
    void theOperatorOfBootIsR2dbcs() {
        runner("reactive").withBean(Ledger.class).run(context -> {
            TransactionalOperator operator = context.getBean(TransactionalOperator.class);
            Ledger ledger = context.getBean(Ledger.class);
            assertThatThrownBy(() -> ledger.byR2dbc(1, false)
                            .then(ledger.byMomoko(2, false))
                            .flatMap(done -> Ledger.result(2, true))
                            .as(operator::transactional)
                            .block(LIMIT))
                    .hasMessage("failed");
            assertThat(database.committed()).as("ours is another one").containsExactly(2);
        });
    }

    @Test
    void aStageUnderOursStopsTheStartAndOneUnderR2dbcsIsNotOurBusiness() {
        runner("reactive")
                .withBean(StageOfMomoko.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("@Transactional on " + StageOfMomoko.class.getName() + ".work"));
        runner("reactive")
                .withBean(StageOfR2dbc.class)
                .run(context -> assertThat(context).hasNotFailed());
    }
}
