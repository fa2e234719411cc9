package org.momoko.spring.boot.transaction;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Methods that return publishers: each subscription has a transaction, which begins with it, is kept in the Reactor
 * context, commits before completion is signalled, and is rolled back on an error and when the subscriber cancels.
 */
final class ReactorStyle implements ReturnStyle {

    @Override
    public boolean takes(Class<?> returned) {
        return returned == Mono.class
                || returned == Flux.class
                || returned == Publisher.class
                || returned == Flow.Publisher.class;
    }

    @Override
    public @Nullable Object run(
            AsyncTransactionOperator operator, TransactionalMethods.Found method, AnnotatedCall call) {
        Caller caller = Caller.here();
        Class<?> returned = method.returned();
        Subscription subscription = new Subscription(operator.engine(), method.definition(), call);
        if (returned == Mono.class) {
            return caller.scopes().flatMap(outer -> subscription.mono(outer.orElse(null), 0));
        }
        Flux<Object> flux = caller.scopes().flatMapMany(outer -> subscription.flux(outer.orElse(null), 0));
        return returned == Flow.Publisher.class ? JdkFlowAdapter.publisherToFlowPublisher(flux) : flux;
    }

    /** The scope that the method was called in, which counts where the Reactor context has none. */
    private record Caller(@Nullable Scope scope, @Nullable TransactionScopeException doubt) {
        static Caller here() {
            try {
                return new Caller(ThreadScope.current(), null);
            } catch (TransactionScopeException e) {
                return new Caller(null, e);
            }
        }

        /** The scope of a subscriber, if there is one. */
        Mono<Optional<Scope>> scopes() {
            return ReactorScopes.current().map(Optional::of).switchIfEmpty(Mono.defer(() -> {
                if (doubt != null) {
                    return Mono.error(doubt);
                }
                return Mono.just(Optional.ofNullable(scope));
            }));
        }
    }

    /** How to run the method for a subscriber. */
    private record Subscription(TransactionEngine engine, AsyncTransactionDefinition definition, AnnotatedCall call) {

        Mono<Object> mono(@Nullable Scope outer, int attempt) {
            AtomicReference<@Nullable Participation> current = new AtomicReference<>();
            return Mono.usingWhen(
                            begun(outer, current),
                            participation -> committed(participation).singleOrEmpty(),
                            participation -> Mono.empty(),
                            this::fail,
                            Subscription::cancel)
                    .onErrorMap(engine::translated)
                    .onErrorResume(
                            error -> again(outer, attempt, current, error),
                            error -> Mono.delay(pause(attempt)).then(Mono.defer(() -> mono(outer, attempt + 1))));
        }

        Flux<Object> flux(@Nullable Scope outer, int attempt) {
            AtomicBoolean emitted = new AtomicBoolean();
            AtomicReference<@Nullable Participation> current = new AtomicReference<>();
            return Flux.usingWhen(
                            begun(outer, current),
                            this::committed,
                            participation -> Mono.empty(),
                            this::fail,
                            Subscription::cancel)
                    .doOnNext(element -> emitted.set(true))
                    .onErrorMap(engine::translated)
                    .onErrorResume(
                            // what the subscriber has seen cannot be taken back
                            error -> !emitted.get() && again(outer, attempt, current, error),
                            error -> Mono.delay(pause(attempt)).thenMany(Flux.defer(() -> flux(outer, attempt + 1))));
        }

        private boolean again(
                @Nullable Scope outer, int attempt, AtomicReference<@Nullable Participation> current, Throwable error) {
            Participation failed = current.get();
            return attempt < TransactionEngine.retries(definition, outer)
                    && failed != null
                    && TransactionEngine.mayBeRepeated(failed, error);
        }

        private static Duration pause(int attempt) {
            return Duration.ofNanos(RetryTimer.nanos(attempt));
        }

        /** @param current set to it, for whoever has to know after an error */
        private Mono<Participation> begun(@Nullable Scope outer, AtomicReference<@Nullable Participation> current) {
            return Mono.defer(() -> {
                Participation participation = engine.participate(definition, outer);
                current.set(participation);
                participation.start();
                return Mono.fromFuture(participation.begun(), true)
                        .thenReturn(participation)
                        .doOnCancel(participation::cancel);
            });
        }

        /** The method's elements, then COMMIT, whose failure is one of the work and not of the cleaning up after it. */
        private Flux<Object> committed(Participation participation) {
            return work(participation).concatWith(Flux.defer(() -> complete(participation)));
        }

        /** The method's elements; ends early, with the reason, when the transaction does. */
        private Flux<Object> work(Participation participation) {
            Scope scope = participation.scope();
            return Flux.<Object>defer(() -> published(ThreadScope.bound(scope, AnnotatedCall::proceed, call)))
                    .contextWrite(context -> context.put(Scope.class, scope))
                    .takeUntilOther(early(participation));
        }

        /** Fails when the transaction ends before the method's publisher has. */
        private static Mono<Object> early(Participation participation) {
            return Mono.create(sink -> {
                AtomicBoolean disposed = new AtomicBoolean();
                sink.onDispose(() -> disposed.set(true));
                participation.ended().whenComplete((nothing, error) -> {
                    if (error != null && !disposed.get()) {
                        sink.error(error);
                    }
                });
            });
        }

        @SuppressWarnings("unchecked")
        private static Publisher<Object> published(Object returned) {
            return returned instanceof Flow.Publisher
                    ? JdkFlowAdapter.flowPublisherToFlux((Flow.Publisher<Object>) returned)
                    : (Publisher<Object>) returned;
        }

        private static Mono<Object> complete(Participation participation) {
            return Mono.fromFuture(() -> participation.end(null), true).then(Mono.empty());
        }

        private Mono<Void> fail(Participation participation, Throwable error) {
            return Mono.fromFuture(() -> participation.end(engine.translated(error)), true)
                    .then()
                    .onErrorComplete();
        }

        private static Mono<Void> cancel(Participation participation) {
            return Mono.fromFuture(() -> participation.end(new CancellationException("the subscriber cancelled")), true)
                    .then()
                    .onErrorComplete();
        }
    }
}
