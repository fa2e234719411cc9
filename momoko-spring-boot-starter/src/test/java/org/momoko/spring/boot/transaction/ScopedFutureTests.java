package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever depends on a scoped future runs in its scope, and ending the future cancels the operation behind it. */
class ScopedFutureTests {
    private static final List<Class<?>> FUNCTIONS =
            List.of(Function.class, BiFunction.class, Consumer.class, BiConsumer.class, Runnable.class, Supplier.class);

    /** All methods to which a caller gives code that may run later: of this JDK, whichever it is. */
    static Stream<Method> methodsThatTakeAFunction() {
        return Arrays.stream(CompletableFuture.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> Arrays.stream(method.getParameterTypes()).anyMatch(FUNCTIONS::contains));
    }

    @ParameterizedTest
    @MethodSource("methodsThatTakeAFunction")
    void overridesEveryMethodThatTakesAFunction(Method method) throws NoSuchMethodException {
        assertThat(ScopedFuture.class
                        .getMethod(method.getName(), method.getParameterTypes())
                        .getDeclaringClass())
                .isEqualTo(ScopedFuture.class);
    }

    @ParameterizedTest
    @MethodSource("methodsThatTakeAFunction")
    void runsEveryFunctionInItsScope(Method method) throws Exception {
        Scope scope = Scopes.detached();
        boolean onFailure = method.getName().startsWith("exceptionally");
        boolean ownCompletion = method.getName().startsWith("completeAsync");
        List<Scope> seen = new ArrayList<>();
        CompletableFuture<Object> source = new CompletableFuture<>();
        ScopedFuture<Object> future = ScopedFuture.of(scope, source);

        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> argument(method, type, seen))
                .toArray();
        CompletableFuture<?> dependent = (CompletableFuture<?>) method.invoke(future, arguments);
        if (!ownCompletion) {
            assertThat(seen).isEmpty();
        }
        if (onFailure) {
            source.completeExceptionally(new IllegalStateException("source"));
        } else if (!ownCompletion) {
            source.complete("value");
        }
        dependent.handle((value, error) -> null).get(10, TimeUnit.SECONDS);
        assertThat(seen).containsExactly(scope);
        assertThat(((ScopedFuture<?>) dependent).scope()).isSameAs(scope);
    }

    private static Object argument(Method method, Class<?> type, List<Scope> seen) {
        if (type == Function.class) {
            return (Function<Object, Object>) value -> completed(seen);
        }
        if (type == BiFunction.class) {
            return (BiFunction<Object, Object, Object>) (one, other) -> completed(seen);
        }
        if (type == Consumer.class) {
            return (Consumer<Object>) value -> completed(seen);
        }
        if (type == BiConsumer.class) {
            return (BiConsumer<Object, Object>) (one, other) -> completed(seen);
        }
        if (type == Runnable.class) {
            return (Runnable) () -> completed(seen);
        }
        if (type == Supplier.class) {
            return (Supplier<Object>) () -> completed(seen);
        }
        if (type == Executor.class) {
            return (Executor) Runnable::run;
        }
        // the other stage: complete, unless it would be taken for the first
        return method.getName().contains("Either")
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture("other");
    }

    private static CompletableFuture<Object> completed(List<Scope> seen) {
        seen.add(ThreadScope.current());
        return CompletableFuture.completedFuture("result");
    }

    @Test
    void theScopeIsGoneAfterTheFunction() {
        ScopedFuture<String> future = ScopedFuture.of(Scopes.detached(), CompletableFuture.completedFuture("value"));
        future.thenApply(String::length).join();
        assertThat(ThreadScope.current()).isNull();
    }

    @Test
    void theReceiverDecidesAndNotTheCodeAround() {
        Scope own = Scopes.detached();
        ScopedFuture<String> future = ScopedFuture.of(own, CompletableFuture.completedFuture("value"));
        Scope seen = ThreadScope.bound(
                Scopes.detached(),
                () -> future.thenApply(value -> ThreadScope.current()).join());
        assertThat(seen).isSameAs(own);
    }

    @Test
    void endingItCancelsTheOperation() {
        for (Consumer<CompletableFuture<String>> end : List.<Consumer<CompletableFuture<String>>>of(
                future -> future.cancel(true),
                future -> future.complete("other"),
                future -> future.completeExceptionally(new IllegalStateException()),
                future -> future.obtrudeValue("other"),
                future -> future.obtrudeException(new IllegalStateException()))) {
            AtomicInteger cancelled = new AtomicInteger();
            ScopedFuture<String> future = ScopedFuture.of(null, cancelled::incrementAndGet);
            end.accept(future);
            assertThat(cancelled).hasValue(1);
        }
    }

    @Test
    void cancellingAnAdoptedStageLeavesTheStageAlone() {
        CompletableFuture<String> shared = new CompletableFuture<>();
        ScopedFuture.sharing(null, shared).cancel(true);
        assertThat(shared).isNotDone();
    }

    @Test
    void failsWithTheBareError() {
        IllegalStateException error = new IllegalStateException("bare");
        ScopedFuture<Object> future =
                ScopedFuture.of(null, CompletableFuture.failedFuture(error).thenApply(value -> value));
        assertThatThrownBy(future::get).hasCause(error);
    }
}
