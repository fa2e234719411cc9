package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;
import org.reactivestreams.Publisher;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Annotated methods that return publishers: one transaction for each subscription. */
@ExtendWith(Invariants.class)
class ReactorStyleIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    private static Mono<Integer> insert(AsyncTransaction tx, int id) {
        return Mono.fromFuture(() -> tx.execute("INSERT INTO entry (id) VALUES (%s)", id))
                .thenReturn(id);
    }

    static class Service {
        private final AtomicInteger calls = new AtomicInteger();

        AtomicInteger calls() {
            return calls;
        }

        @AsyncTransactional
        public Mono<Integer> mono(int id, boolean fail) {
            calls.incrementAndGet();
            AsyncTransaction tx = AsyncTransaction.current();
            return insert(tx, id)
                    .flatMap(done -> fail ? Mono.error(new IllegalStateException("mono")) : Mono.just(done));
        }

        @AsyncTransactional
        public Flux<Integer> flux(int elements) {
            AsyncTransaction tx = AsyncTransaction.current();
            return Flux.range(1, elements).concatMap(id -> insert(tx, id));
        }

        /** Rows as they come, which need a transaction for as long as that takes. */
        @AsyncTransactional
        public Flux<Integer> stream(int rows) {
            AsyncTransaction tx = AsyncTransaction.current();
            return insert(tx, 1)
                    .thenMany(JdkFlowAdapter.flowPublisherToFlux(tx.stream(Query.of(
                            "SELECT n FROM generate_series(1, %s) n WHERE EXISTS (SELECT FROM entry WHERE id = 1)",
                            rows))))
                    .map(row -> row.getInt(0));
        }

        @AsyncTransactional
        public Publisher<Integer> publisher() {
            return insert(AsyncTransaction.current(), 1);
        }

        @AsyncTransactional
        public Flow.Publisher<Integer> flow() {
            return JdkFlowAdapter.publisherToFlowPublisher(insert(AsyncTransaction.current(), 1));
        }

        @AsyncTransactional
        public Mono<Integer> never() {
            return insert(AsyncTransaction.current(), 1).then(Mono.never());
        }

        @AsyncTransactional(timeout = "300ms")
        public Mono<Integer> limited() {
            return insert(AsyncTransaction.current(), 1).then(Mono.never());
        }

        @AsyncTransactional
        public Mono<Integer> contextual() {
            return ReactiveTransactions.current().flatMap(tx -> insert(tx, 1));
        }

        @AsyncTransactional
        public Mono<String> swallowing() {
            AsyncTransaction tx = AsyncTransaction.current();
            return insert(tx, 1)
                    .then(Mono.fromFuture(() -> tx.execute("SELECT 1/0")))
                    .map(String::valueOf)
                    .onErrorReturn("swallowed");
        }

        @AsyncTransactional(retries = 3)
        public Mono<Integer> failsTwice() {
            int call = calls.incrementAndGet();
            AsyncTransaction tx = AsyncTransaction.current();
            return insert(tx, call)
                    .delayUntil(done -> call > 2
                            ? Mono.empty()
                            : Mono.fromFuture(() ->
                                    tx.execute("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")));
        }
    }

    static class Outer {
        private final Service service;

        Outer(Service service) {
            this.service = service;
        }

        @AsyncTransactional
        public Mono<Integer> twice(boolean fail) {
            return service.mono(1, false).then(service.mono(2, fail));
        }

        @AsyncTransactional
        public Mono<Integer> recovering() {
            return service.mono(1, true).onErrorReturn(-1);
        }
    }

    private void run(Consumer<Service> scenario) {
        runOuter((service, outer) -> scenario.accept(service));
    }

    private void runOuter(java.util.function.BiConsumer<Service, Outer> scenario) {
        database.runner().withBean(Service.class).withBean(Outer.class).run(context -> {
            assertThat(context).hasNotFailed();
            scenario.accept(context.getBean(Service.class), context.getBean(Outer.class));
            database.idle(context.getBean(Pool.class));
        });
    }

    @Test
    void aMonoCommitsBeforeItsValueIsSeenAndRunsOncePerSubscription() {
        run(service -> {
            Mono<Integer> mono = service.mono(1, false);
            assertThat(service.calls()).hasValue(0);
            assertThat(mono.map(value -> database.committed()).block(LIMIT)).containsExactly(1);
            assertThatThrownBy(() -> mono.block(LIMIT)).isInstanceOf(DataIntegrityViolationException.class);
            assertThat(service.calls()).hasValue(2);
        });
    }

    @Test
    void aMonoThatFailsRollsBack() {
        run(service -> {
            assertThatThrownBy(() -> service.mono(1, true).block(LIMIT)).hasMessage("mono");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void aSwallowedSqlErrorFailsTheMono() {
        run(service -> {
            assertThatThrownBy(() -> service.swallowing().block(LIMIT))
                    .isInstanceOf(DataIntegrityViolationException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void aFluxCommitsOnCompletionAndRollsBackWhenCancelled() {
        run(service -> {
            assertThat(service.flux(3).take(2).collectList().block(LIMIT)).containsExactly(1, 2);
            Await.until("rolled back", () -> database.committed().isEmpty());
            assertThat(service.flux(3).collectList().block(LIMIT)).containsExactly(1, 2, 3);
            assertThat(database.committed()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void rowsAreStreamedInTheTransactionWhichEndsWithThem() {
        run(service -> {
            assertThat(service.stream(10_000).take(5).collectList().block(LIMIT))
                    .containsExactly(1, 2, 3, 4, 5);
            Await.until("rolled back", () -> database.committed().isEmpty());
            assertThat(service.stream(10_000).count().block(LIMIT)).isEqualTo(10_000);
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void publishersOfBothKindsWork() {
        run(service -> {
            assertThat(Mono.from(service.publisher()).block(LIMIT)).isEqualTo(1);
            database.server.admin("DELETE FROM entry");
            assertThat(JdkFlowAdapter.flowPublisherToFlux(service.flow()).blockLast(LIMIT))
                    .isEqualTo(1);
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void cancellingASubscriptionRollsBack() {
        run(service -> {
            Disposable subscription = service.never().subscribe();
            Await.until(
                    "the row is written",
                    () -> !database.server
                            .adminRows("SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'"
                                    + " AND application_name = '" + TransactionContext.APPLICATION + "'"
                                    + " AND query LIKE 'INSERT%'")
                            .isEmpty());
            subscription.dispose();
        });
        assertThat(database.committed()).isEmpty();
    }

    @Test
    void theTimeoutEndsAChainThatNeverWould() {
        run(service -> assertThatThrownBy(() -> service.limited().block(LIMIT))
                .hasCauseInstanceOf(org.momoko.error.TransactionTimeoutException.class));
        assertThat(database.committed()).isEmpty();
    }

    @Test
    void theTransactionIsInTheReactorContext() {
        run(service -> assertThat(service.contextual().block(LIMIT)).isEqualTo(1));
        assertThatThrownBy(() -> ReactiveTransactions.current().block(LIMIT))
                .isInstanceOf(TransactionScopeException.class);
    }

    @Test
    void nestedCallsJoinThroughTheContext() {
        runOuter((service, outer) -> {
            assertThatThrownBy(() -> outer.twice(true).block(LIMIT)).hasMessage("mono");
            assertThat(database.committed()).isEmpty();
            assertThat(outer.twice(false).block(LIMIT)).isEqualTo(2);
            assertThat(database.server.adminRows("SELECT DISTINCT xid FROM entry"))
                    .hasSize(1);
        });
    }

    @Test
    void aJoinedFailureThatTheOuterRecoversFromIsAnUnexpectedRollback() {
        runOuter((service, outer) -> {
            assertThatThrownBy(() -> outer.recovering().block(LIMIT)).isInstanceOf(UnexpectedRollbackException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void serializationFailuresAreTriedAgainByCallingTheMethodAgain() {
        run(service -> {
            assertThat(service.failsTwice().block(LIMIT)).isEqualTo(3);
            assertThat(database.committed()).containsExactly(3);
        });
    }
}
