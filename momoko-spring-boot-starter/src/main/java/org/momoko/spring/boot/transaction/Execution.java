package org.momoko.spring.boot.transaction;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous call with all its attempts. The caller's future completes after the end of the last one, in the
 * caller's scope.
 */
final class Execution<T extends @Nullable Object> {
    private final TransactionEngine engine;
    private final RetryTimer timer;
    private final AsyncTransactionDefinition definition;
    private final @Nullable Scope caller;
    private final Function<? super AsyncTransaction, ? extends CompletionStage<T>> body;
    private final int retries;
    private final ScopedFuture<T> result;
    private volatile @Nullable Participation participation;

    /** @param resultScope the scope of what depends on the caller's future */
    Execution(
            TransactionEngine engine,
            RetryTimer timer,
            AsyncTransactionDefinition definition,
            @Nullable Scope caller,
            @Nullable Scope resultScope,
            Function<? super AsyncTransaction, ? extends CompletionStage<T>> body) {
        this.engine = engine;
        this.timer = timer;
        this.definition = definition;
        this.caller = caller;
        this.body = body;
        this.retries = TransactionEngine.retries(definition, caller);
        this.result = ScopedFuture.of(resultScope, this::cancelled);
    }

    CompletableFuture<T> start() {
        attempt(0);
        return result;
    }

    private void cancelled() {
        Participation current = participation;
        if (current != null) {
            current.cancel();
        }
    }

    private void attempt(int number) {
        if (result.isDone()) {
            return;
        }
        Participation current = engine.participate(definition, caller);
        participation = current;
        AtomicBoolean settled = new AtomicBoolean();
        current.begun().thenRun(() -> run(current, number, settled));
        current.ended().exceptionally(error -> {
            settle(current, number, settled, null, error);
            return null;
        });
        current.start();
        if (result.isDone()) {
            current.cancel();
        }
    }

    private void run(Participation current, int number, AtomicBoolean settled) {
        Scope scope = current.scope();
        try {
            Objects.requireNonNull(
                            ThreadScope.bound(scope, body, scope.handle()),
                            "the body of the transaction returned null instead of a stage")
                    .whenComplete((value, error) -> end(current, number, settled, value, error));
        } catch (Throwable e) {
            end(current, number, settled, null, e);
        }
    }

    private void end(
            Participation current, int number, AtomicBoolean settled, @Nullable T value, @Nullable Throwable error) {
        current.end(error == null ? null : engine.translated(error))
                .thenRun(() -> settle(current, number, settled, value, null));
    }

    private void settle(
            Participation current, int number, AtomicBoolean settled, @Nullable T value, @Nullable Throwable error) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        if (error == null) {
            result.settle(value, null);
            return;
        }
        Throwable cause = engine.translated(error);
        if (number < retries && !result.isDone() && TransactionEngine.mayBeRepeated(current, cause)) {
            timer.after(number, () -> attempt(number + 1), rejected -> result.settle(null, cause));
        } else {
            result.settle(null, cause);
        }
    }
}
