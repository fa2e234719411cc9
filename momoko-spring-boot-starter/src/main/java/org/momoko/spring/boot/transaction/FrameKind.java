package org.momoko.spring.boot.transaction;

import java.lang.StackWalker.StackFrame;
import java.security.ProtectionDomain;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What the class of a stack frame says about the frame. */
enum FrameKind {
    /** Of the transactions themselves. */
    OWN,
    /** The object behind a lambda or a method reference, which only calls what it stands for. */
    HIDDEN,
    /** Of the JDK or a library that only calls what it is given. */
    LIBRARY,
    /** A future of the JDK: it depends on the method. */
    COMPLETABLE_FUTURE,
    /** Runs what anybody registered. */
    RUNS_CALLBACKS,
    /** Of the application, as far as is known. */
    APPLICATION;

    /** Libraries whose futures and sinks implement no interface that gives them away. */
    private static final Set<String> ASYNCHRONOUS = Set.of(
            "akka.",
            "com.google.common.util.concurrent.",
            "io.reactivex.",
            "io.smallrye.mutiny.",
            "io.vertx.core.",
            "kotlin.coroutines.",
            "kotlinx.coroutines.",
            "org.apache.pekko.",
            "reactor.core.",
            "rx.",
            "scala.concurrent.");

    /**
     * Lambdas of these run no statements of their own: they call the application's functions, which have frames themselves.
     * Many are made in one method and run in another: {@code Function.andThen}, decorators, interceptor chains.
     */
    private static final Set<String> CALLING = Set.of(
            "com.google.common.",
            "com.sun.",
            "io.github.resilience4j.",
            "io.micrometer.",
            "io.vavr.",
            "java.",
            "javax.",
            "jdk.",
            "kotlin.",
            "org.apache.commons.",
            "org.aspectj.",
            "org.junit.",
            "org.springframework.",
            "sun.");

    private static final ProtectionDomain OURS = FrameKind.class.getProtectionDomain();

    private static final ClassValue<FrameKind> KINDS = new ClassValue<>() {
        @Override
        protected FrameKind computeValue(Class<?> type) {
            return kind(type);
        }
    };

    static FrameKind of(Class<?> type) {
        return KINDS.get(type);
    }

    /** Whether a frame of this kind may be what was put around a function, and then only calls that. */
    boolean passesOn(StackFrame frame) {
        return switch (this) {
            case OWN, HIDDEN, COMPLETABLE_FUTURE -> true;
            case LIBRARY -> Closure.isLambda(frame);
            case RUNS_CALLBACKS, APPLICATION -> false;
        };
    }

    private static FrameKind kind(Class<?> type) {
        if (type.getNestHost() == CompletableFuture.class) {
            return COMPLETABLE_FUTURE;
        }
        if (type.getPackage().equals(FrameKind.class.getPackage()) && type.getProtectionDomain() == OURS) {
            return OWN;
        }
        if (CompletableFuture.class.isAssignableFrom(type)) {
            // it runs its callbacks through CompletableFuture itself
            return LIBRARY;
        }
        if (Executor.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || Flow.Subscriber.class.isAssignableFrom(type)
                || Flow.Subscription.class.isAssignableFrom(type)
                || startsWith(ASYNCHRONOUS, type)
                || reactiveStreams(type)) {
            return RUNS_CALLBACKS;
        }
        if (type.isHidden()) {
            return HIDDEN;
        }
        return startsWith(CALLING, type) ? LIBRARY : APPLICATION;
    }

    private static boolean startsWith(Set<String> prefixes, Class<?> type) {
        return prefixes.stream().anyMatch(type.getName()::startsWith);
    }

    /** By name, since the library need not be there. */
    private static boolean reactiveStreams(@Nullable Class<?> type) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            for (Class<?> implemented : current.getInterfaces()) {
                if (implemented.getName().startsWith("org.reactivestreams.") || reactiveStreams(implemented)) {
                    return true;
                }
            }
        }
        return type != null && type.getName().startsWith("org.reactivestreams.");
    }
}
