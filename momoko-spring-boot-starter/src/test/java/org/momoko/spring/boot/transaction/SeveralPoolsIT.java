package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Pool;
import org.momoko.api.SqlClient;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Transactions of several pools, and read-only ones that go to a pool of their own. */
@ExtendWith(Invariants.class)
class SeveralPoolsIT {
    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    static class Service {
        private final TransactionalClient client;
        private final AsyncTransactionOperator operator;

        Service(TransactionalClient client, AsyncTransactionOperator operator) {
            this.client = client;
            this.operator = operator;
        }

        @AsyncTransactional("other")
        public CompletableFuture<String> onOther() {
            return applicationName(AsyncTransaction.current());
        }

        @AsyncTransactional("other")
        public CompletableFuture<?> clientInOther() {
            return client.execute("SELECT 1");
        }

        /** A transaction of the default pool that fails, and one of the other pool inside it. */
        @AsyncTransactional
        public CompletableFuture<?> both() {
            AsyncTransaction tx = AsyncTransaction.current();
            return tx.execute("INSERT INTO entry (id) VALUES (1)")
                    .thenCompose(done -> tx.call(() -> operator.execute(
                            AsyncTransactionDefinition.DEFAULT.withPool("other"),
                            inner -> inner.execute("INSERT INTO entry (id) VALUES (2)")
                                    // the scope of the default pool is around this one
                                    .thenCompose(inserted ->
                                            inner.call(() -> client.execute("INSERT INTO entry (id) VALUES (3)"))))))
                    .thenCompose(done -> CompletableFuture.failedFuture(new IllegalStateException("outer")));
        }

        @AsyncTransactional(readOnly = true)
        public CompletableFuture<String> reads() {
            return applicationName(AsyncTransaction.current());
        }

        @AsyncTransactional
        public CompletableFuture<String> writes() {
            return applicationName(AsyncTransaction.current());
        }
    }

    /** By the qualifier that the pool has. */
    static class Injected {
        private final TransactionalClient client;
        private final SqlClient pool;

        Injected(@Qualifier("other") TransactionalClient client, @Qualifier("other") SqlClient pool) {
            this.client = client;
            this.pool = pool;
        }
    }

    static class OtherService {
        private final TransactionalClient plain;
        private final TransactionalClient other;

        OtherService(TransactionalClient plain, @Qualifier("other") TransactionalClient other) {
            this.plain = plain;
            this.other = other;
        }

        @AsyncTransactional("other")
        public CompletableFuture<String> own() {
            return applicationName(other);
        }

        @AsyncTransactional
        public CompletableFuture<String> foreign() {
            return applicationName(other);
        }

        @AsyncTransactional
        public CompletableFuture<String> byDefault() {
            return applicationName(plain);
        }

        @AsyncTransactional("other")
        public CompletableFuture<Object> insertAndFail() {
            return other.execute("INSERT INTO entry (id) VALUES (1)")
                    .thenCompose(done -> CompletableFuture.failedFuture(new IllegalStateException("other")));
        }
    }

    private static CompletableFuture<String> applicationName(SqlClient tx) {
        return tx.execute("SELECT current_setting('application_name')")
                .thenApply(cursor -> cursor.iterator().next().getString(0));
    }

    private ApplicationContextRunner runner() {
        PostgresServer server = database.server;
        return database.runner()
                .withBean(Service.class)
                .withPropertyValues(
                        "momoko.pools.other.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                        "momoko.pools.other.username=app",
                        "momoko.pools.other.password=" + PostgresServer.password("app"),
                        "momoko.pools.other.application-name=momoko-test-other");
    }

    @Test
    void theQualifierChoosesThePool() {
        runner().run(context ->
                assertThat(get(context.getBean(Service.class).onOther())).isEqualTo("momoko-test-other"));
    }

    @Test
    void aNamedPoolHasATransactionalClientThatJoinsOnlyItsOwnTransactions() {
        runner().withBean(OtherService.class).withBean(Injected.class).run(context -> {
            TransactionalClient client = context.getBean(Injected.class).client;
            OtherService service = context.getBean(OtherService.class);
            assertThat(get(service.own())).isEqualTo("momoko-test-other");
            assertThat(get(service.byDefault())).isEqualTo(TransactionContext.APPLICATION);
            assertThat(error(service.foreign()))
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("another pool")
                    .hasMessageContaining("Nothing was sent");
            assertThat(error(client.execute("SELECT 1"))).isInstanceOf(TransactionScopeException.class);
            assertThat(error(service.insertAndFail())).hasMessage("other");
            assertThat(database.committed()).isEmpty();
            assertThat(client).hasToString("TransactionalClient[other]");
            assertThat(context).hasBean("otherTransactionalClient");
        });
    }

    @Test
    void thePoolsQualifierStillGivesThePoolWhereAPlainClientIsInjected() {
        runner().withBean(Injected.class)
                .run(context -> assertThat(context.getBean(Injected.class).pool)
                        .isInstanceOf(Pool.class)
                        .isSameAs(context.getBean("other")));
    }

    @Test
    void aClientOfTheApplicationReplacesThatOfANamedPool() {
        runner().withBean("otherTransactionalClient", TransactionalClient.class, () -> Scopes.client("mine"))
                .run(context ->
                        assertThat(context.getBean("otherTransactionalClient")).hasToString("mine"));
    }

    @Test
    void aClientOfAnotherPoolThanTheScopesIsRefused() {
        runner().run(context -> assertThat(error(context.getBean(Service.class).clientInOther()))
                .isInstanceOf(TransactionScopeException.class)
                .hasMessageContaining("another pool"));
    }

    @Test
    void transactionsOfTwoPoolsDoNotMixAndEachClientFindsItsOwn() {
        runner().run(context -> {
            assertThat(error(context.getBean(Service.class).both())).hasMessage("outer");
            assertThat(database.committed()).containsExactly(2);
            database.idle(context.getBean("momokoPool", Pool.class));
        });
    }

    @Test
    void readOnlyTransactionsGoToTheirOwnPoolWhereOneIsNamed() {
        runner().run(context ->
                assertThat(get(context.getBean(Service.class).reads())).isEqualTo(TransactionContext.APPLICATION));
        runner().withPropertyValues("momoko.transaction.read-only-pool=other").run(context -> {
            Service service = context.getBean(Service.class);
            assertThat(get(service.reads())).isEqualTo("momoko-test-other");
            assertThat(get(service.writes())).isEqualTo(TransactionContext.APPLICATION);
        });
    }
}
