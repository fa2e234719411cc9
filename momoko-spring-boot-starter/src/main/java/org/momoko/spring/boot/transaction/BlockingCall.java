package org.momoko.spring.boot.transaction;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One blocking attempt: the calling thread waits for the beginning and the end of the transaction. */
final class BlockingCall {
    private BlockingCall() {}

    static <T extends @Nullable Object> T run(
            TransactionEngine engine, Participation participation, BlockingBody<T> body) {
        participation.start();
        await(participation.begun());
        Scope scope = participation.scope();
        Outcome<T> outcome = ThreadScope.bound(scope, () -> Outcome.of(body, scope.handle()));
        Throwable error = outcome.error();
        await(participation.end(error == null ? null : engine.translated(error)));
        return outcome.value();
    }

    /** What the code returned or threw; a supplier cannot throw everything that code can. */
    private record Outcome<T extends @Nullable Object>(
            T value, @Nullable Throwable error) {
        @SuppressWarnings("NullAway") // without a value there is an error, and the value is never asked for
        static <T extends @Nullable Object> Outcome<T> of(BlockingBody<T> body, AsyncTransaction transaction) {
            try {
                return new Outcome<>(Later.refused(body.run(transaction)), null);
            } catch (Throwable e) {
                return new Outcome<>(null, e);
            }
        }
    }

    private static void await(CompletableFuture<@Nullable Void> future) {
        try {
            future.join();
        } catch (CompletionException e) {
            throw Errors.<RuntimeException>asIs(Errors.unwrapped(e));
        }
    }
}
