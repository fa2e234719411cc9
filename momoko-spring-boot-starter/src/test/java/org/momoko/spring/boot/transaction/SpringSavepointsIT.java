package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.transaction.MomokoTransactionManagerAutoConfiguration;
import org.momoko.testing.Invariants;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Savepoints that code sets by itself in one of Spring's transactions. */
@ExtendWith(Invariants.class)
class SpringSavepointsIT {
    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    @Test
    void eachIsItsOwnWhoeverSetIt() {
        database.runner()
                .withConfiguration(AutoConfigurations.of(MomokoTransactionManagerAutoConfiguration.class))
                .withPropertyValues("momoko.transaction.manager=platform")
                .run(context -> {
                    TransactionTemplate template =
                            new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
                    TransactionalClient client = context.getBean(TransactionalClient.class);
                    template.executeWithoutResult(outer -> {
                        insert(client, 1);
                        Object before = outer.createSavepoint();
                        insert(client, 2);
                        template.executeWithoutResult(joined -> {
                            joined.createSavepoint();
                            insert(client, 3);
                        });
                        outer.rollbackToSavepoint(before);
                    });
                    assertThat(database.committed()).containsExactly(1);
                    database.idle(context.getBean(Pool.class));
                });
    }

    private static void insert(TransactionalClient client, int id) {
        client.execute("INSERT INTO entry (id) VALUES (%s)", id).join();
    }
}
