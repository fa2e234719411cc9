package org.momoko.sample.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.momoko.api.Pool;
import org.momoko.error.IntegrityException;
import org.momoko.spring.boot.test.MomokoTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;

/** One repository alone, on an embedded server; each test is rolled back, the tables included. */
@MomokoTest
@Import(AccountRepository.class)
class AccountRepositoryIT {
    @Autowired
    AccountRepository accounts;

    @Autowired
    Pool pool;

    @BeforeEach
    void tables() throws IOException {
        pool.execute(new ClassPathResource("database/schema.sql").getContentAsString(StandardCharsets.UTF_8))
                .join();
    }

    private Account opened(String name) {
        return accounts.insert(pool, new NewAccount(name, BigDecimal.TEN, List.of("test")))
                .join();
    }

    @Test
    void findsWhatWasInserted() {
        Account opened = opened("Zoe");

        assertThat(accounts.findById(pool, opened.id()).join()).contains(opened);
    }

    @Test
    void aNameIsTakenOnce() {
        opened("Zoe");

        assertThat(accounts.insert(pool, new NewAccount("Zoe", BigDecimal.ONE, List.of())))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IntegrityException.class);
        assertThat(accounts.findAll(pool).join()).extracting(Account::name).containsOnlyOnce("Zoe");
    }

    @Test
    void aTransactionThatFailsLeavesTheBalance() {
        Account opened = opened("Zoe");

        pool.inTransaction(transaction -> accounts.changeBalance(transaction, opened.id(), BigDecimal.ONE)
                        .thenRun(() -> {
                            throw new IllegalStateException("changed my mind");
                        }))
                .exceptionally(error -> null)
                .join();

        assertThat(accounts.findById(pool, opened.id()).join())
                .hasValueSatisfying(account -> assertThat(account.balance()).isEqualByComparingTo(BigDecimal.TEN));
    }
}
