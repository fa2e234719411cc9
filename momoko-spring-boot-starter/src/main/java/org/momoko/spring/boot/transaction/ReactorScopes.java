package org.momoko.spring.boot.transaction;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Finds the scope of a reactive chain: ours in the Reactor context, or that of Spring's reactive transaction. */
final class ReactorScopes {
    private static final boolean SPRING_TX = ClassUtils.isPresent(
            "org.springframework.transaction.reactive.TransactionSynchronizationManager",
            ReactorScopes.class.getClassLoader());

    private ReactorScopes() {}

    /** The innermost scope that methods of ours have opened; null for none. */
    static @Nullable Scope own(ContextView context) {
        return context.getOrDefault(Scope.class, null);
    }

    /** The scope of the chain; empty for none. */
    static Mono<Scope> current() {
        return Mono.deferContextual(context -> {
            Scope own = own(context);
            if (own != null) {
                return Mono.just(own);
            }
            return SPRING_TX ? MomokoReactiveTransactionManager.currentScope() : Mono.empty();
        });
    }
}
