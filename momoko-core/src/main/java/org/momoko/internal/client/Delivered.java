package org.momoko.internal.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.momoko.internal.concurrent.OperationFuture;

/** The outcome of a stage, delivered where callers' futures complete. Abandoning it ends nothing. */
final class Delivered<T extends @Nullable Object> extends OperationFuture<T> {
    private final @Nullable Executor executor;

    private Delivered(@Nullable Executor executor) {
        this.executor = executor;
    }

    /** @param executor see {@link OperationFuture} */
    static <T extends @Nullable Object> CompletableFuture<T> by(@Nullable Executor executor, CompletionStage<T> stage) {
        Delivered<T> delivered = new Delivered<>(executor);
        stage.whenComplete((value, error) -> {
            if (error == null) {
                delivered.succeed(value);
            } else {
                delivered.fail(Unwrapped.cause(error));
            }
        });
        return delivered;
    }

    @Override
    protected @Nullable Executor completionExecutor() {
        return executor;
    }

    @Override
    protected void abandoned() {}
}
