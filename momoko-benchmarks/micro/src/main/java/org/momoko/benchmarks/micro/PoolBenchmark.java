package org.momoko.benchmarks.micro;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.momoko.config.PoolConfig;
import org.momoko.internal.pool.PoolClock;
import org.momoko.internal.pool.PoolCore;
import org.momoko.internal.pool.Pooled;
import org.momoko.internal.pool.Waiter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Acquire and release of the pool's core, with resources that cost nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PoolBenchmark {
    private static final int SIZE = 16;

    /** Callers that wait while one gives back and asks again. */
    @Param({"0", "256"})
    int waiting;

    private @Nullable PoolCore<Resource> pool;
    private @Nullable Resource granted;

    private static final class Resource extends Pooled {
        @Override
        protected boolean isOpen() {
            return true;
        }

        @Override
        protected void close() {}

        @Override
        protected CompletionStage<?> validate() {
            return CompletableFuture.completedFuture(this);
        }
    }

    private static final class Clock implements PoolClock {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            return () -> {};
        }
    }

    private final class Caller implements Waiter<Resource> {
        private long sinceNanos;
        private WaitingState state = WaitingState.NEW;

        @Override
        public void granted(Resource resource) {
            granted = resource;
        }

        @Override
        public void rejected(Throwable error) {
            throw new IllegalStateException(error);
        }

        @Override
        public long ownDeadlineNanos() {
            return NEVER;
        }

        @Override
        public void waitingSinceNanos(long nanos) {
            sinceNanos = nanos;
        }

        @Override
        public long waitingSinceNanos() {
            return sinceNanos;
        }

        @Override
        public void waitingState(WaitingState reached) {
            state = reached;
        }

        @Override
        public WaitingState waitingState() {
            return state;
        }
    }

    /** Opens the pool; with callers waiting, all its resources are taken. */
    @Setup
    public void open() {
        PoolConfig config = PoolConfig.builder().size(SIZE).build();
        PoolCore<Resource> opened =
                new PoolCore<>(config, () -> CompletableFuture.completedFuture(new Resource()), new Clock(), null);
        opened.open().join();
        if (waiting > 0) {
            for (int i = 0; i < SIZE + waiting; i++) {
                opened.acquire(new Caller());
            }
        }
        pool = opened;
    }

    /** With callers waiting: a new caller queues, and what is given back goes to the oldest. */
    @Benchmark
    public @Nullable Object acquireAndRelease() {
        PoolCore<Resource> measured = pool;
        if (measured == null) {
            return null;
        }
        measured.acquire(new Caller());
        Resource resource = granted;
        if (resource != null) {
            measured.release(resource);
        }
        return resource;
    }
}
