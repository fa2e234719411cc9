package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Code of the call itself sees the scope; a callback of somebody else's that the call sets off is refused. */
class ScopeGuardTests extends ScopeProbe {
    @Test
    void helpersOfTheCallSeeTheScope() {
        inScope(() ->
                List.of(1).forEach(one -> Stream.of(one).map(String::valueOf).forEach(two -> look())));
        isAllowed();
    }

    @Test
    void codeInsideAMapsComputationSeesTheScope() {
        Map<String, String> map = new ConcurrentHashMap<>();
        inScope(() -> map.computeIfAbsent("key", key -> {
            look();
            return key;
        }));
        isAllowed();
    }

    @Test
    void aFunctionGivenToACompletedFutureSeesTheScope() {
        inScope(() -> CompletableFuture.completedFuture(1)
                .thenCompose(one -> CompletableFuture.completedFuture(2))
                .thenCombine(CompletableFuture.completedFuture(3), Integer::sum)
                .whenComplete((value, error) -> look()));
        isAllowed();
    }

    @Test
    void everyWayToGiveAFunctionToACompletedFutureSeesTheScope() {
        CompletableFuture<Integer> done = CompletableFuture.completedFuture(1);
        CompletableFuture<Integer> failed = CompletableFuture.failedFuture(new IllegalStateException());
        inScope(() -> {
            done.thenApply(value -> value).thenAccept(value -> look());
            done.thenRun(this::look);
            done.thenCompose(value -> {
                look();
                return done;
            });
            done.thenAcceptBoth(done, (one, other) -> look());
            done.runAfterBoth(done, this::look);
            done.acceptEither(done, value -> look());
            done.runAfterEither(done, this::look);
            done.handle((value, error) -> {
                look();
                return value;
            });
            failed.exceptionally(error -> {
                look();
                return 1;
            });
            failed.exceptionallyCompose(error -> {
                look();
                return done;
            });
        });
        assertThat(seen).hasSize(10).containsOnly(scope);
    }

    @Test
    void aCallbackOnAFutureThatTheCallCompletesIsRefused() {
        CompletableFuture<String> shared = new CompletableFuture<>();
        shared.thenApply(value -> value + "!").thenAccept(value -> look());
        inScope(() -> shared.complete("value"));
        isRefused();
        assertThat((Throwable) seen.get(0))
                .hasMessageContaining("CompletableFuture.postComplete")
                .hasMessageContaining("shared future")
                .hasMessageContaining("TransactionScope.adopt")
                .hasMessageContaining("TransactionScope.outside");
    }

    @Test
    void aCallbackOnAnInnerFutureThatTheCallCompletesIsRefused() {
        CompletableFuture<String> outer = new CompletableFuture<>();
        CompletableFuture<String> inner = new CompletableFuture<>();
        outer.thenCompose(value -> inner).thenAccept(value -> look());
        outer.complete("value");
        inScope(() -> inner.complete("value"));
        isRefused();
    }

    @Test
    void aTaskOnAnExecutorThatRunsItAtOnceIsRefused() {
        Executor direct = new Executor() {
            @Override
            public void execute(Runnable task) {
                task.run();
            }
        };
        inScope(() -> direct.execute(this::look));
        isRefused();
    }

    @Test
    void tasksOnAWrappedExecutorSeeTheScope() {
        CompletableFuture<Integer> open = new CompletableFuture<>();
        Executor wrapped = ThreadScope.bound(scope, () -> TransactionScope.wrap(Runnable::run));
        CompletableFuture.supplyAsync(
                () -> {
                    look();
                    return 1;
                },
                wrapped);
        open.thenAcceptAsync(value -> look(), wrapped);
        open.complete(1);
        assertThat(seen).containsExactly(scope, scope);
    }

    @Test
    void aCallbackOnWhatAWrappedExecutorCompletesIsRefused() {
        List<Runnable> tasks = new ArrayList<>();
        Executor wrapped = ThreadScope.bound(scope, () -> TransactionScope.wrap(tasks::add));
        CompletableFuture.supplyAsync(() -> 1, wrapped).thenAccept(value -> look());
        tasks.forEach(Runnable::run);
        isRefused();
    }

    @Test
    void aCompletableFuturesTaskThatTheCallRunsIsRefused() {
        List<Runnable> tasks = new ArrayList<>();
        CompletableFuture.runAsync(this::look, tasks::add);
        inScope(() -> tasks.forEach(Runnable::run));
        isRefused();
    }

    @Test
    void aFutureTaskIsRefused() {
        FutureTask<Object> task = new FutureTask<>(this::look, null);
        inScope(task::run);
        isRefused();
    }

    @Test
    void aListenerOfANettyPromiseIsRefused() {
        Promise<String> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        promise.addListener(done -> look());
        inScope(() -> promise.setSuccess("value"));
        isRefused();
    }

    @Test
    void aSubscriberOfAReactorSinkIsRefused() {
        Sinks.One<String> sink = Sinks.one();
        sink.asMono().flatMap(value -> Mono.just(value.length())).subscribe(value -> look());
        inScope(() -> sink.tryEmitValue("value").orThrow());
        isRefused();
    }

    @Test
    void aSubscriberOfAFlowPublisherOnTheSameThreadIsRefused() {
        try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(Runnable::run, 1)) {
            publisher.consume(value -> look());
            inScope(() -> publisher.submit("value"));
        }
        isRefused();
    }

    @Test
    void partOfAParallelStreamIsRefused() {
        inScope(() -> Stream.of(1, 2, 3, 4).parallel().forEach(value -> {
            synchronized (this) {
                look();
            }
        }));
        assertThat(seen).hasSize(4).doesNotContain(scope);
    }

    @Test
    void aCallbackThatBelongsToNoTransactionIsNotRefusedWhereItSaysSo() {
        CompletableFuture<String> shared = new CompletableFuture<>();
        shared.thenAccept(value -> TransactionScope.outside(() -> {
            look();
            return null;
        }));
        inScope(() -> shared.complete("value"));
        assertThat(seen).containsExactly("none");
    }

    @Test
    void aScopedCallbackSeesItsOwnScopeInsideTheCallThatCompletesIt() {
        CompletableFuture<String> shared = new CompletableFuture<>();
        Scope own = Scopes.detached();
        ScopedFuture.sharing(own, shared).thenAccept(value -> look());
        inScope(() -> shared.complete("value"));
        assertThat(seen).containsExactly(own);
    }

    @Test
    void theInnermostScopeCountsAndTheOuterOneReturns() {
        Scope inner = Scopes.detached();
        inScope(() -> {
            ThreadScope.run(inner, this::look);
            look();
        });
        assertThat(seen).containsExactly(inner, scope);
        assertThat(ThreadScope.current()).isNull();
    }
}
