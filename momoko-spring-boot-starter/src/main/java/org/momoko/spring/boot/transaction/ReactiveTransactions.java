package org.momoko.spring.boot.transaction;

import reactor.core.publisher.Mono;

/** The transaction of a reactive chain, kept in its Reactor context. */
public final class ReactiveTransactions {
    private ReactiveTransactions() {}

    /**
     * The transaction of the chain that subscribes, be it of a method with {@link AsyncTransactional}, or one of
     * {@link MomokoReactiveTransactionManager}.
     *
     * @return fails with {@link TransactionScopeException} where there is none
     */
    public static Mono<AsyncTransaction> current() {
        return ReactorScopes.current()
                .map(Scope::handle)
                .switchIfEmpty(Mono.error(() -> new TransactionScopeException(Messages.NO_SCOPE)));
    }
}
