package org.momoko.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs attempts to connect and tells the pool how each ended. Always used outside the pool's lock. */
final class Opener<R extends Pooled> {
    private final Supplier<? extends CompletionStage<R>> connector;
    private final PoolClock clock;
    private final PoolEvents events;
    private final Consumer<R> connected;
    private final Consumer<Throwable> failed;

    /** @param connected and {@code failed}: exactly one of them is called for each attempt, once */
    Opener(
            Supplier<? extends CompletionStage<R>> connector,
            PoolClock clock,
            PoolEvents events,
            Consumer<R> connected,
            Consumer<Throwable> failed) {
        this.connector = connector;
        this.clock = clock;
        this.events = events;
        this.connected = connected;
        this.failed = failed;
    }

    /** Opens several at once; completes when all attempts have ended, with the errors of those that failed. */
    CompletableFuture<List<Throwable>> openAll(int count) {
        List<CompletableFuture<@Nullable Throwable>> attempts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            attempts.add(open());
        }
        return CompletableFuture.allOf(attempts.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    List<Throwable> errors = new ArrayList<>();
                    for (CompletableFuture<@Nullable Throwable> attempt : attempts) {
                        Throwable error = attempt.join();
                        if (error != null) {
                            errors.add(error);
                        }
                    }
                    return errors;
                });
    }

    /** Opens one connection, for a place that is pending already; the result is the error, null for success. */
    CompletableFuture<@Nullable Throwable> open() {
        long begin = clock.nanoTime();
        CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
        CompletionStage<R> attempt;
        try {
            attempt = connector.get();
        } catch (RuntimeException e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        attempt.whenComplete((resource, error) -> {
            Throwable failure =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            if (events.listening()) {
                tell(clock.nanoTime() - begin, failure);
            }
            if (failure == null) {
                connected.accept(resource);
            } else {
                failed.accept(failure);
            }
            ended.complete(failure);
        });
        return ended;
    }

    private void tell(long nanos, @Nullable Throwable failure) {
        if (failure == null) {
            events.tell(listener -> listener.connectionCreated(nanos));
        } else {
            events.tell(listener -> listener.connectionFailed(nanos, failure));
        }
    }
}
