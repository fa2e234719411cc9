package org.momoko.spring.boot.transaction;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scope of the running call. It is bound to the thread for the extent of one call and never longer, and whoever reads
 * it must be able to show that it runs on behalf of that call, see {@link ScopeGuard}.
 */
final class ThreadScope {
    /** What is bound; {@code scope} null means that the code is known to belong to no transaction. */
    private record Binding(@Nullable Scope scope) {}

    private static final ThreadLocal<@Nullable Binding> CURRENT = new ThreadLocal<>();

    /** The method whose frame tells the guard where the extent of the binding begins. */
    static final String BINDING_METHOD = "bound";

    private ThreadScope() {}

    /** Calls in a scope, or in none. */
    static <T extends @Nullable Object> T bound(@Nullable Scope scope, Supplier<T> call) {
        Binding before = CURRENT.get();
        CURRENT.set(new Binding(scope));
        try {
            return call.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /**
     * The scope of the calling code; null for none.
     *
     * @throws TransactionScopeException when the scope may be somebody else's
     */
    static @Nullable Scope current() {
        Binding binding = CURRENT.get();
        if (binding == null || binding.scope() == null) {
            return null;
        }
        String foreign = ScopeGuard.foreignFrame();
        if (foreign != null) {
            throw new TransactionScopeException(Messages.ambiguous(foreign));
        }
        return binding.scope();
    }
}
