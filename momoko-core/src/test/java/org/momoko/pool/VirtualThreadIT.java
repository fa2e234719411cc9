package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.momoko.api.Cursor;
import org.momoko.api.Row;
import org.momoko.testing.Await;
import org.momoko.testing.Invariants;

/** Virtual threads that block on the pool's futures. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before JDK 21")
class VirtualThreadIT {
    private static final long PATIENCE_SECONDS = 60;

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private ExecutorService threads;

    @BeforeEach
    void start() throws ReflectiveOperationException {
        threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 1", "16, 1", "4, 16"})
    void eachOfManyThreadsGetsItsOwnAnswers(int size, int pipelining) throws Exception {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(size).pipelining(pipelining)));
        List<Future<Integer>> sums = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int first = 1000 * i;
            sums.add(threads.submit(() -> {
                int sum = 0;
                for (int j = 0; j < 50; j++) {
                    CompletableFuture<Cursor<Row>> answer = bench.pool.execute("SELECT %s::int4", first + j);
                    Cursor<Row> cursor = j % 2 == 0 ? answer.join() : answer.get();
                    sum += cursor.fetchOne().getInt(0);
                }
                return sum;
            }));
        }
        for (int i = 0; i < sums.size(); i++) {
            assertThat(sums.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(50 * 1000 * i + 1225);
        }
        Await.until("nobody is busy", () -> bench.pool.stats().busy() == 0);
    }

    @Test
    void severalThreadsMayWaitForTheSameFuture() throws Exception {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(1)));
        CompletableFuture<Cursor<Row>> answer = bench.pool.execute("SELECT %s FROM pg_sleep(0.1)", 5);
        List<Future<Integer>> numbers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            numbers.add(threads.submit(() -> answer.join().rowCount() == 1 ? 5 : 0));
        }
        for (Future<Integer> number : numbers) {
            assertThat(number.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(5);
        }
    }

    @Test
    void aThreadHearsThatItsStatementWasGivenUp() throws Exception {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(1)));
        CompletableFuture<Cursor<Row>> answer = bench.pool.execute("SELECT pg_sleep(30)");
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Future<?> ended = threads.submit(() -> {
            waiting.set(Thread.currentThread());
            assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
        });
        awaitSleep(waiting);

        answer.cancel(true);

        ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Await.until("nobody is busy", () -> bench.pool.stats().busy() == 0);
    }

    @Test
    void anInterruptEndsGetAndNotTheStatement() throws Exception {
        PoolBench bench = invariants.close(PoolBench.connected(b -> b.size(1)));
        CompletableFuture<Cursor<Row>> answer = bench.pool.execute("SELECT 7 FROM pg_sleep(0.5)");
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Future<Integer> ended = threads.submit(() -> {
            waiting.set(Thread.currentThread());
            assertThatThrownBy(answer::get).isInstanceOf(InterruptedException.class);
            return answer.join().fetchOne().getInt(0);
        });
        awaitSleep(waiting);

        waiting.get().interrupt();

        assertThat(ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(7);
    }

    private static void awaitSleep(AtomicReference<Thread> thread) {
        Await.until(
                "the thread waits", () -> thread.get() != null && thread.get().getState() == Thread.State.WAITING);
    }
}
