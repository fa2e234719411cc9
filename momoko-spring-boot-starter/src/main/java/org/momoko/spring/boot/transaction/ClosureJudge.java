package org.momoko.spring.boot.transaction;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells closures that the code of the extent made from those that were kept: a listener that another transaction registered
 * in a list of the application's own, which this one runs.
 *
 * <p>A closure was made in the extent when the method that it is written in runs below it, and the call that this method
 * makes can have been given it: it takes a parameter of that type. The same method may be running for another transaction,
 * too, so that it is not enough that it runs. What cannot be told apart from that on the stack is refused: a closure that
 * its own method calls directly, as it would an element of a list.
 */
final class ClosureJudge {
    private final List<StackFrame> frames;
    private final int extent;
    private final int entry;

    /**
     * @param frames innermost first: the extent, and those below it that are the same call's
     * @param extent how many frames the extent has
     * @param bound whether what is called first in the extent was given to the binding
     */
    ClosureJudge(List<StackFrame> frames, int extent, boolean bound) {
        this.frames = frames;
        this.extent = extent;
        this.entry = bound ? entry() : frames.size();
    }

    /** The outermost frame that is not part of the binding, or of what was put around the function given to it. */
    private int entry() {
        int index = extent - 1;
        while (index > 0 && FrameKind.of(frames.get(index).getDeclaringClass()).passesOn(frames.get(index))) {
            index--;
        }
        return index;
    }

    private @Nullable Closure closure(int index) {
        StackFrame frame = frames.get(index);
        return FrameKind.of(frame.getDeclaringClass()) == FrameKind.APPLICATION ? Closure.of(frame) : null;
    }

    /** The frame of a closure that may have been kept; null when there is none. */
    @Nullable
    StackFrame kept() {
        for (int index = 0; index < extent; index++) {
            if (index != entry && kept(index)) {
                return frames.get(index);
            }
        }
        return null;
    }

    private boolean kept(int index) {
        Closure closure = closure(index);
        if (closure == null || calledByItself(index)) {
            return false;
        }
        for (int below = index + 1; below < frames.size(); below++) {
            if (closure.sharesMethodWith(frames.get(below))) {
                return !handedOver(index, below);
            }
        }
        return true;
    }

    /** A bridge method, or one method of an anonymous class that calls another: the outer frame is judged. */
    private boolean calledByItself(int index) {
        Class<?> type = frames.get(index).getDeclaringClass();
        return type.isAnonymousClass()
                && index + 1 < frames.size()
                && frames.get(index + 1).getDeclaringClass() == type;
    }

    /** Whether the call that the frame {@code caller} makes can have been given the closure. */
    private boolean handedOver(int index, int caller) {
        int callee = caller - 1;
        while (callee > index && isPlumbing(frames.get(callee))) {
            callee--;
        }
        int object = objectOf(index);
        if (callee == index || object < 0 || Closure.isLambda(frames.get(callee))) {
            // called directly, or by what was put around it
            return false;
        }
        return takes(frames.get(callee), frames.get(object).getDeclaringClass())
                && !isLambdaObject(object + 1)
                && !givenMethodReference(object, callee, caller);
    }

    /** Whether it may have been a method reference that was given, and the closure is what that method then ran. */
    private boolean givenMethodReference(int object, int callee, int caller) {
        Class<?> writer = frames.get(caller).getDeclaringClass().getNestHost();
        for (int between = object + 1; between < callee; between++) {
            Class<?> type = frames.get(between).getDeclaringClass();
            if (isLambdaObject(between)
                    && type.getNestHost() == writer
                    && Closure.of(frames.get(between - 1)) == null
                    && takes(frames.get(callee), type)) {
                return true;
            }
        }
        return false;
    }

    /** The frame whose class is that of the closure as an object; -1 when it is not known. */
    private int objectOf(int index) {
        if (frames.get(index).getDeclaringClass().isAnonymousClass()
                && !frames.get(index).getMethodName().contains("$")) {
            return index;
        }
        return isLambdaObject(index + 1) ? index + 1 : -1;
    }

    private boolean isLambdaObject(int index) {
        Class<?> type = frames.get(index).getDeclaringClass();
        return type.isHidden() && !type.getName().startsWith("java.lang.invoke.");
    }

    private static boolean isPlumbing(StackFrame frame) {
        String name = frame.getDeclaringClass().getName();
        return frame.getDeclaringClass().isHidden()
                || name.startsWith("java.lang.invoke.")
                || name.startsWith("java.lang.reflect.")
                || name.startsWith("jdk.internal.reflect.");
    }

    private static boolean takes(StackFrame callee, Class<?> object) {
        Class<?> receiver = callee.getDeclaringClass();
        if (BaseStream.class.isAssignableFrom(receiver) || receiver.isAssignableFrom(object)) {
            // a stream was given it before; a template method is its own
            return true;
        }
        for (Class<?> parameter : callee.getMethodType().parameterArray()) {
            Class<?> single = parameter.isArray() ? parameter.getComponentType() : parameter;
            if (single != Object.class && single.isAssignableFrom(object)) {
                return true;
            }
        }
        return false;
    }
}
