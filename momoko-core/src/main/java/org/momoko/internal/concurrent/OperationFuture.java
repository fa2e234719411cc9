package org.momoko.internal.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of an operation, as an API method returns it. When the caller ends it (cancel, complete, obtrude, and so
 * also orTimeout), {@link #abandoned()} is told, once, and then the future ends as asked, whatever the operation says
 * meanwhile. So what depends on the future finds the operation given up already: a statement that follows on the same
 * connection cannot get ahead of the cancelling. The operation itself ends the future through {@link #succeed} and
 * {@link #fail}, on the executor configured for completions, or on the calling thread.
 */
public abstract class OperationFuture<T extends @Nullable Object> extends GuardedFuture<T> {
    @SuppressWarnings("rawtypes") // there are no classes of generic types
    private static final AtomicReferenceFieldUpdater<OperationFuture, @Nullable Sleeper> SLEEPER =
            AtomicReferenceFieldUpdater.newUpdater(OperationFuture.class, Sleeper.class, "sleeper");

    /** In place of a sleeper: the caller ends the future. */
    private static final Sleeper ENDED = Sleeper.nobody();

    /** The virtual thread that waits; what else waits does so in the way of the JDK. */
    private volatile @Nullable Sleeper sleeper;

    /** Runs the stages that depend on this future; null for the completing thread. */
    protected @Nullable Executor completionExecutor() {
        return null;
    }

    /** The caller is about to end the future. Called on the caller's thread. */
    protected abstract void abandoned();

    /** Whether the future has ended, or the caller is about to end it: true before {@link #abandoned()} is called. */
    protected final boolean isEnded() {
        return sleeper == ENDED || isDone();
    }

    /** Ends the future with the operation's result, unless it has ended. */
    protected final void succeed(T value) {
        Executor executor = completionExecutor();
        if (executor == null) {
            finish(value);
        } else {
            dispatch(executor, () -> finish(value));
        }
    }

    /** Completes the future, unless it has ended, on the thread where the stages that depend on it run. */
    protected void finish(T value) {
        if (sleeper != ENDED) {
            super.complete(value);
            wakeSleeper();
        }
        told();
    }

    /** As {@link #finish} with the operation's error. */
    protected void finishExceptionally(Throwable error) {
        if (sleeper != ENDED) {
            super.completeExceptionally(error);
            wakeSleeper();
        }
        told();
    }

    /** The operation is over, and the stages that depend on its future have run. */
    protected void told() {}

    /**
     * Ends the future with something that must not be lost.
     *
     * @param refused called when the future has ended before, on the thread that found out
     */
    protected final void deliver(T value, Runnable refused) {
        Executor executor = completionExecutor();
        if (executor == null) {
            offer(value, refused);
        } else {
            dispatch(executor, () -> offer(value, refused));
        }
    }

    private void offer(T value, Runnable refused) {
        if (sleeper == ENDED || !super.complete(value)) {
            refused.run();
        } else {
            wakeSleeper();
        }
    }

    /** Ends the future with the operation's error, unless it has ended. */
    protected final void fail(Throwable error) {
        Executor executor = completionExecutor();
        if (executor == null) {
            finishExceptionally(error);
        } else {
            dispatch(executor, () -> finishExceptionally(error));
        }
    }

    /** A full or closed executor must not keep a future from completing: then the calling thread completes it. */
    private static void dispatch(Executor executor, Runnable completion) {
        try {
            executor.execute(completion);
        } catch (Throwable rejected) { // an Error where no thread can be started
            completion.run();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return endByCaller(() -> super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(T value) {
        return endByCaller(() -> super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return endByCaller(() -> super.completeExceptionally(error));
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        executor.execute(() -> {
            try {
                complete(supplier.get());
            } catch (Throwable e) {
                completeExceptionally(e);
            }
        });
        return this;
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        super.orTimeout(timeout, unit);
        return this;
    }

    @Override
    public void obtrudeValue(T value) {
        endByCaller(() -> {
            super.obtrudeValue(value);
            return true;
        });
    }

    @Override
    public void obtrudeException(Throwable error) {
        endByCaller(() -> {
            super.obtrudeException(error);
            return true;
        });
    }

    private boolean endByCaller(BooleanSupplier end) {
        Sleeper waiting = isEnded() ? ENDED : SLEEPER.getAndSet(this, ENDED);
        boolean ended;
        try {
            if (waiting != ENDED) {
                abandoned();
            }
        } finally {
            ended = end.getAsBoolean();
            wake(waiting);
        }
        return ended;
    }

    // ---- waiting --------------------------------------------------------------------------------------------------

    @Override
    public T join() {
        sleepIfVirtual(false);
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        sleepIfVirtual(true);
        return super.get();
    }

    private void sleepIfVirtual(boolean interruptible) {
        if (isDone() || !Sleeper.onVirtualThread()) {
            return;
        }
        Sleeper own = Sleeper.self();
        if (SLEEPER.compareAndSet(this, null, own)) {
            own.sleepUntilDone(this, interruptible);
        }
    }

    /** Whether a virtual thread waits for this future. */
    protected final boolean virtuallyAwaited() {
        Sleeper waiting = sleeper;
        return waiting != null && waiting != ENDED;
    }

    private void wakeSleeper() {
        wake(sleeper);
    }

    private static void wake(@Nullable Sleeper waiting) {
        if (waiting != null && waiting != ENDED) {
            Wakeups.wake(waiting);
        }
    }
}
