package org.momoko.internal.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of an operation, as an API method returns it. When the caller ends it (cancel, complete, obtrude, and so
 * also orTimeout), the future ends as asked and {@link #abandoned()} is told, once. The operation itself ends it through
 * {@link #succeed} and {@link #fail}, on the executor configured for completions, or on the calling thread.
 */
public abstract class OperationFuture<T extends @Nullable Object> extends GuardedFuture<T> {
    @SuppressWarnings("rawtypes") // there are no classes of generic types
    private static final AtomicReferenceFieldUpdater<OperationFuture, @Nullable Sleeper> SLEEPER =
            AtomicReferenceFieldUpdater.newUpdater(OperationFuture.class, Sleeper.class, "sleeper");

    /** The virtual thread that waits; what else waits does so in the way of the JDK. */
    private volatile @Nullable Sleeper sleeper;

    /** Runs the stages that depend on this future; null for the completing thread. */
    protected @Nullable Executor completionExecutor() {
        return null;
    }

    /** The caller has ended the future. Called on the caller's thread. */
    protected abstract void abandoned();

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
        super.complete(value);
        wakeSleeper();
        told();
    }

    /** As {@link #finish} with the operation's error. */
    protected void finishExceptionally(Throwable error) {
        super.completeExceptionally(error);
        wakeSleeper();
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
        if (!super.complete(value)) {
            refused.run();
        }
        wakeSleeper();
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
        return abandonIf(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(T value) {
        return abandonIf(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return abandonIf(super.completeExceptionally(error));
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
        boolean open = !isDone();
        super.obtrudeValue(value);
        abandonIf(open);
    }

    @Override
    public void obtrudeException(Throwable error) {
        boolean open = !isDone();
        super.obtrudeException(error);
        abandonIf(open);
    }

    private boolean abandonIf(boolean ended) {
        if (ended) {
            wakeSleeper();
            abandoned();
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
        Sleeper own = new Sleeper();
        if (SLEEPER.compareAndSet(this, null, own)) {
            own.sleepUntilDone(this, interruptible);
        }
    }

    /** Whether a virtual thread waits for this future. */
    protected final boolean virtuallyAwaited() {
        return sleeper != null;
    }

    private void wakeSleeper() {
        Sleeper waiting = sleeper;
        if (waiting != null) {
            Wakeups.wake(waiting);
        }
    }
}
