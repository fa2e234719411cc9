package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.spring.boot.transaction.TransactionContext.error;
import static org.momoko.spring.boot.transaction.TransactionContext.get;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.momoko.api.Pool;
import org.momoko.error.InterfaceException;
import org.momoko.testing.Invariants;
import org.springframework.context.ApplicationContext;

/** Annotated methods with plain return values: the transaction is that of the calling thread, for the extent of the call. */
@ExtendWith(Invariants.class)
class BlockingStyleIT {
    private static final int VIRTUAL_THREADS = 10_000;

    /** All threads wait for a connection at once. */
    private static final String PATIENCE = "momoko.pool.acquire-timeout=200s";

    @RegisterExtension
    final TransactionContext database = new TransactionContext();

    static class Service {
        private final TransactionalClient client;
        private final AtomicInteger calls = new AtomicInteger();

        Service(TransactionalClient client) {
            this.client = client;
        }

        @AsyncTransactional
        public int insert(int id) {
            client.execute("INSERT INTO entry (id) VALUES (%s)", id).join();
            return client.execute("SELECT count(*)::int FROM entry")
                    .join()
                    .iterator()
                    .next()
                    .getInt(0);
        }

        @AsyncTransactional
        public void insertOnly(int id) {
            client.execute("INSERT INTO entry (id) VALUES (%s)", id).join();
        }

        @AsyncTransactional
        public void insertAndThrow(int id) throws IOException {
            client.execute("INSERT INTO entry (id) VALUES (%s)", id).join();
            throw new IOException("checked");
        }

        @AsyncTransactional(retries = 3)
        public int failsTwice() {
            int call = calls.incrementAndGet();
            client.execute("INSERT INTO entry (id) VALUES (%s)", call).join();
            if (call < 3) {
                client.execute("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")
                        .join();
            }
            return call;
        }

        @AsyncTransactional
        public void insertForSomebodyElse(int id, CompletableFuture<Integer> shared) {
            client.execute("INSERT INTO entry (id) VALUES (%s)", id).join();
            shared.complete(id);
        }
    }

    static class Outer {
        private final Service service;

        Outer(Service service) {
            this.service = service;
        }

        @AsyncTransactional
        public void recovering() {
            service.insert(1);
            try {
                service.insertAndThrow(2);
            } catch (IOException e) {
                // recovers, or so it thinks
            }
        }
    }

    private interface Scenario {
        void run(Service service, ApplicationContext context) throws Exception;
    }

    private void run(Scenario scenario) {
        database.runner()
                .withPropertyValues(PATIENCE)
                .withBean(Service.class)
                .withBean(Outer.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    scenario.run(context.getBean(Service.class), context);
                    database.idle(context.getBean(Pool.class));
                });
    }

    @Test
    void theCommitIsAwaitedBeforeTheMethodReturns() {
        run((service, context) -> {
            assertThat(service.insert(1)).isEqualTo(1);
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void whatIsThrownRollsBackAndIsThrownAsItIs() {
        run((service, context) -> {
            assertThatThrownBy(() -> service.insertAndThrow(1)).isExactlyInstanceOf(IOException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void aJoinedFailureIsAnUnexpectedRollbackOfTheOuter() {
        run((service, context) -> {
            assertThatThrownBy(() -> context.getBean(Outer.class).recovering())
                    .isInstanceOf(UnexpectedRollbackException.class)
                    .hasRootCauseInstanceOf(IOException.class);
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void aSerializationFailureIsTriedAgainOnTheSameThread() {
        run((service, context) -> {
            assertThat(service.failsTwice()).isEqualTo(3);
            assertThat(database.committed()).containsExactly(3);
        });
    }

    @Test
    void onAnEventLoopItIsRefusedAtOnce() {
        run((service, context) -> {
            CompletableFuture<Integer> onLoop =
                    context.getBean(Pool.class).execute("SELECT pg_sleep(0.1)").thenApply(done -> service.insert(1));
            assertThat(error(onLoop))
                    .isInstanceOf(InterfaceException.class)
                    .hasMessageContaining("would block the event loop thread");
            assertThat(database.committed()).isEmpty();
        });
    }

    @Test
    void aCallbackOfSomebodyElsesThatTheMethodSetsOffIsRefused() {
        run((service, context) -> {
            TransactionalClient client = context.getBean(TransactionalClient.class);
            CompletableFuture<Integer> shared = new CompletableFuture<>();
            CompletableFuture<?> foreign =
                    shared.thenCompose(id -> client.execute("INSERT INTO entry (id) VALUES (2)"));
            service.insertForSomebodyElse(1, shared);
            assertThat(error(foreign)).isInstanceOf(TransactionScopeException.class);
            assertThat(database.committed()).containsExactly(1);
        });
    }

    @Test
    void theOperatorRunsBlockingCodeToo() {
        run((service, context) -> {
            int value = context.getBean(AsyncTransactionOperator.class).call(tx -> {
                tx.execute("INSERT INTO entry (id) VALUES (5)").join();
                return service.insert(6);
            });
            assertThat(value).isEqualTo(2);
            assertThat(database.committed()).containsExactly(5, 6);
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "virtual threads park in monitors since JDK 24")
    void tenThousandVirtualThreadsCommitAndPinNoCarrier(@TempDir Path directory) {
        run((service, context) -> {
            Path file = directory.resolve("pinned.jfr");
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            try (Recording recording = new Recording()) {
                recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
                recording.start();
                CountDownLatch done = new CountDownLatch(VIRTUAL_THREADS);
                for (int i = 1; i <= VIRTUAL_THREADS; i++) {
                    int id = i;
                    startVirtualThread(() -> {
                        try {
                            if (id % 10 == 0) {
                                assertThatThrownBy(() -> service.insertAndThrow(id))
                                        .isInstanceOf(IOException.class);
                            } else {
                                service.insertOnly(id);
                            }
                        } catch (Throwable e) {
                            failures.add(e);
                        } finally {
                            done.countDown();
                        }
                    });
                }
                assertThat(done.await(200, TimeUnit.SECONDS)).isTrue();
                recording.stop();
                recording.dump(file);
            }
            assertThat(failures).isEmpty();
            assertThat(database.committed()).hasSize(VIRTUAL_THREADS / 10 * 9).allMatch(id -> id % 10 != 0);
            assertThat(Files.size(file)).isPositive();
            List<RecordedEvent> pinned = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                    .toList();
            assertThat(pinned).isEmpty();
        });
    }

    /** {@code Thread.startVirtualThread}, which the release level of the tests does not know. */
    private static void startVirtualThread(Runnable task) throws ReflectiveOperationException {
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    @Test
    void futuresThatTheMethodLeavesBehindEndWithIt() {
        run((service, context) -> {
            AsyncTransaction[] leaked = new AsyncTransaction[1];
            context.getBean(AsyncTransactionOperator.class).call(tx -> {
                leaked[0] = tx;
                return tx.execute("SELECT 1").join().rowCount();
            });
            assertThat(error(leaked[0].execute("SELECT 1"))).hasMessageContaining("The transaction is complete");
            assertThat(get(context.getBean(Pool.class).execute("SELECT 1")).rowCount())
                    .isEqualTo(1);
        });
    }
}
