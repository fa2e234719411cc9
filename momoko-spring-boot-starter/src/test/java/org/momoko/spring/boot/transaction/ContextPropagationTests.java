package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Micrometer's context propagation carries what it is for, and no scope: neither to other threads nor into other scopes. */
class ContextPropagationTests {
    private static final String KEY = "momoko-test-context";

    private final ThreadLocal<@Nullable String> local = new ThreadLocal<>();
    private final Scope scope = Scopes.detached();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @BeforeEach
    void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, local);
        local.set("request");
    }

    @AfterEach
    void remove() {
        local.remove();
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        executor.shutdownNow();
    }

    private static void read() {
        assertThat(AsyncTransaction.current().active()).isFalse();
    }

    private static ContextSnapshot capture() {
        return ContextSnapshotFactory.builder().build().captureAll();
    }

    @Test
    void whatIsCapturedInAScopeHasNoneOnAnotherThread() throws Exception {
        CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
        ThreadScope.run(
                scope,
                () -> executor.execute(capture().wrap(() -> {
                    List<@Nullable Object> both = new ArrayList<>();
                    both.add(local.get());
                    both.add(ThreadScope.current());
                    seen.complete(both);
                })));
        assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly("request", null);
    }

    @Test
    void whatIsCapturedInOneScopeAndRunInAnotherIsRefused() {
        List<Runnable> tasks = new ArrayList<>();
        ThreadScope.run(scope, () -> tasks.add(capture().wrap(() -> read())));
        ThreadScope.run(
                Scopes.detached(),
                () -> assertThatThrownBy(() -> tasks.get(0).run()).isInstanceOf(TransactionScopeException.class));
    }

    @Test
    void aWrappedExecutorCarriesTheScopeAndTheContextBoth() throws Exception {
        CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
        ThreadScope.run(scope, () -> {
            ContextSnapshot context = capture();
            TransactionScope.wrap(task -> executor.execute(context.wrap(task))).execute(() -> {
                List<@Nullable Object> both = new ArrayList<>();
                both.add(local.get());
                both.add(ThreadScope.current());
                seen.complete(both);
            });
        });
        assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly("request", scope);
    }
}
