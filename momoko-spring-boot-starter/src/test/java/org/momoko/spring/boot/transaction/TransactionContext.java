package org.momoko.spring.boot.transaction;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.MomokoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.dao.MomokoDaoAutoConfiguration;
import org.momoko.spring.boot.autoconfigure.transaction.MomokoTransactionAutoConfiguration;
import org.momoko.testing.Await;
import org.momoko.testing.PostgresServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A table of its own and a context for each test; checks afterwards that all connections are free and nothing is open. */
final class TransactionContext implements BeforeEachCallback, AfterEachCallback {
    static final String APPLICATION = "momoko-test-tx";

    final PostgresServer server = PostgresServer.shared();

    ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        MomokoAutoConfiguration.class,
                        MomokoDaoAutoConfiguration.class,
                        MomokoTransactionAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=" + APPLICATION,
                        "momoko.url=postgresql://" + server.host() + ":" + server.port() + "/app",
                        "momoko.username=app",
                        "momoko.password=" + PostgresServer.password("app"),
                        "momoko.pool.size=1",
                        "momoko.pool.max-size=4",
                        "momoko.pool.acquire-timeout=10s");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        createTable();
    }

    void createTable() {
        server.admin("DROP TABLE IF EXISTS entry; CREATE TABLE entry (id int PRIMARY KEY, pid int DEFAULT"
                + " pg_backend_pid(), xid xid8 DEFAULT pg_current_xact_id()); GRANT ALL ON entry TO app");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        dropTable();
    }

    void dropTable() {
        server.admin("DROP TABLE entry");
    }

    /** The ids of the rows that were committed. */
    List<Integer> committed() {
        return server.adminRows("SELECT id FROM entry ORDER BY id").stream()
                .map(row -> (Integer) Objects.requireNonNull(row.get(0)))
                .toList();
    }

    /** All connections free, none in a transaction. */
    void idle(Pool pool) {
        Await.until(
                "all connections are free",
                () -> pool.stats().busy() == 0 && pool.stats().waiting() == 0);
        Await.until(
                "no transaction is open",
                () -> server.adminRows("SELECT 1 FROM pg_stat_activity WHERE application_name = '" + APPLICATION
                                + "' AND (state LIKE 'idle in transaction%' OR state = 'active')")
                        .isEmpty());
    }

    static <T> T get(CompletableFuture<T> future) throws InterruptedException, TimeoutException {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause(), e.getCause());
        }
    }

    /** The error that the future fails with, without the wrapping. */
    static Throwable error(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            Object value = future.get(20, TimeUnit.SECONDS);
            throw new AssertionError("did not fail, but returned " + value);
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
