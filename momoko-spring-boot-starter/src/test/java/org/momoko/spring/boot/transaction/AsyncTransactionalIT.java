package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.Momoko;
import org.momoko.api.Pool;
import org.momoko.error.DatabaseException;
import org.momoko.error.TransactionTimeoutException;
import org.momoko.spring.boot.autoconfigure.PoolBuilderCustomizer;
import org.momoko.testing.Invariants;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Annotated methods that return stages. */
@ExtendWith(Invariants.class)
class AsyncTransactionalIT {
    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @AsyncTransactional(isolation = Isolation.SERIALIZABLE, readOnly = true, deferrable = true)
    @interface Report {}

    interface WithDefaultMethod {
        @AsyncTransactional
        default CompletableFuture<Boolean> fromInterface() {
            return CompletableFuture.completedFuture(AsyncTransaction.current().active());
        }
    }

    @AsyncTransactional(isolation = Isolation.REPEATABLE_READ)
    static class OnClass {
        public CompletionStage<String> isolation() {
            return show("transaction_isolation");
        }

        @AsyncTransactional(isolation = Isolation.SERIALIZABLE)
        public CompletionStage<String> ownIsolation() {
            return show("transaction_isolation");
        }
    }

    private static CompletableFuture<String> show(String setting) {
        return AsyncTransaction.current()
                .execute("SELECT current_setting(%s)", setting)
                .thenApply(cursor -> cursor.iterator().next().getString(0));
    }

    static class Service implements WithDefaultMethod {
        private final AtomicInteger calls = new AtomicInteger();

        AtomicInteger calls() {
            return calls;
        }

        @AsyncTransactional
        public CompletableFuture<Integer> insert(int id, CompletableFuture<Integer> then) {
            AsyncTransaction tx = AsyncTransaction.current();
            return tx.execute("INSERT INTO entry (id) VALUES (%s)", id).thenCompose(done -> then);
        }

        @AsyncTransactional
        public CompletableFuture<Boolean> onEventLoop() {
            return CompletableFuture.completedFuture(Momoko.onEventLoop());
        }

        @AsyncTransactional
        public CompletableFuture<String> insertAndFailLater(int id) {
            AsyncTransaction tx = AsyncTransaction.current();
            return tx.execute("INSERT INTO entry (id) VALUES (%s)", id)
                    .thenCompose(done -> new CompletableFuture<String>().orTimeout(100, TimeUnit.MILLISECONDS));
        }

        @AsyncTransactional
        public CompletableFuture<String> insertAndSwallow(int id) {
            AsyncTransaction tx = AsyncTransaction.current();
            return tx.execute("INSERT INTO entry (id) VALUES (%s)", id)
                    .thenCompose(done -> tx.execute("SELECT 1/0"))
                    .handle((cursor, error) -> "swallowed");
        }

        @AsyncTransactional(timeout = "300ms")
        public CompletableFuture<?> slow(int id) {
            AsyncTransaction tx = AsyncTransaction.current();
            return tx.execute("INSERT INTO entry (id) VALUES (%s)", id)
                    .thenCompose(done -> tx.execute("SELECT pg_sleep(30)"));
        }

        @AsyncTransactional(noRollbackFor = IllegalStateException.class)
        public CompletableFuture<String> insertAndFailTolerably(int id) {
            return AsyncTransaction.current()
                    .execute("INSERT INTO entry (id) VALUES (%s)", id)
                    .thenApply(done -> {
                        throw new IllegalStateException("tolerable");
                    });
        }

        @AsyncTransactional(retries = 3)
        public CompletableFuture<Integer> failsTwice(String sqlState) {
            int call = calls.incrementAndGet();
            AsyncTransaction tx = AsyncTransaction.current();
            return tx.execute("INSERT INTO entry (id) VALUES (%s)", call)
                    .thenCompose(done -> call > 2
                            ? CompletableFuture.completedFuture(null)
                            : tx.execute(
                                    "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '" + sqlState + "'; END $$"))
                    .thenApply(done -> call);
        }

        @AsyncTransactional
        CompletableFuture<Boolean> packagePrivate() {
            return CompletableFuture.completedFuture(AsyncTransaction.current().active());
        }

        @Report
        public CompletableFuture<String> report() {
            AsyncTransaction tx = AsyncTransaction.current();
            return tx.execute("SELECT concat_ws(',', current_setting('transaction_isolation'),"
                            + " current_setting('transaction_read_only'), current_setting('transaction_deferrable'))")
                    .thenApply(cursor -> cursor.iterator().next().getString(0));
        }

        /** Several at once, without waiting for each other. */
        @AsyncTransactional
        public CompletableFuture<List<Throwable>> branches() {
            AsyncTransaction tx = AsyncTransaction.current();
            List<CompletableFuture<Throwable>> branches = Stream.of(
                            "INSERT INTO entry (id) VALUES (1)", "SELECT 1/0", "SELECT 1", "SELECT 2")
                    .map(sql -> tx.execute(sql).handle((cursor, error) -> error))
                    .toList();
            return CompletableFuture.allOf(branches.toArray(CompletableFuture<?>[]::new))
                    .thenApply(done ->
                            branches.stream().map(CompletableFuture::join).toList())
                    .whenComplete((errors, error) -> tx.setRollbackOnly());
        }

        public CompletableFuture<Boolean> selfInvocation() {
            try {
                return insert(1, CompletableFuture.completedFuture(1)).thenApply(done -> true);
            } catch (TransactionScopeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    /** Spring runs its methods on another thread. */
    static class Background {
        private final Service service;
        private final TransactionalClient client;

        Background(Service service, TransactionalClient client) {
            this.service = service;
            this.client = client;
        }

        @Async
        public CompletableFuture<?> statement(int id) {
            return client.execute("INSERT INTO entry (id) VALUES (%s)", id);
        }

        @Async
        public CompletableFuture<Integer> method(int id) {
            return service.insert(id, CompletableFuture.completedFuture(id));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class WithAsync {
        @Bean
        Executor taskExecutor() {
            return task -> new Thread(task, "background").start();
        }
    }

    private void run(BiConsumer<Service, ApplicationContext> scenario) {
        database.runner().withBean(Service.class).withBean(OnClass.class).run(context -> {
            assertThat(context).hasNotFailed();
            scenario.accept(context.getBean(Service.class), context);
            database.idle(context.getBean(Pool.class));
        });
    }

    private interface Thrower {
        void run(Service service, ApplicationContext context) throws Exception;
    }

    private void test(Thrower scenario) {
        run((service, context) -> {
            try {
                scenario.run(service, context);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aMethodRunsOnTheThreadThatBringsItsConnectionHoweverFastThatComes() {
        database.runner().withBean(Service.class).run(context -> {
            Service service = context.getBean(Service.class);
            for (int call = 0; call < 2000; call++) {
                assertThat(get(service.onEventLoop())).as("call %d", call).isTrue();
            }
        });
    }

    @Test
    void sentence19CommitsOnlyAfterTheStageSucceededAndTheContinuationNeverSeesUncommittedState() {
        test((service, context) -> {
            for (int id = 1; id <= 50; id++) {
                int expected = id;
                CompletableFuture<Integer> last = new CompletableFuture<>();
                CompletableFuture<List<Integer>> seen = service.insert(id, last)
                        .thenApplyAsync(value -> database.committed(), task -> new Thread(task).start());
                assertThat(database.committed()).hasSize(id - 1);
                last.complete(id);
                assertThat(get(seen)).hasSize(expected);
            }
        });
    }

    @Test
    void theFutureCompletesOnTheExecutorOfThePool() {
        PoolBuilderCustomizer ownThreads =
                (name, builder) -> builder.executor(task -> new Thread(task, "completion").start());
        database.runner()
                .withBean(Service.class)
                .withBean(PoolBuilderCustomizer.class, () -> ownThreads)
                .run(context -> {
                    CompletableFuture<Integer> last = new CompletableFuture<>();
                    CompletableFuture<String> thread = context.getBean(Service.class)
                            .insert(1, last)
                            .thenApply(done -> Thread.currentThread().getName());
                    last.complete(1);
                    assertThat(get(thread)).isEqualTo("completion");
                    assertThat(get(context.getBean(Service.class).onEventLoop()))
                            .as("the method runs there, too")
                            .isFalse();
                });
    }

    @Test
    void parallelBranchesAreOneQueueAndAfterTheFirstErrorTheOthersFailWithItAsTheirCause() {
        test((service, context) -> {
            List<Throwable> errors = get(service.branches());
            assertThat(errors.get(0)).isNull();
            assertThat(((DatabaseException) errors.get(1)).sqlState()).isEqualTo("22012");
            assertThat(errors.subList(2, 4)).allSatisfy(error -> {
                assertThat(((DatabaseException) error).sqlState()).isEqualTo("25P02");
                assertThat(error).hasCause(errors.get(1));
            });
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void anAsyncMethodOfSpringsHasNoScopeSoItsStatementsFailAndItsTransactionsAreTheirOwn() {
        database.runner()
                .withBean(Service.class)
                .withBean(Background.class)
                .withUserConfiguration(WithAsync.class)
                .run(context -> {
                    AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
                    Background background = context.getBean(Background.class);
                    assertThat(error(operator.execute(tx -> background.statement(1))))
                            .isInstanceOf(TransactionScopeException.class);
                    assertThat(error(operator.execute(tx -> background
                                    .method(2)
                                    .thenCompose(done ->
                                            CompletableFuture.failedFuture(new IllegalStateException("outer"))))))
                            .hasMessage("outer");
                    assertThat(database.committed()).containsExactly(2);
                    database.idle(context.getBean(Pool.class));
                });
    }

    @Test
    void sentence20AFailure100MillisecondsAfterTheMethodReturnedRollsBack() {
        test((service, context) -> {
            error(service.insertAndFailLater(1));
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void sentence20ASwallowedSqlErrorEndsAsAFailedStageAndNotAsSuccess() {
        test((service, context) -> {
            Throwable error = error(service.insertAndSwallow(1));
            assertThat(error).isInstanceOf(DataIntegrityViolationException.class);
            assertThat(((DatabaseException) error.getCause()).sqlState()).isEqualTo("22012");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void errorsAreTranslatedTheOriginalBeingTheCause() {
        test((service, context) -> {
            get(service.insert(1, CompletableFuture.completedFuture(1)));
            Throwable error = error(service.insert(1, CompletableFuture.completedFuture(1)));
            assertThat(error)
                    .isInstanceOf(DuplicateKeyException.class)
                    .hasCauseInstanceOf(org.momoko.error.IntegrityException.class);
        });
    }

    @Test
    void theTimeoutFailsTheStageCancelsTheStatementAndRollsBack() {
        test((service, context) -> {
            long started = System.nanoTime();
            Throwable error = error(service.slow(1));
            assertThat(error.getCause()).isInstanceOf(TransactionTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void aRuleMayCommitDespiteAnError() {
        test((service, context) -> {
            assertThat(error(service.insertAndFailTolerably(1))).hasMessage("tolerable");
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void serializationFailuresAndDeadlocksAreTriedAgainByCallingTheMethodAgain() {
        test((service, context) -> {
            assertThat(get(service.failsTwice("40001"))).isEqualTo(3);
            assertThat(database.committed()).containsExactly(3);
            service.calls().set(0);
            database.server.admin("DELETE FROM entry");
            assertThat(get(service.failsTwice("40P01"))).isEqualTo(3);
            assertThat(database.committed()).containsExactly(3);
        });
    }

    @Test
    void otherErrorsAreNotTriedAgain() {
        test((service, context) -> {
            error(service.failsTwice("23514"));
            assertThat(service.calls()).hasValue(1);
        });
    }

    @Test
    void insideAnotherTransactionNothingIsTriedAgain() {
        test((service, context) -> {
            AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
            error(operator.execute(tx -> service.failsTwice("40001")));
            assertThat(service.calls()).hasValue(1);
        });
    }

    @Test
    void classMetaAnnotationInterfaceDefaultAndPackagePrivateMethodsAreIntercepted() {
        test((service, context) -> {
            OnClass onClass = context.getBean(OnClass.class);
            assertThat(get(onClass.isolation().toCompletableFuture())).isEqualTo("repeatable read");
            assertThat(get(onClass.ownIsolation().toCompletableFuture())).isEqualTo("serializable");
            assertThat(get(service.report())).isEqualTo("serializable,on,on");
            assertThat(get(service.fromInterface())).isTrue();
            assertThat(get(service.packagePrivate())).isTrue();
        });
    }

    @Test
    void sentence25ASelfInvocationHasNoScopeAndFailsLoudly() {
        test((service, context) -> {
            assertThat(error(service.selfInvocation()))
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("'this'");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void twoAnnotatedBeansInOneChainShareTheTransactionByCall() {
        test((service, context) -> {
            AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
            assertThat(error(operator.execute(tx -> tx.call(
                                    () -> service.insert(1, CompletableFuture.completedFuture(1)))
                            .thenCompose(done -> tx.call(() -> service.insert(
                                    2, CompletableFuture.failedFuture(new IllegalStateException("second"))))))))
                    .hasMessage("second");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void thePoolItselfNeverJoins() {
        test((service, context) -> {
            Pool pool = context.getBean(Pool.class);
            AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
            error(operator.execute(tx -> pool.execute("INSERT INTO entry (id) VALUES (1)")
                    .thenCompose(done -> CompletableFuture.failedFuture(new IllegalStateException()))));
            assertThat(database.committed()).containsExactly(1);
        });
    }
}
