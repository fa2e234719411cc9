package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that may not run. */
final class RefusedParticipation implements Participation {
    private final CompletableFuture<@Nullable Void> refused;

    RefusedParticipation(Throwable reason) {
        refused = CompletableFuture.failedFuture(reason);
    }

    @Override
    public void start() {}

    @Override
    public CompletableFuture<@Nullable Void> begun() {
        return refused;
    }

    @Override
    public Scope scope() {
        throw new IllegalStateException("refused");
    }

    @Override
    public CompletableFuture<@Nullable Void> end(@Nullable Throwable error) {
        return refused;
    }

    @Override
    public CompletableFuture<@Nullable Void> ended() {
        return refused;
    }

    @Override
    public boolean undone() {
        return false;
    }

    @Override
    public void cancel() {}
}
