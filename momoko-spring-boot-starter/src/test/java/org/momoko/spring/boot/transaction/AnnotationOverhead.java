package org.momoko.spring.boot.transaction;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.momoko.api.Pool;
import org.momoko.api.SqlClient;
import org.momoko.testing.PostgresServer;

/**
 * Measures what the annotation costs over {@code inTransaction}, and what each part of it does: a transaction of three
 * statements on a local server. Run its {@code main}, alone on the machine.
 *
 * <p>Both ways run in turn, and each round is compared with its neighbour, so that what the machine does besides meets both. Printed
 * are medians, and for the differences the interval that holds their median with 95 %: of the time, which the server has most
 * of, of the CPU time of this process's threads, and of the bytes that they allocated.
 */
final class AnnotationOverhead {
    private static final int WARM_UP = 20;
    private static final int PAIRS = 60;
    private static final int TRANSACTIONS = 300;
    private static final int READS = 20_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static class Service {
        @AsyncTransactional
        public CompletableFuture<?> three() {
            return oneByOne(AsyncTransaction.current());
        }

        /** Every statement looks for its scope. */
        @AsyncTransactional
        public CompletableFuture<?> atOnce(TransactionalClient client) {
            return AnnotationOverhead.atOnce(client);
        }

        /** Microseconds of CPU time for finding the transaction once. */
        @AsyncTransactional
        public CompletableFuture<Double> read() {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < READS; i++) {
                AsyncTransaction.current();
            }
            return CompletableFuture.completedFuture((THREADS.getCurrentThreadCpuTime() - start) / 1e3 / READS);
        }
    }

    /** What a transaction took. */
    private record Cost(double micros, double cpuMicros, double bytes) {}

    private AnnotationOverhead() {}

    private static CompletableFuture<?> oneByOne(SqlClient client) {
        return client.execute("SELECT 1")
                .thenCompose(one -> client.execute("SELECT 2"))
                .thenCompose(two -> client.execute("SELECT 3"));
    }

    private static CompletableFuture<?> atOnce(SqlClient client) {
        client.execute("SELECT 1");
        client.execute("SELECT 2");
        return client.execute("SELECT 3");
    }

    public static void main(String[] args) {
        new TransactionContext()
                .runner()
                .withBean(Service.class)
                .withPropertyValues("momoko.pool.max-size=1")
                .run(context -> {
                    Pool pool = context.getBean(Pool.class);
                    Service service = context.getBean(Service.class);
                    TransactionalClient client = context.getBean(TransactionalClient.class);
                    AsyncTransactionOperator operator = context.getBean(AsyncTransactionOperator.class);
                    compare(
                            "one statement after another, the operator with the handle that it gives",
                            () -> plain(pool, AnnotationOverhead::oneByOne),
                            () -> operator.execute(tx -> oneByOne(tx).thenApply(done -> 1)));
                    compare(
                            "one statement after another, the operator with the handle that is looked for",
                            () -> plain(pool, AnnotationOverhead::oneByOne),
                            () -> operator.execute(
                                    tx -> oneByOne(AsyncTransaction.current()).thenApply(done -> 1)));
                    compare(
                            "one statement after another, the annotation with the handle",
                            () -> plain(pool, AnnotationOverhead::oneByOne),
                            service::three);
                    compare(
                            "three at once, the annotation with a TransactionalClient",
                            () -> plain(pool, AnnotationOverhead::atOnce),
                            () -> service.atOnce(client));
                    double[] reads = new double[WARM_UP];
                    Arrays.setAll(reads, i -> service.read().join());
                    System.out.printf("finding the transaction once: %.2f µs of CPU time%n", median(reads));
                });
        PostgresServer.shared().close();
    }

    private static CompletableFuture<?> plain(Pool pool, Function<SqlClient, CompletableFuture<?>> statements) {
        return pool.inTransaction(tx -> statements.apply(tx).thenApply(done -> 1));
    }

    private static void compare(
            String what, Supplier<CompletableFuture<?>> plain, Supplier<CompletableFuture<?>> other) {
        List<Cost> plainCosts = new ArrayList<>();
        List<Cost> otherCosts = new ArrayList<>();
        for (int pair = -WARM_UP; pair < PAIRS; pair++) {
            boolean plainFirst = pair % 2 == 0;
            Cost first = round(plainFirst ? plain : other);
            Cost second = round(plainFirst ? other : plain);
            if (pair >= 0) {
                plainCosts.add(plainFirst ? first : second);
                otherCosts.add(plainFirst ? second : first);
            }
        }
        System.out.println(what);
        print("time, µs", plainCosts, otherCosts, Cost::micros);
        print("CPU time, µs", plainCosts, otherCosts, Cost::cpuMicros);
        print("bytes", plainCosts, otherCosts, Cost::bytes);
    }

    private static Cost round(Supplier<CompletableFuture<?>> transaction) {
        long bytes = allocated();
        long cpu = cpuNanos();
        long start = System.nanoTime();
        for (int i = 0; i < TRANSACTIONS; i++) {
            transaction.get().join();
        }
        return new Cost(
                (System.nanoTime() - start) / 1e3 / TRANSACTIONS,
                (cpuNanos() - cpu) / 1e3 / TRANSACTIONS,
                (double) (allocated() - bytes) / TRANSACTIONS);
    }

    private static long cpuNanos() {
        return Arrays.stream(THREADS.getThreadCpuTime(THREADS.getAllThreadIds()))
                .filter(nanos -> nanos > 0)
                .sum();
    }

    private static long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static void print(String unit, List<Cost> plain, List<Cost> other, ToDoubleFunction<Cost> value) {
        double[] before = plain.stream().mapToDouble(value).toArray();
        double[] after = other.stream().mapToDouble(value).toArray();
        double[] percent = new double[before.length];
        Arrays.setAll(percent, i -> (after[i] / before[i] - 1) * 100);
        Arrays.sort(percent);
        // ranks between which the median is with 95 %, by the binomial distribution
        int half = (int) Math.ceil(0.98 * Math.sqrt(percent.length));
        int middle = percent.length / 2;
        System.out.printf(
                "  %-12s inTransaction %8.1f, this %8.1f, %+5.1f %% (%+.1f to %+.1f)%n",
                unit, median(before), median(after), median(percent), percent[middle - half], percent[middle + half]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
