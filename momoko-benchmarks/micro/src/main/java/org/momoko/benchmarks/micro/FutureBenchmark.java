package org.momoko.benchmarks.micro;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.concurrent.OperationFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the future of an operation costs, beside the JDK's own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FutureBenchmark {
    @SuppressWarnings("UnnecessaryLambda") // one for all invocations, so that it is not measured
    private final BiConsumer<@Nullable Object, @Nullable Throwable> dependent = (value, error) -> seen = value;

    private @Nullable Object seen;

    private static final class Operation extends OperationFuture<Object> {
        void end(Object value) {
            succeed(value);
        }

        @Override
        protected void abandoned() {}
    }

    /** Made, given one dependent and completed. */
    @Benchmark
    public CompletableFuture<Object> operation() {
        Operation future = new Operation();
        CompletableFuture<Object> dependents = future.whenComplete(dependent);
        future.end(this);
        return dependents;
    }

    /** The same with a plain {@link CompletableFuture}. */
    @Benchmark
    public CompletableFuture<Object> plain() {
        CompletableFuture<Object> future = new CompletableFuture<>();
        CompletableFuture<Object> dependents = future.whenComplete(dependent);
        future.complete(this);
        return dependents;
    }
}
