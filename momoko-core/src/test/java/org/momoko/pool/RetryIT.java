package org.momoko.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.momoko.pool.PoolBench.get;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.momoko.PoolBuilder;
import org.momoko.api.Connection;
import org.momoko.api.Query;
import org.momoko.api.Transaction;
import org.momoko.config.RetryPolicy;
import org.momoko.error.DatabaseException;
import org.momoko.error.MomokoException;
import org.momoko.error.OutcomeUnknownException;
import org.momoko.pool.PoolBench.Breaker;
import org.momoko.pool.PoolBench.Transport;
import org.momoko.testing.Await;
import org.momoko.testing.Contract;
import org.momoko.testing.Invariants;

/** What is sent again after its connection was lost, and what never is. */
class RetryIT {
    private static final String INSERT = "INSERT INTO retry_it VALUES (1)";

    @RegisterExtension
    static final Invariants invariants = new Invariants();

    private static PoolBench bench(Transport transport, UnaryOperator<PoolBuilder> configure) {
        PoolBench bench = invariants.close(PoolBench.connected(transport, configure));
        get(bench.pool.execute("CREATE TABLE IF NOT EXISTS retry_it (n int); TRUNCATE retry_it"));
        return bench;
    }

    private static long inserted(PoolBench bench) {
        return (Long)
                bench.server.adminRows("SELECT count(*) FROM retry_it").get(0).get(0);
    }

    /** Cuts the connection after the server has run the INSERT and before the client hears of it. */
    private static void cutAfterInsert(PoolBench bench) {
        Await.until("the server has run it", () -> inserted(bench) > 0);
        // what it does is seen before its answer is sent
        Await.until("its answer is lost", () -> bench.proxy.droppedBytes() > 0);
        bench.proxy.resume();
        bench.proxy.cutAll();
    }

    static Stream<Arguments> breaks() {
        return Stream.of(Transport.values())
                .flatMap(transport -> Stream.of(Breaker.values()).map(breaker -> Arguments.of(transport, breaker)));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @Contract({"S17", "1.5 idle death"})
    void statementOnAPoolThatWasCutWhileIdleRunsOnceUnnoticed(Transport transport, Breaker breaker) {
        PoolBench bench = bench(transport, b -> b.size(1));
        for (int round = 1; round <= 3; round++) {
            bench.breakAll(breaker);
            get(bench.pool.execute(INSERT));
            assertThat(inserted(bench)).isEqualTo(round);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Contract({"S18", "1.5 outcome unknown"})
    void statementWhoseAnswerIsLostIsNotRunAgain(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(1));
        bench.proxy.dropServerBytes();
        CompletableFuture<?> lost = bench.pool.execute(INSERT);
        cutAfterInsert(bench);
        assertThatThrownBy(() -> get(lost))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("may have run, or not");
        assertThat(inserted(bench)).isEqualTo(1);
        assertThat(bench.pool.stats().busy()).isZero();
    }

    @Test
    @Contract("S18")
    void terminationWhileItRunsIsAnUnknownOutcomeWhateverTheServerSays() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1));
        CompletableFuture<?> running = bench.pool.execute("SELECT pg_sleep(30)");
        Await.until("it runs", () -> sleeping(bench) == 1);
        bench.server.terminateBackends("momoko-test");
        assertThatThrownBy(() -> get(running)).isInstanceOf(OutcomeUnknownException.class);
    }

    private static long sleeping(PoolBench bench) {
        return bench.server.sessions("momoko-test").stream()
                .filter(session ->
                        "active".equals(session.state()) && session.query().contains("pg_sleep"))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    @Contract("1.5 idempotent")
    void idempotentStatementIsSentOnceMore(Transport transport) {
        PoolBench bench = bench(transport, b -> b.size(1));
        bench.proxy.dropServerBytes();
        CompletableFuture<?> repeated = bench.pool.execute(Query.of(INSERT).idempotent());
        cutAfterInsert(bench);
        get(repeated);
        assertThat(inserted(bench)).isEqualTo(2);
    }

    @Test
    @Contract("1.5 policies")
    void policyOfMomokoSendsOnceMore() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1).retryPolicy(RetryPolicy.MOMOKO));
        bench.proxy.dropServerBytes();
        CompletableFuture<?> repeated = bench.pool.execute(INSERT);
        cutAfterInsert(bench);
        get(repeated);
        assertThat(inserted(bench)).isEqualTo(2);
    }

    @Test
    @Contract("1.5 idempotent")
    void repetitionIsNotRepeated() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1));
        CompletableFuture<?> sleep =
                bench.pool.execute(Query.of("SELECT pg_sleep(30)").idempotent());
        for (int cut = 1; cut <= 2; cut++) {
            int connections = cut;
            Await.until("it runs", () -> bench.proxy.connections() == connections && sleeping(bench) >= 1);
            assertThat(sleep).isNotDone();
            bench.server.terminateBackends("momoko-test");
            Await.until("it has ended", () -> sleeping(bench) == 0 || bench.proxy.connections() > connections);
        }
        assertThatThrownBy(() -> get(sleep)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(bench.proxy.connections()).isEqualTo(2);
    }

    @Test
    @Contract({"1.5 idempotent", "1.5 outcome unknown"})
    void repetitionThatFindsNoConnectionLeavesTheOutcomeUnknown() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1));
        bench.proxy.dropServerBytes();
        CompletableFuture<?> repeated = bench.pool.execute(Query.of(INSERT).idempotent());
        Await.until("the server has run it", () -> inserted(bench) == 1);
        bench.cutForGood();
        assertThatThrownBy(() -> get(repeated))
                .isInstanceOf(OutcomeUnknownException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    @Contract("1.5 policies")
    void nothingIsSentAgainWithThePolicyNone() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1).retryPolicy(RetryPolicy.NONE));
        bench.proxy.dropServerBytes();
        CompletableFuture<?> lost = bench.pool.execute(INSERT);
        cutAfterInsert(bench);
        assertThatThrownBy(() -> get(lost)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(inserted(bench)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(RetryPolicy.class)
    @Contract("1.5 in transaction")
    void nothingIsSentAgainInATransaction(RetryPolicy policy) {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1).retryPolicy(policy));
        AtomicInteger bodies = new AtomicInteger();
        CompletableFuture<?> lost = bench.pool.inTransaction(transaction -> {
            bodies.incrementAndGet();
            bench.proxy.dropServerBytes();
            return transaction.execute(Query.of("SELECT pg_sleep(30)").idempotent());
        });
        Await.until("it runs", () -> sleeping(bench) == 1);
        bench.proxy.resume();
        bench.proxy.cutAll();
        assertThatThrownBy(() -> get(lost)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(bodies).hasValue(1);
        bench.server.terminateBackends("momoko-test");
    }

    @Test
    @Contract("1.5 in transaction")
    void transactionWhoseFirstStatementCouldNotBeSentGoesOnElsewhere() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(2).eventLoopThreads(1));
        AtomicInteger bodies = new AtomicInteger();
        CompletableFuture<Object> cut = new CompletableFuture<>();
        CompletableFuture<Transaction> begun = new CompletableFuture<>();
        CompletableFuture<?> result = bench.pool.inTransaction(transaction -> {
            bodies.incrementAndGet();
            begun.complete(transaction);
            return cut.thenCompose(seen -> transaction.execute(INSERT));
        });
        Transaction transaction = get(begun);
        int lost = transaction.processId();
        bench.proxy.cutAll();
        Await.until(
                "the other connection is seen dead", () -> bench.pool.stats().free() == 0);
        // both live on one event loop, which has gone round since when this is answered
        get(bench.pool.execute("SELECT 1"));
        cut.complete("seen");
        get(result);
        assertThat(bodies).hasValue(1);
        assertThat(transaction.processId()).isNotEqualTo(lost);
        assertThat(inserted(bench)).isEqualTo(1);
    }

    @Test
    @Contract("1.5 in transaction")
    void firstStatementThatTookBeginAlongIsNotSentAgain() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1));
        AtomicInteger bodies = new AtomicInteger();
        bench.proxy.dropServerBytes();
        CompletableFuture<?> result = bench.pool.inTransaction(transaction -> {
            bodies.incrementAndGet();
            return transaction.execute(INSERT);
        });
        Await.until(
                "BEGIN has arrived",
                () -> bench.server.sessions("momoko-test").stream()
                        .anyMatch(session -> "idle in transaction".equals(session.state())));
        Await.until("its answer is lost", () -> bench.proxy.droppedBytes() > 0);
        bench.proxy.resume();
        bench.proxy.cutAll();
        assertThatThrownBy(() -> get(result)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(bodies).hasValue(1);
        assertThat(inserted(bench)).isZero();
    }

    @Test
    @Contract({"S16", "1.2 getconn"})
    void statementOnABorrowedConnectionIsNeverSentAgain() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1).retryPolicy(RetryPolicy.MOMOKO));
        Connection connection = get(bench.pool.getconn(false));
        bench.proxy.cutAll();
        assertThatThrownBy(() -> get(connection.execute(INSERT))).isInstanceOf(MomokoException.class);
        bench.pool.putconn(connection);
        assertThat(inserted(bench)).isZero();
    }

    @Test
    @Contract("S19")
    void transactionOfAListIsNeverPartlyRepeated() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1));
        bench.breakAll(Breaker.PROXY_CUT);
        get(bench.pool.transaction(List.of(Query.of(INSERT), Query.of(INSERT))));
        assertThat(inserted(bench)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(RetryPolicy.class)
    @Contract({"S19", "1.3 transaction"})
    void transactionOfAListThatIsCutIsRepeatedNeitherInPartNorWhole(RetryPolicy policy) {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1).retryPolicy(policy));
        List<Query> statements =
                new ArrayList<>(List.of(Query.of(INSERT), Query.of("SELECT pg_sleep(30)"), Query.of(INSERT)));
        CompletableFuture<?> cut = bench.pool.transaction(statements);
        statements.clear();
        Await.until("the second statement runs", () -> sleeping(bench) == 1);
        bench.proxy.cutAll();
        assertThatThrownBy(() -> get(cut)).isInstanceOf(OutcomeUnknownException.class);
        bench.server.terminateBackends("momoko-test");
        assertThat(inserted(bench)).isZero();
    }

    @Test
    @Contract("S21")
    void failedRollbackStillShowsTheFirstErrorAndTheConnectionIsGone() {
        PoolBench bench = bench(Transport.TCP, b -> b.size(1));
        int before = get(bench.pool.withConnection(c -> CompletableFuture.completedFuture(c.processId())));
        assertThatThrownBy(() -> get(bench.pool.inTransaction(transaction ->
                        transaction.execute("SELECT nonsense").whenComplete((cursor, error) -> bench.proxy.cutAll()))))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.sqlState()).isEqualTo("42703"));
        int after = get(bench.pool.withConnection(c -> CompletableFuture.completedFuture(c.processId())));
        assertThat(after).isNotEqualTo(before);
    }
}
