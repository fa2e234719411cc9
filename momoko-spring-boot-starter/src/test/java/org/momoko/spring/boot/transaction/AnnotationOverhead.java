package org.momoko.spring.boot.transaction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.momoko.api.Pool;
import org.momoko.api.SqlClient;
import org.momoko.testing.PostgresServer;

/**
 * Measures what the annotation costs over {@code inTransaction}: a transaction of three statements on a local server, one at a
 * time, both ways in turn. Run its {@code main}; it prints medians of the rounds.
 */
final class AnnotationOverhead {
    private static final int ROUNDS = 30;
    private static final int TRANSACTIONS = 1000;

    static class Service {
        @AsyncTransactional
        public CompletableFuture<?> three() {
            return statements(AsyncTransaction.current());
        }

        /** Every statement looks for its scope. */
        @AsyncTransactional
        public CompletableFuture<?> client(TransactionalClient client) {
            client.execute("SELECT 1");
            client.execute("SELECT 2");
            return client.execute("SELECT 3");
        }
    }

    private static CompletableFuture<?> statements(SqlClient client) {
        return client.execute("SELECT 1")
                .thenCompose(one -> client.execute("SELECT 2"))
                .thenCompose(two -> client.execute("SELECT 3"));
    }

    private AnnotationOverhead() {}

    public static void main(String[] args) {
        new TransactionContext()
                .runner()
                .withBean(Service.class)
                .withPropertyValues("momoko.pool.max-size=1")
                .run(context -> {
                    Pool pool = context.getBean(Pool.class);
                    Service service = context.getBean(Service.class);
                    TransactionalClient client = context.getBean(TransactionalClient.class);
                    Function<SqlClient, CompletableFuture<?>> pipelined = tx -> {
                        tx.execute("SELECT 1");
                        tx.execute("SELECT 2");
                        return tx.execute("SELECT 3");
                    };
                    List<Double> plain = new ArrayList<>();
                    List<Double> annotated = new ArrayList<>();
                    List<Double> plainPipelined = new ArrayList<>();
                    List<Double> clientPipelined = new ArrayList<>();
                    for (int round = 0; round < ROUNDS; round++) {
                        plain.add(round(
                                () -> pool.inTransaction(tx -> statements(tx).thenApply(x -> 1))));
                        annotated.add(round(service::three));
                        plainPipelined.add(round(() ->
                                pool.inTransaction(tx -> pipelined.apply(tx).thenApply(x -> 1))));
                        clientPipelined.add(round(() -> service.client(client)));
                    }
                    print("one after another", median(plain), median(annotated));
                    print("pipelined, TransactionalClient", median(plainPipelined), median(clientPipelined));
                });
        PostgresServer.shared().close();
    }

    /** Microseconds for each transaction. */
    private static double round(Supplier<CompletableFuture<?>> transaction) {
        long start = System.nanoTime();
        for (int i = 0; i < TRANSACTIONS; i++) {
            transaction.get().join();
        }
        return (System.nanoTime() - start) / 1e3 / TRANSACTIONS;
    }

    private static double median(List<Double> rounds) {
        List<Double> later = new ArrayList<>(rounds.subList(rounds.size() / 3, rounds.size()));
        Collections.sort(later);
        return later.get(later.size() / 2);
    }

    private static void print(String what, double plain, double annotated) {
        System.out.printf(
                "%s: inTransaction %.1f µs, annotation %.1f µs, %+.1f %%%n",
                what, plain, annotated, (annotated / plain - 1) * 100);
    }
}
