package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.momoko.api.Pool;
import org.momoko.testing.Invariants;
import org.springframework.dao.CannotAcquireLockException;
import reactor.core.publisher.Mono;

/** A call is repeated only when nothing is left of what it did. */
@ExtendWith(Invariants.class)
class RepetitionIT {
    private static final String SERIALIZATION_FAILURE =
            "DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END $$";

    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    /** Inserts the number of the call, and fails with a serialization failure. */
    static class Service {
        private final AtomicInteger calls = new AtomicInteger();

        private CompletableFuture<String> work(AsyncTransaction tx) {
            return tx.execute("INSERT INTO entry (id) VALUES (%s)", calls.incrementAndGet())
                    // in a savepoint, so that the transaction can still be committed
                    .thenCompose(done -> tx.inTransaction(savepoint -> savepoint.execute(SERIALIZATION_FAILURE)))
                    .thenApply(done -> "done");
        }

        @AsyncTransactional(retries = 3, noRollbackFor = RuntimeException.class)
        public CompletableFuture<String> stage() {
            return work(AsyncTransaction.current());
        }

        @AsyncTransactional(retries = 3, noRollbackFor = RuntimeException.class)
        public String blocking() {
            return work(AsyncTransaction.current()).join();
        }

        @AsyncTransactional(retries = 3, noRollbackFor = RuntimeException.class)
        public Mono<String> mono() {
            return ReactiveTransactions.current().flatMap(tx -> Mono.fromFuture(work(tx)));
        }

        @AsyncTransactional(retries = 3, propagation = Propagation.SUPPORTS)
        public CompletableFuture<String> stageWithout() {
            AsyncTransaction scope = AsyncTransaction.current();
            return scope.execute("INSERT INTO entry (id) VALUES (%s)", calls.incrementAndGet())
                    .thenCompose(done -> scope.execute(SERIALIZATION_FAILURE))
                    .thenApply(done -> "done");
        }

        @AsyncTransactional(retries = 3, propagation = Propagation.NOT_SUPPORTED)
        public String blockingWithout() {
            AsyncTransaction scope = AsyncTransaction.current();
            scope.execute("INSERT INTO entry (id) VALUES (%s)", calls.incrementAndGet())
                    .join();
            scope.execute(SERIALIZATION_FAILURE).join();
            return "done";
        }
    }

    enum Way {
        STAGE {
            @Override
            CompletableFuture<String> call(Service service) {
                return service.stage();
            }
        },
        BLOCKING {
            @Override
            CompletableFuture<String> call(Service service) {
                return CompletableFuture.supplyAsync(service::blocking, task -> new Thread(task).start());
            }
        },
        MONO {
            @Override
            CompletableFuture<String> call(Service service) {
                return service.mono().toFuture();
            }
        },
        STAGE_WITHOUT_TRANSACTION {
            @Override
            CompletableFuture<String> call(Service service) {
                return service.stageWithout();
            }
        },
        BLOCKING_WITHOUT_TRANSACTION {
            @Override
            CompletableFuture<String> call(Service service) {
                return CompletableFuture.supplyAsync(service::blockingWithout, task -> new Thread(task).start());
            }
        };

        abstract CompletableFuture<String> call(Service service);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCommittedIsNotDoneAgain(Way way) {
        database.runner().withBean(Service.class).run(context -> {
            assertThat(Errors.unwrapped(error(way.call(context.getBean(Service.class)))))
                    .isInstanceOf(CannotAcquireLockException.class);
            assertThat(database.committed()).containsExactly(1);
            database.idle(context.getBean(Pool.class));
        });
    }

    @Test
    void aTransactionInAScopeWithoutOneIsTheOutermostAndRepeated() {
        database.runner().run(context -> {
            AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
            AtomicInteger calls = new AtomicInteger();
            String result = get(operator.execute(
                    AsyncTransactionDefinition.DEFAULT.withPropagation(Propagation.NOT_SUPPORTED),
                    outside -> outside.call(() -> operator.execute(
                            AsyncTransactionDefinition.DEFAULT.withRetries(2),
                            tx -> tx.execute("INSERT INTO entry (id) VALUES (%s)", calls.incrementAndGet())
                                    .thenCompose(
                                            done -> tx.execute(calls.get() < 3 ? SERIALIZATION_FAILURE : "SELECT 1"))
                                    .thenApply(done -> "done")))));
            assertThat(result).isEqualTo("done");
            assertThat(database.committed()).containsExactly(3);
        });
    }
}
