package org.momoko.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** A lambda or anonymous class that the call has made sees the scope; one that was kept from elsewhere is refused. */
class ClosureGuardTests extends ScopeProbe {
    private final List<Runnable> listeners = new ArrayList<>();
    private final Runnable field = () -> look();

    private void register() {
        listeners.add(() -> look());
    }

    private void fire() {
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    private void fire(String event) {
        assertThat(event).isNotEmpty();
        listeners.forEach(Runnable::run);
    }

    /** Behind a lambda of the JDK. */
    private static Function<String, String> decorated(Runnable work) {
        return new Running(work).andThen(String::trim);
    }

    private record Running(Runnable work) implements Function<String, String> {
        @Override
        public String apply(String event) {
            work.run();
            return event;
        }
    }

    private static void template(Runnable work) {
        work.run();
    }

    @Test
    void aListenerThatAnotherMethodRegisteredIsRefused() {
        register();
        inScope(this::fire);
        isRefused();
        assertThat((Throwable) seen.get(0))
                .hasMessageContaining("ClosureGuardTests.lambda$register$")
                .hasMessageContaining("written in " + ClosureGuardTests.class.getName() + ".register")
                .hasMessageContaining("list of listeners")
                .hasMessageContaining("AsyncTransaction.current()")
                .hasMessageContaining("a method, or a method reference, joins");
    }

    @Test
    void aListenerIsRefusedHoweverManyPlainMethodsItCalls() {
        listeners.add(() -> indirectly());
        inScope(this::fire);
        isRefused();
    }

    private void indirectly() {
        List.of(1).forEach(one -> look());
    }

    private void registersFirstAndFiresLater(boolean fires) {
        if (fires) {
            fire();
        } else {
            listeners.add(() -> look());
        }
    }

    @Test
    void aListenerThatTheSameMethodRegisteredWhenItWasCalledBeforeIsRefused() {
        registersFirstAndFiresLater(false);
        inScope(() -> registersFirstAndFiresLater(true));
        isRefused();
    }

    private void everyWayToFire(int way) {
        switch (way) {
            case 0 -> listeners.add(() -> look());
            case 1 -> listeners.get(0).run();
            case 2 -> listeners.forEach(Runnable::run);
            case 3 -> listeners.forEach(listener -> listener.run());
            case 4 -> fire("event");
            case 5 -> listeners.stream().forEach(Runnable::run);
            case 6 ->
                assertThat(listeners.stream().map(listener -> {
                            listener.run();
                            return 1;
                        }))
                        .hasSize(1);
            case 7 -> template(this::fire);
            case 8 -> assertThat(decorated(listeners.get(0)).apply("event")).isEqualTo("event");
            default -> template(() -> listeners.get(0).run());
        }
    }

    @Test
    void noWayToRunAListenerOfTheSameMethodIsAllowed() {
        everyWayToFire(0);
        for (int way = 1; way <= 9; way++) {
            int current = way;
            inScope(() -> everyWayToFire(current));
        }
        assertThat(seen).hasSize(9).hasOnlyElementsOfType(TransactionScopeException.class);
    }

    @Test
    void anAnonymousClassThatAnotherMethodMadeIsRefused() {
        listeners.add(new Runnable() {
            @Override
            public void run() {
                look();
            }
        });
        inScope(this::fire);
        isRefused();
    }

    @Test
    void aLambdaThatAMethodReturnedIsRefused() {
        inScope(() -> template(made()));
        isRefused();
    }

    private Runnable made() {
        return () -> look();
    }

    @Test
    void aSerializableListenerIsRefused() {
        listeners.add((Runnable & Serializable) () -> look());
        inScope(this::fire);
        isRefused();
    }

    private void passesOn() {
        template(() -> look());
        List.of(1).forEach(one -> look());
        Optional<Integer> mapped = Optional.of(1).map(one -> {
            look();
            return one;
        });
        List<Integer> streamed = Stream.of(1)
                .map(one -> {
                    look();
                    return one;
                })
                .toList();
        assertThat(streamed).containsExactly(mapped.orElseThrow());
        template(() -> List.of(1).forEach(one -> look()));
        template(new Runnable() {
            @Override
            public void run() {
                look();
            }
        });
        template(new Runnable() {
            @Override
            public void run() {
                step();
            }

            private void step() {
                template(() -> look());
            }
        });
        CompletableFuture.completedFuture(1).thenAccept(one -> look());
        template((Runnable & Serializable) () -> look());
        all(() -> look(), () -> look());
        new Template() {
            @Override
            void work() {
                look();
            }
        }.run();
    }

    /** A template method. */
    private abstract static class Template {
        abstract void work();

        void run() {
            work();
        }
    }

    private static void all(Runnable... works) {
        for (Runnable work : works) {
            work.run();
        }
    }

    @Test
    void whatTheMethodPassesToWhatItCallsSeesTheScope() {
        inScope(this::passesOn);
        assertThat(seen).hasSize(12).containsOnly(scope);
    }

    @Test
    void whatIsGivenToTheBindingSeesTheScope() {
        Supplier<@Nullable Object> given = () -> {
            look();
            template(() -> look());
            return null;
        };
        ThreadScope.bound(scope, given);
        assertThat(seen).containsExactly(scope, scope);
    }

    @Test
    void aGivenFunctionMayBePutTogetherFromOthers() {
        Function<String, String> given = value -> value;
        given = given.andThen(value -> {
            look();
            return value;
        });
        ScopedFuture.sharing(scope, CompletableFuture.completedFuture("value")).thenApply(given);
        isAllowed();
    }

    @Test
    void aGivenFunctionThatRunsListenersMakesThemNoBetter() {
        register();
        inScope(() -> listeners.get(0).run());
        isRefused();
    }

    @Test
    void methodsFieldsAndPlainClassesJoinWhereverTheyAreCalled() {
        listeners.add(this::look);
        listeners.add(field);
        listeners.add(new PlainListener());
        inScope(this::fire);
        assertThat(seen).hasSize(3).containsOnly(scope);
    }

    private final class PlainListener implements Runnable {
        @Override
        public void run() {
            look();
        }
    }

    /** As a configuration class. */
    private final class Beans {
        @Bean
        Consumer<String> listener() {
            return event -> look();
        }

        @Bean
        Callable<String> repository() {
            return new Callable<>() {
                @Override
                public String call() {
                    look();
                    return "called";
                }
            };
        }
    }

    @Test
    void whatABeanMethodMadeIsABeanAndJoins() throws Exception {
        Consumer<String> bean = new Beans().listener();
        inScope(() -> bean.accept("event"));
        isAllowed();
        Callable<String> repository = new Beans().repository();
        ThreadScope.bound(scope, () -> attemptCall(repository));
        assertThat(seen).containsExactly(scope, scope);
    }

    private static String attemptCall(Callable<String> callable) {
        try {
            return callable.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void underAnAttachedScopeListenersAreRefusedAndWhatTheMethodPassesOnIsNot() {
        register();
        ThreadScope.attach(scope);
        try {
            fire();
            template(() -> look());
        } finally {
            ThreadScope.detach();
        }
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).isInstanceOf(TransactionScopeException.class);
        assertThat(seen.get(1)).isSameAs(scope);
    }
}
