package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.spring.boot.transaction.TransactionContext.error;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.momoko.api.Pool;
import org.momoko.spring.boot.autoconfigure.transaction.MomokoTransactionManagerAutoConfiguration;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Spring's own transactions on Momoko: for blocking code, and for Mono and Flux. */
@ExtendWith(Invariants.class)
class SpringTransactionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class SpringTransactions {}

    /** What an event listener is told. */
    record Inserted(int id) {}

    static class Listener {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        List<String> heard() {
            return heard;
        }

        @TransactionalEventListener
        void afterCommit(Inserted event) {
            heard.add("committed " + event.id());
        }

        @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
        void afterRollback(Inserted event) {
            heard.add("rolled back " + event.id());
        }

        @EventListener
        void atOnce(Inserted event) {
            heard.add("published " + event.id());
        }
    }

    static class Blocking {
        private final TransactionalClient client;
        private final ApplicationEventPublisher events;

        Blocking(TransactionalClient client, ApplicationEventPublisher events) {
            this.client = client;
            this.events = events;
        }

        @Transactional
        public void insert(int id, boolean fail) {
            client.execute("INSERT INTO entry (id) VALUES (%s)", id).join();
            events.publishEvent(new Inserted(id));
            if (fail) {
                throw new IllegalStateException("blocking");
            }
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void insertAnew(int id) {
            client.execute("INSERT INTO entry (id) VALUES (%s)", id).join();
        }

        @Transactional(propagation = Propagation.NESTED)
        public void insertNested(int id, boolean fail) {
            insert(id, fail);
        }

        @Transactional(isolation = Isolation.SERIALIZABLE, readOnly = true, timeout = 5)
        public String characteristics() {
            return AsyncTransaction.current()
                    .execute("SELECT concat_ws(',', current_setting('transaction_isolation'),"
                            + " current_setting('transaction_read_only'))")
                    .join()
                    .iterator()
                    .next()
                    .getString(0);
        }

        @Transactional
        public void setOff(CompletableFuture<Integer> shared) {
            shared.complete(1);
        }

        @AsyncTransactional
        public void joining(int id, boolean fail) {
            insertPlain(id);
            if (fail) {
                throw new IllegalStateException("joined");
            }
        }

        private void insertPlain(int id) {
            client.execute("INSERT INTO entry (id) VALUES (%s)", id).join();
        }
    }

    static class Reactive {
        @Transactional
        public Mono<Integer> insert(int id, boolean fail) {
            return statement(id)
                    .flatMap(done -> fail ? Mono.error(new IllegalStateException("mono")) : Mono.just(done));
        }

        @Transactional
        public Flux<Integer> insertAll(int count) {
            return Flux.range(1, count).concatMap(Reactive::statement);
        }

        static Mono<Integer> statement(int id) {
            return ReactiveTransactions.current()
                    .flatMap(tx -> Mono.fromFuture(() -> tx.execute("INSERT INTO entry (id) VALUES (%s)", id)))
                    .thenReturn(id);
        }

        @AsyncTransactional
        public Mono<Integer> joining(int id) {
            return statement(id);
        }
    }

    static class StageMethod {
        @Transactional
        public CompletableFuture<Integer> work() {
            return new CompletableFuture<>();
        }
    }

    static class FlowMethod {
        @Transactional
        public Flow.Publisher<Integer> work() {
            return subscriber -> {};
        }
    }

    static class OtherDatabase {
        @Transactional("otherManager")
        public CompletableFuture<Integer> work() {
            return CompletableFuture.completedFuture(1);
        }
    }

    static class MonoMethod {
        @Transactional
        public Mono<Integer> work() {
            return Mono.just(1);
        }
    }

    /** Somebody else's, such as JDBC's. */
    static class OtherManager extends AbstractPlatformTransactionManager {
        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class WithOtherManager {
        @Bean
        PlatformTransactionManager transactionManager() {
            return new OtherManager();
        }
    }

    private ApplicationContextRunner runner(String manager) {
        return database.runner()
                .withConfiguration(AutoConfigurations.of(MomokoTransactionManagerAutoConfiguration.class))
                .withUserConfiguration(SpringTransactions.class)
                .withPropertyValues("momoko.transaction.manager=" + manager);
    }

    private interface Scenario {
        void run(Blocking blocking, ApplicationContext context) throws Exception;
    }

    private void platform(Scenario scenario) {
        runner("platform").withBean(Blocking.class).withBean(Listener.class).run(context -> {
            assertThat(context).hasNotFailed();
            scenario.run(context.getBean(Blocking.class), context);
            assertThat(ThreadScope.current()).isNull();
            database.idle(context.getBean(Pool.class));
        });
    }

    @Test
    void imperativeMethodsCommitAndRollBackAndTheirEventsAreHeard() {
        platform((blocking, context) -> {
            blocking.insert(1, false);
            assertThatThrownBy(() -> blocking.insert(2, true)).hasMessage("blocking");
            assertThat(database.committed()).containsExactly(1);
            assertThat(context.getBean(Listener.class).heard())
                    .containsExactlyInAnyOrder("published 1", "committed 1", "published 2", "rolled back 2");
        });
    }

    @Test
    void templatesJoinSuspendAndNest() {
        platform((blocking, context) -> {
            TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            template.executeWithoutResult(status -> {
                blocking.insert(1, false);
                assertThatThrownBy(() -> blocking.insertNested(2, true)).hasMessage("blocking");
                blocking.insertNested(3, false);
                blocking.insertAnew(4);
                status.setRollbackOnly();
            });
            assertThat(database.committed()).containsExactly(4);
            template.executeWithoutResult(status -> {
                assertThatThrownBy(() -> blocking.insertNested(5, true)).hasMessage("blocking");
                blocking.insertNested(6, false);
            });
            assertThat(database.committed()).containsExactly(4, 6);
        });
    }

    @Test
    void aJoinedFailureIsAnUnexpectedRollbackWhicheverAnnotationJoined() {
        platform((blocking, context) -> {
            TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                        blocking.insert(1, false);
                        assertThatThrownBy(() -> blocking.insert(2, true)).hasMessage("blocking");
                    }))
                    .isInstanceOf(UnexpectedRollbackException.class);
            assertThatThrownBy(() -> template.executeWithoutResult(status -> {
                        blocking.joining(3, false);
                        assertThatThrownBy(() -> blocking.joining(4, true)).hasMessage("joined");
                    }))
                    .isInstanceOf(UnexpectedRollbackException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void characteristicsTravelOnBegin() {
        platform((blocking, context) -> assertThat(blocking.characteristics()).isEqualTo("serializable,on"));
    }

    @Test
    void aCallbackOfSomebodyElsesThatTheMethodSetsOffIsRefused() {
        platform((blocking, context) -> {
            TransactionalClient client = context.getBean(TransactionalClient.class);
            CompletableFuture<Integer> shared = new CompletableFuture<>();
            CompletableFuture<?> foreign =
                    shared.thenCompose(id -> client.execute("INSERT INTO entry (id) VALUES (%s)", id));
            blocking.setOff(shared);
            assertThat(error(foreign))
                    .isInstanceOf(TransactionScopeException.class)
                    .hasMessageContaining("whose transaction");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void ourEventsReachTransactionalListenersOfAsynchronousTransactions() {
        platform((blocking, context) -> {
            AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
            AsyncTransactionEvents events = context.getBean(AsyncTransactionEvents.class);
            Listener listener = context.getBean(Listener.class);
            TransactionContext.get(operator.execute(tx -> tx.execute("INSERT INTO entry (id) VALUES (1)")
                    .thenAccept(done -> events.publish(tx, new Inserted(1)))
                    .thenAccept(done -> assertThat(listener.heard()).containsExactly("published 1"))));
            error(operator.execute(tx -> {
                events.publish(new Inserted(2));
                return CompletableFuture.failedFuture(new IllegalStateException());
            }));
            assertThat(listener.heard()).containsExactly("published 1", "committed 1", "published 2", "rolled back 2");
            assertThatThrownBy(() -> events.publish(new Inserted(3))).isInstanceOf(TransactionScopeException.class);
        });
    }

    @Test
    void sentence24OnMonoAndFluxItCommitsRollsBackAndJoins() {
        runner("reactive").withBean(Reactive.class).run(context -> {
            assertThat(context).hasNotFailed();
            Reactive reactive = context.getBean(Reactive.class);
            TransactionalOperator operator =
                    TransactionalOperator.create(context.getBean(MomokoReactiveTransactionManager.class));

            assertThat(reactive.insert(1, false).block(LIMIT)).isEqualTo(1);
            assertThatThrownBy(() -> reactive.insert(2, true).block(LIMIT)).hasMessage("mono");
            assertThat(database.committed()).containsExactly(1);

            database.server.admin("DELETE FROM entry");
            assertThat(reactive.insertAll(3).take(2).collectList().block(LIMIT)).containsExactly(1, 2);
            Await.until("rolled back", () -> database.committed().isEmpty());
            assertThat(reactive.insertAll(3).collectList().block(LIMIT)).containsExactly(1, 2, 3);
            assertThat(database.server.adminRows("SELECT DISTINCT xid FROM entry"))
                    .hasSize(1);

            database.server.admin("DELETE FROM entry");
            assertThatThrownBy(() -> reactive.insert(1, false)
                            .then(reactive.joining(2))
                            .then(Mono.<Integer>error(new IllegalStateException("outer")))
                            .as(operator::transactional)
                            .block(LIMIT))
                    .hasMessage("outer");
            assertThat(database.committed()).isEmpty();
            assertThatThrownBy(() -> reactive.insert(1, true)
                            .onErrorReturn(-1)
                            .as(operator::transactional)
                            .block(LIMIT))
                    .isInstanceOf(UnexpectedRollbackException.class);
            database.idle(context.getBean(Pool.class));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "reactive, STAGE",
        "reactive, FLOW",
        "platform, STAGE",
        "platform, FLOW",
        "platform, MONO",
    })
    void sentence24OnWhatCompletesLaterItIsRefusedAtStart(String manager, String returned) {
        Class<?> bean = switch (returned) {
            case "STAGE" -> StageMethod.class;
            case "FLOW" -> FlowMethod.class;
            default -> MonoMethod.class;
        };
        runner(manager).withBean(bean).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).isInstanceOf(FailureAnalyzedException.class);
            assertThat(((FailureAnalyzedException) context.getStartupFailure())
                            .analysis()
                            .getAction())
                    .contains("@AsyncTransactional");
        });
    }

    @ParameterizedTest
    @CsvSource({"platform, momokoTransactionManager", "reactive, momokoReactiveTransactionManager"})
    void besideAnotherManagerOursIsThereByNameOnly(String manager, String bean) {
        runner(manager).withUserConfiguration(WithOtherManager.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(PlatformTransactionManager.class)).isInstanceOf(OtherManager.class);
            assertThat(context.getBeanProvider(TransactionManager.class).getIfAvailable())
                    .isInstanceOf(OtherManager.class);
            assertThat(context.getBean(bean)).isInstanceOf(TransactionManager.class);
        });
    }

    @Test
    void aManagerThatIsNotThereIsSpringsBusinessAtTheCall() {
        runner("none").withBean(OtherDatabase.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThatThrownBy(() -> context.getBean(OtherDatabase.class).work())
                    .isInstanceOf(NoSuchBeanDefinitionException.class);
        });
    }

    @Test
    void thereIsNoManagerUnlessAskedFor() {
        runner("none").run(context -> assertThat(context).doesNotHaveBean(TransactionManager.class));
    }
}
