package org.momoko.internal.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.momoko.error.InterfaceException;

/**
 * A future that refuses to block an event loop of ours: waiting there for what only that loop can bring would never end.
 * The stages that depend on it are guarded likewise.
 */
public class GuardedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new GuardedFuture<>();
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
        if (EventLoopThread.isCurrent() && !isDone()) {
            throw new InterfaceException("join() and get() would block the event loop thread "
                    + Thread.currentThread().getName()
                    + ", which is needed to complete this future. Use thenApply, thenCompose and the like, or configure"
                    + " an executor for completions.");
        }
    }
}
