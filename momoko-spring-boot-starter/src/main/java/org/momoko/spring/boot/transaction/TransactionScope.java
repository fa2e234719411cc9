package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the scope of the calling code to where it would be lost. All methods must be called in a scope: they throw
 * {@link TransactionScopeException} where there is none or nobody can tell whose it is. What they make carries the scope
 * on, whether or not {@code momoko.transaction.callback-scope} is set.
 */
public final class TransactionScope {
    private TransactionScope() {}

    /** As {@link CompletableFuture#allOf}; what depends on the future runs in the scope of the calling code. */
    public static CompletableFuture<Void> allOf(CompletableFuture<?>... futures) {
        return ScopedFuture.sharing(required(), CompletableFuture.allOf(futures));
    }

    /** As {@link CompletableFuture#anyOf}; what depends on the future runs in the scope of the calling code. */
    public static CompletableFuture<Object> anyOf(CompletableFuture<?>... futures) {
        return ScopedFuture.sharing(required(), CompletableFuture.anyOf(futures));
    }

    /**
     * A future with the result of a stage from elsewhere: a cache, another client, a promise that somebody else completes.
     * What depends on it runs in the scope of the calling code. Cancelling it leaves the stage alone.
     */
    public static <T extends @Nullable Object> CompletableFuture<T> adopt(CompletionStage<T> stage) {
        return ScopedFuture.sharing(required(), stage);
    }

    /** An executor whose tasks run in the scope of the code that calls this method, for {@code supplyAsync} and the like. */
    public static Executor wrap(Executor executor) {
        Scope scope = required();
        return task -> executor.execute(() -> ThreadScope.run(scope, task));
    }

    /** Calls something that belongs to no transaction, whatever is going on around it. */
    public static <T extends @Nullable Object> T outside(Supplier<T> call) {
        return ThreadScope.bound(null, call);
    }

    private static Scope required() {
        Scope scope = ThreadScope.current();
        if (scope == null) {
            throw new TransactionScopeException(Messages.NO_SCOPE);
        }
        return scope;
    }
}
