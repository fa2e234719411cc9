package org.momoko.spring.boot.transaction;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the code that is running was called by the code whose scope is bound, or by something that it completed.
 *
 * <p>The scope is bound to the thread for the extent of a call. Code of that call that completes a future, feeds a sink or
 * runs a task may thereby run, inside its own extent and on its own thread, callbacks that somebody else registered. They
 * would see a scope that is not theirs. What gives them away is the stack: between the frame of the binding and theirs
 * stands a frame of what runs callbacks. Those of {@link CompletableFuture} are let through by name only where they call a
 * function at once, because it is given to a future that is complete already: then it comes from the call itself. So a
 * JDK that names its methods otherwise makes the guard stricter, not weaker.
 */
final class ScopeGuard {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private enum Kind {
        HARMLESS,
        COMPLETABLE_FUTURE,
        RUNS_CALLBACKS
    }

    /** Libraries whose futures and sinks implement no interface that gives them away. */
    private static final Set<String> LIBRARIES = Set.of(
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

    /** Methods that take a function and call it before they return, when their futures are complete. */
    private static final Pattern CALLS_AT_ONCE = Pattern.compile(
            "then\\w+|handle\\w*|whenComplete\\w*|exceptionally\\w*|\\w+Either\\w*|runAfter\\w+|\\w+Stage"
                    + "|\\w+Now|(uni|bi|or)(Apply|Accept|Run|Handle|WhenComplete|Exceptionally|Compose)");

    /** Where a function is pushed on a future; when that completed just before, the function is called from here. */
    private static final Pattern PUSH = Pattern.compile("(uni|bi|or)push|\\w+Stage");

    private static final ClassValue<Kind> KINDS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
            return kind(type);
        }
    };

    private ScopeGuard() {}

    /** The frame that runs somebody else's callback inside the innermost binding; null when there is none. */
    static @Nullable String foreignFrame() {
        return WALKER.walk(ScopeGuard::foreignFrame);
    }

    private static @Nullable String foreignFrame(Stream<StackFrame> stack) {
        boolean needsPush = false;
        Iterator<StackFrame> frames = stack.iterator();
        while (frames.hasNext()) {
            StackFrame frame = frames.next();
            Class<?> type = frame.getDeclaringClass();
            if (type == ThreadScope.class && frame.getMethodName().equals(ThreadScope.BINDING_METHOD)) {
                return null;
            }
            Kind kind = KINDS.get(type);
            boolean pushes = kind == Kind.COMPLETABLE_FUTURE
                    && PUSH.matcher(frame.getMethodName()).matches();
            boolean fires =
                    kind == Kind.COMPLETABLE_FUTURE && frame.getMethodName().equals("tryFire");
            if (kind == Kind.RUNS_CALLBACKS
                    || (needsPush && !pushes)
                    || (kind == Kind.COMPLETABLE_FUTURE
                            && !fires
                            && !pushes
                            && !CALLS_AT_ONCE.matcher(frame.getMethodName()).matches())) {
                return type.getName() + "." + frame.getMethodName();
            }
            needsPush = fires;
        }
        return "a stack without the call";
    }

    private static Kind kind(Class<?> type) {
        if (type.getNestHost() == CompletableFuture.class) {
            return Kind.COMPLETABLE_FUTURE;
        }
        if (CompletableFuture.class.isAssignableFrom(type)) {
            // it runs its callbacks through CompletableFuture itself
            return Kind.HARMLESS;
        }
        boolean runsCallbacks = Executor.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || Flow.Subscriber.class.isAssignableFrom(type)
                || Flow.Subscription.class.isAssignableFrom(type)
                || LIBRARIES.stream().anyMatch(type.getName()::startsWith)
                || reactiveStreams(type);
        return runsCallbacks ? Kind.RUNS_CALLBACKS : Kind.HARMLESS;
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
