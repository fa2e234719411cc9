package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.transaction.MomokoTransactionAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.transaction.MomokoTransactionManagerAutoConfiguration;
import org.momoko.testing.Invariants;
import org.momoko.testing.PostgresServer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.test.context.transaction.BeforeTransaction;
import org.springframework.transaction.annotation.Transactional;

/** A test with Spring's annotation: what it does is rolled back after it. */
@ExtendWith(Invariants.class)
@SpringJUnitConfig(initializers = org.springframework.boot.test.context.ConfigDataApplicationContextInitializer.class)
@TestPropertySource(properties = "momoko.transaction.manager=platform")
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
@Transactional
class TestManagedTransactionIT {
    private final TransactionContext database = new TransactionContext();

    @BeforeTransaction
    void createTable() {
        database.createTable();
    }

    @AfterTransaction
    void dropTable() {
        assertThat(database.committed()).isEmpty();
        database.dropTable();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        MomokoAutoConfiguration.class,
        MomokoTransactionAutoConfiguration.class,
        MomokoTransactionManagerAutoConfiguration.class
    })
    static class Application {}

    @Autowired
    private TransactionalClient client;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry registry) {
        PostgresServer server = PostgresServer.shared();
        registry.add("momoko.url", () -> "postgresql://" + server.host() + ":" + server.port() + "/app");
        registry.add("momoko.username", () -> "app");
        registry.add("momoko.password", () -> PostgresServer.password("app"));
        registry.add("momoko.application-name", () -> TransactionContext.APPLICATION);
    }

    @RepeatedTest(2)
    void theTestJoinsItsTransactionWhichIsRolledBack() {
        client.execute("INSERT INTO entry (id) VALUES (1)").join();
        assertThat(client.execute("SELECT count(*)::int FROM entry")
                        .join()
                        .iterator()
                        .next()
                        .getInt(0))
                .isEqualTo(1);
    }
}
