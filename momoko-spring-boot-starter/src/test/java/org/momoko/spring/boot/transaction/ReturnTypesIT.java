package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.spring.boot.transaction.TransactionContext.error;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Pool;
import org.momoko.testing.Invariants;
import reactor.core.publisher.Mono;

/** What is completed later ends its transaction later, also where the declared type does not tell. */
@ExtendWith(Invariants.class)
class ReturnTypesIT {
    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    /** Leaves open what it returns. */
    interface Task<R> {
        R run();
    }

    private static CompletableFuture<Object> work(AsyncTransaction tx) {
        return tx.execute("INSERT INTO entry (id) VALUES (1)")
                .thenCompose(done -> tx.execute("SELECT pg_sleep(0.1)"))
                .thenCompose(done -> tx.execute("INSERT INTO entry (id) VALUES (2)"))
                .thenApply(done -> {
                    throw new IllegalStateException("late");
                });
    }

    static class StageTask implements Task<CompletableFuture<Object>> {
        @Override
        @AsyncTransactional
        public CompletableFuture<Object> run() {
            return work(AsyncTransaction.current());
        }
    }

    static class MonoTask implements Task<Mono<Object>> {
        @Override
        @AsyncTransactional
        public Mono<Object> run() {
            return ReactiveTransactions.current().flatMap(tx -> Mono.fromFuture(work(tx)));
        }
    }

    abstract static class Inherited<R> {
        abstract R result(AsyncTransaction tx);

        @AsyncTransactional
        public R run() {
            return result(AsyncTransaction.current());
        }
    }

    static class InheritingTask extends Inherited<CompletableFuture<Object>>
            implements Task<CompletableFuture<Object>> {
        @Override
        CompletableFuture<Object> result(AsyncTransaction tx) {
            return work(tx);
        }
    }

    static class UndeclaredTask implements Task<Object> {
        @Override
        @AsyncTransactional
        public Object run() {
            return work(AsyncTransaction.current());
        }
    }

    private static CompletableFuture<?> future(Object returned) {
        return returned instanceof Mono<?> mono ? mono.toFuture() : (CompletableFuture<?>) returned;
    }

    @ParameterizedTest
    @ValueSource(classes = {StageTask.class, MonoTask.class, InheritingTask.class})
    void theTypeOfTheMethodThatRunsCountsNotThatOfTheInterface(Class<? extends Task<?>> task) {
        for (boolean classes : new boolean[] {true, false}) {
            database.runner()
                    .withBean(task)
                    .withPropertyValues("spring.aop.proxy-target-class=" + classes)
                    .run(context -> {
                        assertThat(error(future(context.getBean(Task.class).run())))
                                .hasMessage("late");
                        assertThat(database.committed()).isEmpty();
                        database.idle(context.getBean(Pool.class));
                    });
        }
    }

    @Test
    void whatNobodyDeclaredIsRefusedAndRolledBack() {
        database.runner().withBean(UndeclaredTask.class).run(context -> {
            assertThatThrownBy(() -> context.getBean(UndeclaredTask.class).run())
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("completed later");
            assertThatThrownBy(() ->
                            context.getBean(AsyncTransactionOperator.class).call(tx -> work(tx)))
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("execute");
            database.idle(context.getBean(Pool.class));
            assertThat(database.committed()).isEmpty();
        });
    }
}
