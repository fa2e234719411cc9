package org.momoko.spring.boot.transaction;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** A frame, as far as it must be known again. */
    record Caller(Class<?> type, String method) {
        boolean is(StackFrame frame) {
            return type == frame.getDeclaringClass() && method.equals(frame.getMethodName());
        }
    }

    /** The frames of this thread, outermost first. */
    static List<Caller> callers() {
        List<Caller> callers =
                WALKER.walk(stack -> stack.map(frame -> new Caller(frame.getDeclaringClass(), frame.getMethodName()))
                        .collect(Collectors.toCollection(ArrayList::new)));
        Collections.reverse(callers);
        return callers;
    }

    /** The frame that runs somebody else's callback inside the innermost binding; null when there is none. */
    static @Nullable String foreignFrame() {
        return WALKER.walk(stack -> {
            Iterator<StackFrame> frames = stack.iterator();
            Judge judge = new Judge();
            while (frames.hasNext()) {
                StackFrame frame = frames.next();
                if (frame.getDeclaringClass() == ThreadScope.class
                        && frame.getMethodName().equals(ThreadScope.BINDING_METHOD)) {
                    return null;
                }
                if (judge.condemns(frame)) {
                    return name(frame);
                }
            }
            return "a stack without the call";
        });
    }

    /** The frame that runs somebody else's callback on top of what these callers and the present stack share. */
    static @Nullable String foreignFrame(List<Caller> callers) {
        return WALKER.walk(stack -> {
            List<StackFrame> frames = stack.toList();
            int shared = 0;
            while (shared < Math.min(frames.size(), callers.size())
                    && callers.get(shared).is(frames.get(frames.size() - 1 - shared))) {
                shared++;
            }
            Judge judge = new Judge();
            return frames.subList(0, frames.size() - shared).stream()
                    .filter(judge::condemns)
                    .findFirst()
                    .map(ScopeGuard::name)
                    .orElse(null);
        });
    }

    private static String name(StackFrame frame) {
        return frame.getDeclaringClass().getName() + "." + frame.getMethodName();
    }

    /** Looks at the frames of an extent, innermost first. */
    private static final class Judge {
        private boolean needsPush;
        private boolean needsBinding;

        boolean condemns(StackFrame frame) {
            if (needsBinding) {
                // a task that an executor of TransactionScope.wrap was given is run by the binding itself
                return !frame.getDeclaringClass().getPackage().equals(ScopeGuard.class.getPackage());
            }
            Kind kind = KINDS.get(frame.getDeclaringClass());
            String method = frame.getMethodName();
            if (kind != Kind.COMPLETABLE_FUTURE) {
                return needsPush || kind == Kind.RUNS_CALLBACKS;
            }
            if (method.equals("run")) {
                needsBinding = true;
                return false;
            }
            boolean pushes = PUSH.matcher(method).matches();
            boolean fires = method.equals("tryFire");
            boolean innocent = pushes
                    || (!needsPush && (fires || CALLS_AT_ONCE.matcher(method).matches()));
            needsPush = fires;
            return !innocent;
        }
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
