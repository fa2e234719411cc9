package org.momoko.spring.boot.transaction;

import java.lang.StackWalker.StackFrame;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Tells frames of what runs callbacks from those of ordinary calls. It is shown the frames of an extent, innermost first.
 *
 * <p>Those of {@link CompletableFuture} are let through by name only where they call a function at once, because it is given
 * to a future that is complete already: then it comes from the call itself. So a JDK that names its methods otherwise makes
 * the judge stricter, not weaker.
 */
final class CallbackJudge {
    /** Methods that take a function and call it before they return, when their futures are complete. */
    private static final Pattern CALLS_AT_ONCE = Pattern.compile(
            "then\\w+|handle\\w*|whenComplete\\w*|exceptionally\\w*|\\w+Either\\w*|runAfter\\w+|\\w+Stage"
                    + "|\\w+Now|(uni|bi|or)(Apply|Accept|Run|Handle|WhenComplete|Exceptionally|Compose)");

    /** Where a function is pushed on a future; when that completed just before, the function is called from here. */
    private static final Pattern PUSH = Pattern.compile("(uni|bi|or)push|\\w+Stage");

    private boolean needsPush;
    private boolean needsBinding;

    /** @param kind of the frame */
    boolean condemns(StackFrame frame, FrameKind kind) {
        if (needsBinding) {
            // a task that an executor of TransactionScope.wrap was given is run by the binding itself
            return kind != FrameKind.OWN;
        }
        if (kind != FrameKind.COMPLETABLE_FUTURE) {
            return needsPush || kind == FrameKind.RUNS_CALLBACKS;
        }
        String method = frame.getMethodName();
        if (method.equals("run")) {
            needsBinding = true;
            return false;
        }
        boolean fires = method.equals("tryFire");
        boolean innocent = PUSH.matcher(method).matches()
                || (!needsPush && (fires || CALLS_AT_ONCE.matcher(method).matches()));
        needsPush = fires;
        return !innocent;
    }
}
