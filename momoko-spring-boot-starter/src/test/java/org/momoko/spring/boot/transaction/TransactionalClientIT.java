package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.momoko.api.Cursor;
import org.momoko.api.CursorFactory;
import org.momoko.api.Pool;
import org.momoko.api.Query;
import org.momoko.api.Row;
import org.momoko.api.SqlClient;
import org.momoko.testing.Invariants;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Mono;

/**
 * Where a statement of a transactional client runs: in its own transaction, or nowhere. Each way to lose a scope is tried
 * 2000 times; the server tells afterwards in which transaction each row was written.
 */
@ExtendWith(Invariants.class)
class TransactionalClientIT {
    private static final int RUNS = 2000;
    private static final int AT_ONCE = 4;

    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    /** How the second statement of a transaction comes to be run. */
    private enum Way {
        ALL_OF(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                return CompletableFuture.allOf(client.execute("SELECT 1"), client.execute("SELECT 2"))
                        .thenCompose(done -> insert(client, id));
            }
        },
        ANY_OF(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                return CompletableFuture.anyOf(client.execute("SELECT 1"), client.execute("SELECT 2"))
                        .thenCompose(done -> insert(client, id));
            }
        },
        SUPPLY_ASYNC_FIRST(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                return CompletableFuture.supplyAsync(() -> id, runs.executor).thenCompose(done -> insert(client, done));
            }
        },
        INNER_PLAIN_CHAIN(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                return client.execute("SELECT 1")
                        .thenCompose(done -> CompletableFuture.supplyAsync(() -> id, runs.executor)
                                .thenCompose(plain -> insert(client, plain)));
            }
        },
        MINIMAL_STAGE(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                return client.execute("SELECT 1").minimalCompletionStage().thenCompose(done -> insert(client, id));
            }
        },
        MONO_BRIDGE(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                return Mono.fromFuture(client.execute("SELECT 1"))
                        .flatMap(done -> Mono.fromFuture(insert(client, id)))
                        .toFuture();
            }
        },
        /** Transactions in pairs: the one waits for a shared future that a callback of the other completes. */
        SHARED_FUTURE(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                CompletableFuture<Integer> shared = runs.shared.get(id / 4);
                if (id % 4 == 1) {
                    return shared.thenCompose(done -> insert(client, id));
                }
                return client.execute("SELECT 1").thenCompose(done -> {
                    shared.complete(id);
                    return insert(client, id);
                });
            }
        },
        /** The same, completed in the body of the other one itself. */
        SHARED_FUTURE_IN_BODY(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                CompletableFuture<Integer> shared = runs.shared.get(id / 4);
                if (id % 4 == 1) {
                    return shared.thenCompose(done -> insert(client, id));
                }
                shared.complete(id);
                return insert(client, id);
            }
        },
        /** The one registers a callback in a list of its own, the other runs what is in the list. */
        LISTENERS(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                CompletableFuture<Integer> registered = runs.shared.get(id / 4);
                Queue<Runnable> listeners = runs.listeners.get(id / 4);
                if (id % 4 == 1) {
                    CompletableFuture<Object> told = new CompletableFuture<>();
                    listeners.add(() -> insert(client, id).whenComplete((done, error) -> settle(told, done, error)));
                    registered.complete(id);
                    return told;
                }
                return TransactionScope.adopt(registered).thenCompose(done -> {
                    listeners.forEach(Runnable::run);
                    return insert(client, id);
                });
            }
        },
        /** The same, in a class that knows nothing of transactions. */
        EVENT_BUS(true) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                EventBus bus = runs.buses.get(id / 4);
                return id % 4 == 1 ? subscribe(bus, client, id) : publish(bus, client, id);
            }

            private CompletionStage<?> subscribe(EventBus bus, SqlClient client, int id) {
                CompletableFuture<Object> told = new CompletableFuture<>();
                bus.subscribe(event -> insert(client, id).whenComplete((done, error) -> settle(told, done, error)));
                return told;
            }

            private CompletionStage<?> publish(EventBus bus, SqlClient client, int id) {
                return TransactionScope.adopt(bus.subscribed).thenCompose(done -> {
                    bus.publish("event");
                    return insert(client, id);
                });
            }
        },
        PLAIN_CHAIN(false) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                return client.execute("SELECT 1")
                        .thenCompose(done -> client.execute("SELECT 2"))
                        .thenApplyAsync(done -> id, runs.executor)
                        .thenCompose(done -> insert(client, done));
            }
        },
        SCOPED_ALL_OF(false) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                return TransactionScope.allOf(client.execute("SELECT 1"), client.execute("SELECT 2"))
                        .thenCompose(done -> insert(client, id));
            }
        },
        ADOPTED(false) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                CompletableFuture<Integer> shared = runs.shared.get(id / 4);
                if (id % 4 == 1) {
                    return TransactionScope.adopt(shared).thenCompose(done -> insert(client, id));
                }
                shared.complete(id);
                return insert(client, id);
            }
        },
        WRAPPED_EXECUTOR(false) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                return CompletableFuture.supplyAsync(() -> insert(client, id), TransactionScope.wrap(runs.executor))
                        .thenCompose(done -> done);
            }
        },
        HANDLE(false) {
            @Override
            CompletionStage<?> go(Runs runs, SqlClient client, int id) {
                AsyncTransaction tx = AsyncTransaction.current();
                CompletableFuture<Integer> shared = runs.shared.get(id / 4);
                if (id % 4 == 1) {
                    return shared.thenCompose(done -> insert(tx, id));
                }
                return CompletableFuture.allOf(tx.execute("SELECT 1")).thenCompose(done -> {
                    shared.complete(id);
                    return insert(tx, id);
                });
            }
        };

        /** Whether the scope may be lost this way, where callbacks have one at all. */
        final boolean losing;

        Way(boolean losing) {
            this.losing = losing;
        }

        abstract CompletionStage<?> go(Runs runs, SqlClient client, int id);
    }

    private static CompletableFuture<Cursor<Row>> insert(SqlClient client, int id) {
        return client.execute("INSERT INTO entry (id) VALUES (%s)", id);
    }

    private static void settle(CompletableFuture<Object> told, @Nullable Object value, @Nullable Throwable error) {
        if (error == null) {
            told.complete(String.valueOf(value));
        } else {
            told.completeExceptionally(error);
        }
    }

    /** An application's own. */
    private static final class EventBus {
        final CompletableFuture<Object> subscribed = new CompletableFuture<>();
        private final Queue<Consumer<String>> subscribers = new ConcurrentLinkedQueue<>();

        void subscribe(Consumer<String> subscriber) {
            subscribers.add(subscriber);
            subscribed.complete("one");
        }

        void publish(String event) {
            for (Consumer<String> subscriber : subscribers) {
                subscriber.accept(event);
            }
        }
    }

    /** What became of the second statements. */
    private static final class Runs {
        final ExecutorService executor;
        final List<CompletableFuture<Integer>> shared = new ArrayList<>();
        final List<Queue<Runnable>> listeners = new ArrayList<>();
        final List<EventBus> buses = new ArrayList<>();
        final AtomicInteger joined = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final List<Throwable> unexpected = new ArrayList<>();

        Runs(ExecutorService executor) {
            this.executor = executor;
        }

        /** @return always succeeds, so that the transaction commits and the rows can be looked at */
        @Nullable
        Object record(Throwable error) {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            if (cause == null) {
                joined.incrementAndGet();
            } else if (cause instanceof TransactionScopeException
                    && cause.getMessage().contains("TransactionScope.adopt")) {
                refused.incrementAndGet();
            } else {
                synchronized (unexpected) {
                    unexpected.add(cause);
                }
            }
            return null;
        }
    }

    static class Service {
        private final TransactionalClient client;

        Service(TransactionalClient client) {
            this.client = client;
        }

        /** The first row tells the transaction, the second one is written in a doubtful way. */
        @AsyncTransactional
        public CompletableFuture<Object> run(Way way, Runs runs, int id) {
            AsyncTransaction tx = AsyncTransaction.current();
            CompletableFuture<?> first = insert(client, id - 1);
            CompletionStage<?> second = way.go(runs, client, id);
            return first.thenCombine(second.handle((done, error) -> runs.record(error)), (one, other) -> tx.active());
        }
    }

    private void trial(Way way, String callbackScope) {
        database.runner()
                .withBean(Service.class)
                .withPropertyValues("momoko.transaction.callback-scope=" + callbackScope)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Service service = context.getBean(Service.class);
                    Runs runs = new Runs(executor);
                    Semaphore atOnce = new Semaphore(AT_ONCE);
                    for (int i = 0; i < RUNS; i++) {
                        runs.shared.add(new CompletableFuture<>());
                        runs.listeners.add(new ConcurrentLinkedQueue<>());
                        runs.buses.add(new EventBus());
                    }
                    List<CompletableFuture<?>> all = new ArrayList<>();
                    for (int run = 0; run < RUNS; run++) {
                        assertThat(atOnce.tryAcquire(20, TimeUnit.SECONDS))
                                .as("run %d goes on", run)
                                .isTrue();
                        CompletableFuture<Object> result = service.run(way, runs, 2 * run + 1);
                        result.whenComplete((done, error) -> atOnce.release());
                        all.add(result);
                    }
                    get(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
                    assertThat(runs.unexpected).isEmpty();
                    assertThat(runs.joined.get() + runs.refused.get()).isEqualTo(RUNS);
                    assertThat(database.server.adminRows("SELECT count(*)::int FROM entry WHERE id % 2 = 0"))
                            .containsExactly(List.of(RUNS));
                    assertThat(database.server.adminRows("SELECT count(*)::int FROM entry WHERE id % 2 = 1"))
                            .as("what was refused did not run")
                            .containsExactly(List.of(runs.joined.get()));
                    assertThat(database.server.adminRows("SELECT count(*)::int FROM entry own JOIN entry doubtful"
                                    + " ON doubtful.id = own.id + 1 AND own.id % 2 = 0 AND doubtful.xid <> own.xid"))
                            .as("what ran did so in its own transaction")
                            .containsExactly(List.of(0));
                    if (!way.losing) {
                        assertThat(runs.joined).hasValue(RUNS);
                    }
                    database.idle(context.getBean(Pool.class));
                });
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void sentence21GuardedCallbacksNeverAutocommitAndNeverRunInAStrangersTransaction(Way way) {
        trial(way, "guarded");
    }

    /** Callbacks have no scope at all: handle, helpers and the body itself still join. */
    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"PLAIN_CHAIN"},
            mode = EnumSource.Mode.EXCLUDE)
    void sentence21WithoutCallbackScopeNothingAutocommitsAndNothingRunsInAStrangersTransaction(Way way) {
        trial(way, "off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "guarded"})
    void outsideAnyScopeItFailsAndSaysWhy(String callbackScope) {
        database.runner()
                .withPropertyValues("momoko.transaction.callback-scope=" + callbackScope)
                .run(context -> {
                    TransactionalClient client = context.getBean(TransactionalClient.class);
                    assertThat(error(client.execute("SELECT 1")))
                            .isInstanceOf(TransactionScopeException.class)
                            .hasMessageContaining("CompletableFuture.allOf")
                            .hasMessageContaining("supplyAsync")
                            .hasMessageContaining("AsyncTransaction.current()");
                    assertThat(error(client.as(CursorFactory.rows()).execute(Query.of("SELECT 1"))))
                            .isInstanceOf(TransactionScopeException.class);
                    assertThat(error(client.inTransaction(tx -> tx.execute("SELECT 1"))))
                            .isInstanceOf(TransactionScopeException.class);
                    Flow.Publisher<Row> stream = client.stream(Query.of("SELECT 1"));
                    assertThat(error(JdkFlowAdapter.flowPublisherToFlux(stream)
                                    .collectList()
                                    .toFuture()))
                            .isInstanceOf(TransactionScopeException.class);
                });
    }

    @Test
    void outsideAnyScopeItRunsByItselfWhereThatIsSet() {
        database.runner()
                .withPropertyValues("momoko.transaction.outside-scope=autocommit")
                .run(context -> {
                    get(insert(context.getBean(TransactionalClient.class), 1));
                    assertThat(database.committed()).containsExactly(1);
                });
    }

    @Test
    void inADoubtfulScopeItFailsEvenWhereStatementsOutsideMayRunByThemselves() {
        database.runner()
                .withPropertyValues("momoko.transaction.outside-scope=autocommit")
                .run(context -> {
                    TransactionalClient client = context.getBean(TransactionalClient.class);
                    AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
                    CompletableFuture<Integer> shared = new CompletableFuture<>();
                    CompletableFuture<?> foreign = shared.thenCompose(id -> insert(client, id));
                    get(operator.execute(tx -> {
                        shared.complete(1);
                        return tx.ping();
                    }));
                    assertThat(error(foreign)).isInstanceOf(TransactionScopeException.class);
                    assertThat(database.committed()).isEmpty();
                });
    }

    @Test
    void aForeignCallbackCannotReadTheHandleNorBeginATransaction() {
        database.runner().run(context -> {
            AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
            CompletableFuture<Integer> shared = new CompletableFuture<>();
            CompletableFuture<Boolean> reads =
                    shared.thenApply(id -> AsyncTransaction.current().active());
            CompletableFuture<Object> begins = shared.thenCompose(id -> operator.execute(tx -> {
                throw new AssertionError("ran");
            }));
            get(operator.execute(tx -> {
                shared.complete(1);
                return tx.ping();
            }));
            assertThat(error(reads)).isInstanceOf(TransactionScopeException.class);
            assertThat(error(begins)).isInstanceOf(TransactionScopeException.class);
        });
    }

    @Test
    void inSupportsWithoutATransactionStatementsRunByThemselves() {
        database.runner().run(context -> {
            TransactionalClient client = context.getBean(TransactionalClient.class);
            get(context.getBean(AsyncTransactionOperator.class)
                    .execute(
                            AsyncTransactionDefinition.DEFAULT.withPropagation(Propagation.SUPPORTS),
                            none -> insert(client, 1)));
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void rowsAreMappedInTheTransaction() {
        database.runner().run(context -> {
            TransactionalClient client = context.getBean(TransactionalClient.class);
            int value = get(context.getBean(AsyncTransactionOperator.class)
                    .execute(tx -> insert(client, 7)
                            .thenCompose(done -> tx.call(
                                    () -> client.as(CursorFactory.maps()).execute("SELECT id FROM entry")))
                            .thenApply(
                                    cursor -> (Integer) cursor.iterator().next().get("id"))));
            assertThat(value).isEqualTo(7);
        });
    }
}
