package org.momoko.spring.boot.transaction;

import java.lang.StackWalker.StackFrame;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Recognises, frame by frame from the reader outwards, the extent that most readers have: nothing in it runs callbacks, and it
 * has no closure but the one that was given to the binding. Whatever is not certain at the first look it leaves to the
 * exact judges. It keeps nothing of the frames, and asks them for as little as possible, since every name costs.
 */
final class OrdinaryExtent implements Consumer<StackFrame> {
    private final CallbackJudge callbacks = new CallbackJudge();
    /** A closure was met, and outside it nothing yet but what passes on: it may be what was given to the binding. */
    private boolean closure;

    private boolean over;
    private boolean ordinary;

    private OrdinaryExtent() {}

    /** Whether the frames up to the innermost binding are of such an extent. */
    static boolean of(Stream<StackFrame> stack) {
        Spliterator<StackFrame> frames = stack.spliterator();
        OrdinaryExtent extent = new OrdinaryExtent();
        while (!extent.over && frames.tryAdvance(extent)) {
            // the frame was looked at
        }
        return extent.ordinary;
    }

    @Override
    public void accept(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        if (type == ThreadScope.Extent.class) {
            over = true;
            ordinary = true;
            return;
        }
        FrameKind kind = FrameKind.of(type);
        over = callbacks.condemns(frame, kind) || (closure && !kind.passesOn(frame));
        if (kind == FrameKind.APPLICATION && !over) {
            closure = Closure.of(frame) != null;
        }
    }
}
