package org.momoko.spring.boot.transaction;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scope of the running call. It is bound to the thread for the extent of one call, or attached by Spring's transaction
 * management until that detaches it; and whoever reads it must be able to show that it runs on behalf of that call, see
 * {@link ScopeGuard}.
 */
final class ThreadScope {
    private static final ThreadLocal<@Nullable Binding> CURRENT = new ThreadLocal<>();

    /** What the thread has. */
    sealed interface Binding permits Bound, Attached {}

    /** For the extent of a call; without a scope the code is known to belong to no transaction. */
    private record Bound(@Nullable Scope scope) implements Binding {}

    /**
     * Until it is detached.
     *
     * @param callers the stack at that time, outermost frame first: what is on top of them later is the extent
     */
    record Attached(
            Scope scope,
            List<ScopeGuard.Caller> callers,
            @Nullable Object before) implements Binding {}

    /** Its only frame on a stack tells the guard where the extent of a binding begins. */
    static final class Extent {
        private Extent() {}

        private static <A, T extends @Nullable Object> T call(Function<? super A, ? extends T> call, A argument) {
            return call.apply(argument);
        }
    }

    private ThreadScope() {}

    /** Calls in a scope, or in none. */
    static <T extends @Nullable Object> T bound(@Nullable Scope scope, Supplier<? extends T> call) {
        return bound(scope, Supplier::get, call);
    }

    /** Calls with an argument in a scope, or in none: without a frame of ours between the binding and the function. */
    static <A, T extends @Nullable Object> T bound(
            @Nullable Scope scope, Function<? super A, ? extends T> call, A argument) {
        Binding before = CURRENT.get();
        CURRENT.set(new Bound(scope));
        try {
            return Extent.call(call, argument);
        } finally {
            restore(before);
        }
    }

    /** Runs in a scope, or in none. */
    static void run(@Nullable Scope scope, Runnable task) {
        ThreadScope.<@Nullable Object>bound(scope, () -> {
            task.run();
            return null;
        });
    }

    private static void restore(@Nullable Binding before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }

    /** Attaches a scope to the thread. */
    static Attached attach(Scope scope) {
        Attached attached = new Attached(scope, ScopeGuard.callers(), CURRENT.get());
        CURRENT.set(attached);
        return attached;
    }

    /** Attaches what was detached before. */
    static void attachAgain(Attached attached) {
        CURRENT.set(attached);
    }

    /** Takes what was attached last off the thread. */
    static void detach() {
        if (CURRENT.get() instanceof Attached attached) {
            restore((Binding) attached.before());
        }
    }

    /** What is attached; null when there is nothing, or another scope was bound since. */
    static @Nullable Attached attached() {
        return CURRENT.get() instanceof Attached attached ? attached : null;
    }

    /** As {@link #current(StackWalker)}, for readers anywhere. */
    static @Nullable Scope current() {
        return current(ScopeGuard.FAR);
    }

    /**
     * The scope of the calling code; null for none.
     *
     * @param fast what finds the extent of most such readers at once
     * @throws TransactionScopeException when the scope may be somebody else's
     */
    static @Nullable Scope current(StackWalker fast) {
        Binding binding = CURRENT.get();
        Scope scope;
        String doubt;
        if (binding instanceof Attached attached) {
            scope = attached.scope();
            doubt = ScopeGuard.doubt(attached.callers());
        } else {
            scope = binding == null ? null : ((Bound) binding).scope();
            doubt = scope == null ? null : ScopeGuard.doubt(fast);
        }
        if (doubt != null) {
            throw new TransactionScopeException(doubt);
        }
        return scope;
    }
}
