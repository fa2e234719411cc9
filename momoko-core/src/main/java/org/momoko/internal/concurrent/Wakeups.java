package org.momoko.internal.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The virtual threads whose futures an event loop has completed in one turn. The first of them is woken at the end of the
 * turn, and wakes the others. Used by the thread of the loop only.
 */
public final class Wakeups implements Runnable {
    private final List<Sleeper> sleepers = new ArrayList<>();
    private boolean gathering;
    private boolean scheduled;

    Wakeups() {}

    /** Those of the calling thread, if it gathers them, to which the sleeper is added; else it is woken at once. */
    static void wake(Sleeper sleeper) {
        if (Thread.currentThread() instanceof EventLoopThread loop && loop.wakeups().gathering) {
            loop.wakeups().sleepers.add(sleeper);
        } else {
            sleeper.wake();
        }
    }

    /**
     * Completes futures, and wakes the virtual threads that wait for them at the end of the turn.
     *
     * @param completions completes them
     * @param loop runs a task in this turn, after those that it was given before
     */
    public static void gatherDuring(Runnable completions, Executor loop) {
        if (Thread.currentThread() instanceof EventLoopThread thread) {
            thread.wakeups().gather(completions, loop);
        } else {
            completions.run();
        }
    }

    private void gather(Runnable completions, Executor loop) {
        gathering = true;
        try {
            completions.run();
        } finally {
            gathering = false;
            if (!scheduled && !sleepers.isEmpty()) {
                wakeLater(loop);
            }
        }
    }

    private void wakeLater(Executor loop) {
        scheduled = true;
        try {
            loop.execute(this);
        } catch (RejectedExecutionException loopEnds) {
            run();
        }
    }

    @Override
    public void run() {
        scheduled = false;
        int count = sleepers.size();
        for (int i = 0; i < count; i++) {
            Sleeper first = sleepers.get(i);
            if (i == count - 1) {
                first.wake();
            } else if (first.wakeWith(sleepers.subList(i + 1, count).toArray(new Sleeper[0]))) {
                break;
            }
        }
        sleepers.clear();
    }
}
