package org.momoko.spring.boot.transaction;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the code that is running was called by the code whose scope is bound, or by something that it set off.
 *
 * <p>The scope is bound to the thread for the extent of a call. Code of that call that completes a future, feeds a sink, runs
 * a task or tells listeners may thereby run, inside its own extent and on its own thread, callbacks that somebody else
 * registered. They would see a scope that is not theirs. What gives them away is the stack: between the frame of the binding
 * and theirs stands a frame of what runs callbacks ({@link CallbackJudge}), or one of a lambda or anonymous class that the
 * code of the extent has not made ({@link ClosureJudge}).
 */
final class ScopeGuard {
    /**
     * As many as the extent has when the method itself reads its scope, so that they are fetched at once: a frame costs the
     * same whether it is looked at or not.
     */
    private static final int FRAMES_OF_THE_METHOD = 10;

    /** As many as most extents have in which the method has others read it, without proxies between. */
    private static final int FRAMES_OF_ITS_HELPERS = 16;

    private static final int FRAMES = 32;

    /** For readers that the method itself calls, as a rule. */
    static final StackWalker NEAR = fast(FRAMES_OF_THE_METHOD);

    /** For readers that may be called by whatever the method calls. */
    static final StackWalker FAR = fast(FRAMES_OF_ITS_HELPERS);

    /** With hidden frames: they tell what type a lambda has, and that it is called through a method reference. */
    private static final StackWalker EXACT =
            StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES), FRAMES);

    private ScopeGuard() {}

    private static StackWalker fast(int frames) {
        return StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE), frames);
    }

    /** A frame, as far as it must be known again. */
    record Caller(Class<?> type, String method) {
        boolean is(StackFrame frame) {
            return type == frame.getDeclaringClass() && method.equals(frame.getMethodName());
        }
    }

    /** The frames of this thread, outermost first. */
    static List<Caller> callers() {
        List<Caller> callers =
                EXACT.walk(stack -> stack.map(frame -> new Caller(frame.getDeclaringClass(), frame.getMethodName()))
                        .collect(Collectors.toCollection(ArrayList::new)));
        Collections.reverse(callers);
        return callers;
    }

    /**
     * Why the code that is running may not be that of the innermost binding; null when it certainly is.
     *
     * @param fast {@link #NEAR} or {@link #FAR}: it decides about the time only
     */
    static @Nullable String doubt(StackWalker fast) {
        // most extents have no closure but the one that was given to the binding, and are judged by their visible
        // frames
        return fast.walk(OrdinaryExtent::of) ? null : EXACT.walk(ScopeGuard::doubt);
    }

    private static @Nullable String doubt(Stream<StackFrame> stack) {
        List<StackFrame> extent = extent(stack);
        return extent == null
                ? Messages.setOff("a stack without the call")
                : doubt(extent, new ClosureJudge(extent, extent.size(), true));
    }

    /** The frames from the reader to the innermost binding; null when there is none. */
    private static @Nullable List<StackFrame> extent(Stream<StackFrame> stack) {
        List<StackFrame> extent = new ArrayList<>(FRAMES);
        Iterator<StackFrame> frames = stack.iterator();
        while (frames.hasNext()) {
            StackFrame frame = frames.next();
            if (frame.getDeclaringClass() == ThreadScope.Extent.class) {
                return extent;
            }
            extent.add(frame);
        }
        return null;
    }

    /** Why the code that is running may not be that on top of what these callers and the present stack share. */
    static @Nullable String doubt(List<Caller> callers) {
        return EXACT.walk(stack -> {
            List<StackFrame> frames = stack.toList();
            int shared = 0;
            while (shared < Math.min(frames.size(), callers.size())
                    && callers.get(shared).is(frames.get(frames.size() - 1 - shared))) {
                shared++;
            }
            int extent = frames.size() - shared;
            return doubt(frames.subList(0, extent), new ClosureJudge(frames, extent, false));
        });
    }

    private static @Nullable String doubt(List<StackFrame> extent, ClosureJudge closures) {
        StackFrame running = setOff(extent);
        if (running != null) {
            return Messages.setOff(name(running));
        }
        StackFrame kept = closures.kept();
        return kept == null ? null : Messages.kept(name(kept), String.valueOf(Closure.of(kept)));
    }

    /** The frame of what runs callbacks; null when there is none. */
    private static @Nullable StackFrame setOff(List<StackFrame> extent) {
        CallbackJudge callbacks = new CallbackJudge();
        for (StackFrame frame : extent) {
            if (callbacks.condemns(frame, FrameKind.of(frame.getDeclaringClass()))) {
                return frame;
            }
        }
        return null;
    }

    private static String name(StackFrame frame) {
        return frame.getDeclaringClass().getName() + "." + frame.getMethodName();
    }
}
