package org.momoko.spring.boot.transaction;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call in a transaction that somebody else began, or in no transaction at all. */
final class JoinedParticipation implements Participation {
    private final Scope scope;
    private final RollbackRules rules;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    JoinedParticipation(Scope scope, RollbackRules rules) {
        this.scope = scope;
        this.rules = rules;
    }

    @Override
    public void start() {}

    @Override
    public CompletableFuture<@Nullable Void> begun() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Scope scope() {
        return scope;
    }

    @Override
    public CompletableFuture<@Nullable Void> end(@Nullable Throwable error) {
        if (error == null) {
            ended.complete(null);
        } else {
            TransactionState state = scope.state();
            if (state != null && rules.rollsBack(error)) {
                state.joinedFailed(error);
            }
            ended.completeExceptionally(error);
        }
        return ended;
    }

    @Override
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    @Override
    public boolean undone() {
        return false;
    }

    @Override
    public void cancel() {
        end(new CancellationException("a call that had joined the transaction was cancelled"));
    }
}
