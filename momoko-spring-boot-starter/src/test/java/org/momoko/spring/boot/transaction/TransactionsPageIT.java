package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Cursor;
import org.momoko.api.Pool;
import org.momoko.api.Row;
import org.momoko.testing.Invariants;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** What {@code docs/transactions.md} shows compiles, and does what it says. */
@ExtendWith(Invariants.class)
class TransactionsPageIT {
    private static final Path PAGE = Path.of("../docs/transactions.md");
    private static final Path THIS =
            Path.of("src/test/java", TransactionsPageIT.class.getName().replace('.', '/') + ".java");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    @Service
    static class Ledger {
        private final AsyncTransactionOperator transactions;
        private final TransactionalClient client;
        private final Audit audit;

        Ledger(AsyncTransactionOperator transactions, TransactionalClient client, Audit audit) {
            this.transactions = transactions;
            this.client = client;
            this.audit = audit;
        }

        @AsyncTransactional(isolation = Isolation.SERIALIZABLE, retries = 3, timeout = "5s")
        public CompletableFuture<Long> transfer(long from, long to, BigDecimal amount) {
            AsyncTransaction tx = AsyncTransaction.current(); // read it at the top
            return tx.execute("UPDATE account SET balance = balance - %s WHERE id = %s", amount, from)
                    .thenCompose(
                            done -> tx.execute("UPDATE account SET balance = balance + %s WHERE id = %s", amount, to))
                    .thenCompose(done -> tx.call(() -> audit.record(from, to))) // enters another annotated method
                    .thenApply(Cursor::rowCount);
        }

        CompletableFuture<Long> byCallback() { // nothing implicit
            return transactions.execute(
                    tx -> tx.execute("DELETE FROM old_entry").thenApply(Cursor::rowCount));
        }

        @AsyncTransactional
        public long blocking(long id) { // for virtual threads
            client.execute("UPDATE account SET seen = now() WHERE id = %s", id).join();
            return client.execute("SELECT count(*) FROM account")
                    .join()
                    .fetchOne()
                    .getLong(0);
        }
    }

    @Service
    static class Audit {
        private final TransactionalClient client;

        Audit(TransactionalClient client) {
            this.client = client;
        }

        @AsyncTransactional(propagation = Propagation.MANDATORY)
        public CompletableFuture<Cursor<Row>> record(long from, long to) {
            return client.execute("INSERT INTO audit (source, target) VALUES (%s, %s)", from, to);
        }
    }

    static class Trail {
        private final TransactionalClient client;
        private final TransactionalClient audit;

        Trail(TransactionalClient client, @Qualifier("audit") TransactionalClient audit) {
            this.client = client;
            this.audit = audit;
        }
    }

    @BeforeEach
    void createTables() {
        database.server.admin(
                "CREATE TABLE account (id bigint, balance numeric CHECK (balance >= 0), seen timestamptz);"
                        + " INSERT INTO account VALUES (1, 10), (2, 0); CREATE TABLE old_entry AS SELECT 1 AS id;"
                        + " CREATE TABLE audit (source bigint, target bigint); GRANT ALL ON account, old_entry, audit TO app");
    }

    @AfterEach
    void dropTables() {
        database.server.admin("DROP TABLE account, old_entry, audit");
    }

    @Test
    void theExamplesAreThoseOfThePage() throws IOException {
        String source = withoutBlanks(Files.readString(THIS).replace("static class", "class"));
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            for (String part : example.split("\n\n|…")) {
                assertThat(source).contains(withoutBlanks(part));
            }
        });
    }

    private static String withoutBlanks(String text) {
        Matcher blanks = Pattern.compile("\\s+").matcher(text);
        return blanks.replaceAll("");
    }

    @Test
    void theLedgerDoesWhatItSays() {
        database.runner().withBean(Audit.class).withBean(Ledger.class).run(context -> {
            assertThat(context).hasNotFailed();
            Ledger ledger = context.getBean(Ledger.class);

            assertThat(get(ledger.transfer(1, 2, BigDecimal.TEN))).isEqualTo(1);
            error(ledger.transfer(1, 2, BigDecimal.ONE));
            assertThat(database.server.adminRows("SELECT id, balance::int FROM account ORDER BY id"))
                    .containsExactly(List.of(1L, 0), List.of(2L, 10));
            assertThat(database.server.adminRows("SELECT source FROM audit")).hasSize(1);
            assertThat(error(context.getBean(Audit.class).record(1, 2))).isInstanceOf(TransactionScopeException.class);

            assertThat(get(ledger.byCallback())).isEqualTo(1);
            assertThat(ledger.blocking(1)).isEqualTo(2);
            database.idle(context.getBean(Pool.class));
        });
    }

    @Test
    void aNamedPoolsClientIsInjectedByItsName() {
        String url = "postgresql://" + database.server.host() + ":" + database.server.port() + "/app";
        database.runner()
                .withBean(Trail.class)
                .withPropertyValues("momoko.pools.audit.url=" + url, "momoko.pools.audit.username=app")
                .withPropertyValues("momoko.pools.audit.pool.startup=lazy")
                .run(context -> {
                    Trail trail = context.getBean(Trail.class);
                    assertThat(trail.client).hasToString("TransactionalClient[momoko]");
                    assertThat(trail.audit).hasToString("TransactionalClient[audit]");
                });
    }
}
