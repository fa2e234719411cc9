package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.momoko.Momoko;
import org.momoko.error.InterfaceException;

/**
 * A future whose dependents run in a given scope, whichever thread completes it and whatever is bound there. The scope is
 * that of the future they were registered on, not of the code that registered them. A scope of null means that they are
 * known to run in none. When the caller ends the future, the operation behind it is cancelled.
 */
final class ScopedFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final @Nullable Scope scope;
    private final @Nullable Runnable cancelling;
    /** From then on the operation's result counts no more. */
    private volatile boolean endedByCaller;

    private ScopedFuture(@Nullable Scope scope, @Nullable Runnable cancelling) {
        this.scope = scope;
        this.cancelling = cancelling;
    }

    /** @param cancelling called when the caller ends the future before {@link #settle} does */
    static <T extends @Nullable Object> ScopedFuture<T> of(@Nullable Scope scope, Runnable cancelling) {
        return new ScopedFuture<>(scope, cancelling);
    }

    /** A future with the result of the stage. */
    static <T extends @Nullable Object> ScopedFuture<T> of(@Nullable Scope scope, CompletionStage<T> source) {
        Runnable cancelling = source instanceof CompletableFuture<?> future ? () -> future.cancel(false) : () -> {};
        return following(scope, source, cancelling);
    }

    /** A future with the result of a stage that belongs to others, too, and so is not cancelled. */
    static <T extends @Nullable Object> ScopedFuture<T> sharing(@Nullable Scope scope, CompletionStage<T> source) {
        return following(scope, source, () -> {});
    }

    private static <T extends @Nullable Object> ScopedFuture<T> following(
            @Nullable Scope scope, CompletionStage<T> source, Runnable cancelling) {
        ScopedFuture<T> future = new ScopedFuture<>(scope, cancelling);
        source.whenComplete(future::settle);
        return future;
    }

    @Nullable
    Scope scope() {
        return scope;
    }

    /** Ends the future with the operation's result, unless it has ended. */
    @SuppressWarnings("NullAway") // without an error the value is the operation's, null only where that may be
    void settle(@Nullable T value, @Nullable Throwable error) {
        if (endedByCaller) {
            return;
        }
        if (error == null) {
            super.complete(value);
        } else {
            super.completeExceptionally(Errors.unwrapped(error));
        }
    }

    /** Cancels the operation before what depends on the future is told, and goes on as if nothing had been done. */
    private void endByCaller() {
        if (cancelling != null && !isDone()) {
            endedByCaller = true;
            cancelling.run();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        endByCaller();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        endByCaller();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        endByCaller();
        return super.completeExceptionally(error);
    }

    @Override
    public void obtrudeValue(T value) {
        endByCaller();
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable error) {
        endByCaller();
        super.obtrudeException(error);
    }

    @Override
    public T join() {
        refuseToBlock();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseToBlock();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        refuseToBlock();
        return super.get(timeout, unit);
    }

    private void refuseToBlock() {
        if (!isDone() && Momoko.onEventLoop()) {
            throw new InterfaceException("join() and get() would block the event loop thread "
                    + Thread.currentThread().getName() + ", which is needed to complete this future");
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ScopedFuture<>(scope, null);
    }

    private <A, R> Function<A, R> applying(Function<? super A, ? extends R> function) {
        return argument -> ThreadScope.bound(scope, () -> function.apply(argument));
    }

    private <A, B, R> BiFunction<A, B, R> applyingBoth(BiFunction<? super A, ? super B, ? extends R> function) {
        return (one, other) -> ThreadScope.bound(scope, () -> function.apply(one, other));
    }

    private <A> Consumer<A> accepting(Consumer<? super A> consumer) {
        return argument -> ThreadScope.run(scope, () -> consumer.accept(argument));
    }

    private <A, B> BiConsumer<A, B> acceptingBoth(BiConsumer<? super A, ? super B> consumer) {
        return (one, other) -> ThreadScope.run(scope, () -> consumer.accept(one, other));
    }

    private Runnable running(Runnable runnable) {
        return () -> ThreadScope.run(scope, runnable);
    }

    @Override
    public <U> CompletableFuture<U> thenApply(Function<? super T, ? extends U> function) {
        return super.thenApply(applying(function));
    }

    @Override
    public <U> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> function) {
        return super.thenApplyAsync(applying(function));
    }

    @Override
    public <U> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> function, Executor executor) {
        return super.thenApplyAsync(applying(function), executor);
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super T> function) {
        return super.thenAccept(accepting(function));
    }

    @Override
    public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> function) {
        return super.thenAcceptAsync(accepting(function));
    }

    @Override
    public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> function, Executor executor) {
        return super.thenAcceptAsync(accepting(function), executor);
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable function) {
        return super.thenRun(running(function));
    }

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable function) {
        return super.thenRunAsync(running(function));
    }

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable function, Executor executor) {
        return super.thenRunAsync(running(function), executor);
    }

    @Override
    public <U, V> CompletableFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return super.thenCombine(other, applyingBoth(function));
    }

    @Override
    public <U, V> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return super.thenCombineAsync(other, applyingBoth(function));
    }

    @Override
    public <U, V> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other,
            BiFunction<? super T, ? super U, ? extends V> function,
            Executor executor) {
        return super.thenCombineAsync(other, applyingBoth(function), executor);
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> function) {
        return super.thenAcceptBoth(other, acceptingBoth(function));
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> function) {
        return super.thenAcceptBothAsync(other, acceptingBoth(function));
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> function, Executor executor) {
        return super.thenAcceptBothAsync(other, acceptingBoth(function), executor);
    }

    @Override
    public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable function) {
        return super.runAfterBoth(other, running(function));
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable function) {
        return super.runAfterBothAsync(other, running(function));
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable function, Executor executor) {
        return super.runAfterBothAsync(other, running(function), executor);
    }

    @Override
    public <U> CompletableFuture<U> applyToEither(CompletionStage<? extends T> other, Function<? super T, U> function) {
        return super.applyToEither(other, applying(function));
    }

    @Override
    public <U> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return super.applyToEitherAsync(other, applying(function));
    }

    @Override
    public <U> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function, Executor executor) {
        return super.applyToEitherAsync(other, applying(function), executor);
    }

    @Override
    public CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> function) {
        return super.acceptEither(other, accepting(function));
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(CompletionStage<? extends T> other, Consumer<? super T> function) {
        return super.acceptEitherAsync(other, accepting(function));
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> function, Executor executor) {
        return super.acceptEitherAsync(other, accepting(function), executor);
    }

    @Override
    public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable function) {
        return super.runAfterEither(other, running(function));
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable function) {
        return super.runAfterEitherAsync(other, running(function));
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable function, Executor executor) {
        return super.runAfterEitherAsync(other, running(function), executor);
    }

    @Override
    public <U> CompletableFuture<U> thenCompose(Function<? super T, ? extends CompletionStage<U>> function) {
        return super.thenCompose(applying(function));
    }

    @Override
    public <U> CompletableFuture<U> thenComposeAsync(Function<? super T, ? extends CompletionStage<U>> function) {
        return super.thenComposeAsync(applying(function));
    }

    @Override
    public <U> CompletableFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> function, Executor executor) {
        return super.thenComposeAsync(applying(function), executor);
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> function) {
        return super.whenComplete(acceptingBoth(function));
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> function) {
        return super.whenCompleteAsync(acceptingBoth(function));
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(
            BiConsumer<? super T, ? super Throwable> function, Executor executor) {
        return super.whenCompleteAsync(acceptingBoth(function), executor);
    }

    @Override
    public <U> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> function) {
        return super.handle(applyingBoth(function));
    }

    @Override
    public <U> CompletableFuture<U> handleAsync(BiFunction<? super T, Throwable, ? extends U> function) {
        return super.handleAsync(applyingBoth(function));
    }

    @Override
    public <U> CompletableFuture<U> handleAsync(
            BiFunction<? super T, Throwable, ? extends U> function, Executor executor) {
        return super.handleAsync(applyingBoth(function), executor);
    }

    @Override
    public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> function) {
        return super.exceptionally(applying(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function) {
        return super.exceptionallyAsync(applying(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function, Executor executor) {
        return super.exceptionallyAsync(applying(function), executor);
    }

    @Override
    public CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> function) {
        return super.exceptionallyCompose(applying(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> function) {
        return super.exceptionallyComposeAsync(applying(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(
            Function<Throwable, ? extends CompletionStage<T>> function, Executor executor) {
        return super.exceptionallyComposeAsync(applying(function), executor);
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        executor.execute(running(() -> {
            try {
                complete(supplier.get());
            } catch (Throwable e) {
                completeExceptionally(e);
            }
        }));
        return this;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        return completeAsync(supplier, defaultExecutor());
    }
}
