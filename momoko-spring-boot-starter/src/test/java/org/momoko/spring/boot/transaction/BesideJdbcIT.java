package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.transaction.MomokoTransactionManagerAutoConfiguration;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

/** Spring's own manager for JDBC and Momoko in one application, on the same database. */
@ExtendWith(Invariants.class)
class BesideJdbcIT {
    private static final String OURS = "momokoTransactionManager";

    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    /** The qualifier chooses; without one it is JDBC's. */
    static class Ledger {
        private final JdbcTemplate jdbc;
        private final TransactionalClient client;

        Ledger(JdbcTemplate jdbc, TransactionalClient client) {
            this.jdbc = jdbc;
            this.client = client;
        }

        @Transactional
        public void byJdbc(int id, boolean fail) {
            insertByJdbc(id);
            failIf(fail);
        }

        @Transactional(OURS)
        public void byMomoko(int id, boolean fail) {
            client.execute("INSERT INTO entry (id) VALUES (%s)", id).join();
            failIf(fail);
        }

        @AsyncTransactional
        public CompletableFuture<Object> async(int id, boolean fail) {
            return client.execute("INSERT INTO entry (id) VALUES (%s)", id).thenApply(done -> {
                failIf(fail);
                return id;
            });
        }

        /** Statements of a transactional client do not slip into JDBC's transaction, nor past it. */
        @Transactional
        public Throwable clientInJdbc() throws Exception {
            return error(client.execute("INSERT INTO entry (id) VALUES (99)"));
        }

        private void insertByJdbc(int id) {
            jdbc.update("INSERT INTO entry (id) VALUES (?)", id);
        }

        private static void failIf(boolean fail) {
            if (fail) {
                throw new IllegalStateException("failed");
            }
        }
    }

    /** One inside the other: two transactions on two connections, which end by themselves. */
    static class Both {
        private final Ledger ledger;

        Both(Ledger ledger) {
            this.ledger = ledger;
        }

        @Transactional
        public void momokoInJdbc(boolean outerFails) {
            ledger.byJdbc(1, false);
            ledger.byMomoko(2, false);
            Ledger.failIf(outerFails);
        }

        @Transactional(OURS)
        public void jdbcInMomoko(boolean outerFails) {
            ledger.byMomoko(3, false);
            ledger.byJdbc(4, false);
            Ledger.failIf(outerFails);
        }
    }

    static class StageOfJdbc {
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

    private DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {database.server.host()});
        source.setPortNumbers(new int[] {database.server.port()});
        source.setDatabaseName("app");
        source.setUser("app");
        source.setPassword(PostgresServer.password("app"));
        return source;
    }

    private ApplicationContextRunner runner(String manager) {
        return database.runner()
                .withConfiguration(AutoConfigurations.of(
                        JdbcTemplateAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        TransactionManagerCustomizationAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        MomokoTransactionManagerAutoConfiguration.class))
                .withBean(DataSource.class, this::dataSource)
                .withPropertyValues("momoko.transaction.manager=" + manager);
    }

    @Test
    void eachAnnotationGoesToItsOwnManager() {
        runner("platform").withBean(Ledger.class).run(context -> {
            assertThat(context).hasNotFailed();
            Ledger ledger = context.getBean(Ledger.class);
            ledger.byJdbc(1, false);
            ledger.byMomoko(2, false);
            get(ledger.async(3, false));
            assertThatThrownBy(() -> ledger.byJdbc(4, true)).hasMessage("failed");
            assertThatThrownBy(() -> ledger.byMomoko(5, true)).hasMessage("failed");
            assertThat(error(ledger.async(6, true))).hasMessage("failed");
            assertThat(database.committed()).containsExactly(1, 2, 3);
            database.idle(context.getBean(Pool.class));
        });
    }

    @Test
    void oneInsideTheOtherEndsByItself() {
        runner("platform").withBean(Ledger.class).withBean(Both.class).run(context -> {
            Both both = context.getBean(Both.class);
            assertThatThrownBy(() -> both.momokoInJdbc(true)).hasMessage("failed");
            assertThat(database.committed()).as("the inner one committed").containsExactly(2);
            assertThatThrownBy(() -> both.jdbcInMomoko(true)).hasMessage("failed");
            assertThat(database.committed()).containsExactly(2, 4);
            database.server.admin("DELETE FROM entry");
            both.momokoInJdbc(false);
            both.jdbcInMomoko(false);
            assertThat(database.committed()).containsExactly(1, 2, 3, 4);
            database.idle(context.getBean(Pool.class));
        });
    }

    @Test
    void aTransactionalClientFailsInATransactionOfJdbc() {
        runner("platform").withBean(Ledger.class).run(context -> {
            assertThat(context.getBean(Ledger.class).clientInJdbc()).isInstanceOf(TransactionScopeException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "platform", "reactive"})
    void jdbcsManagerIsNeverDisplaced(String manager) {
        runner(manager).run(context -> {
            assertThat(context.getBean(PlatformTransactionManager.class)).isInstanceOf(JdbcTransactionManager.class);
            assertThat(context.containsBean(OURS)).isEqualTo(manager.equals("platform"));
        });
    }

    @Test
    void aStageUnderOursStopsTheStartAndOneUnderJdbcsIsNotOurBusiness() {
        runner("platform")
                .withBean(StageOfMomoko.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("@Transactional on " + StageOfMomoko.class.getName() + ".work"));
        runner("platform")
                .withBean(StageOfJdbc.class)
                .run(context -> assertThat(context).hasNotFailed());
    }
}
