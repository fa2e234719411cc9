package org.momoko.testing;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock and scheduler that stand still until a test moves them. Tasks run in the thread that calls {@link #advance}, in order of their
 * due time, and in order of scheduling where that is equal. Safe for use by several threads; no lock is held while a task runs.
 */
public final class FakeClock {

    /** A task waiting for its time. */
    public final class Task {
        private final long dueNanos;
        private final long sequence;
        private final Runnable action;

        private Task(long dueNanos, long sequence, Runnable action) {
            this.dueNanos = dueNanos;
            this.sequence = sequence;
            this.action = action;
        }

        /** Takes the task back; returns false if it ran, runs, or was taken back before. */
        public boolean cancel() {
            synchronized (lock) {
                return tasks.remove(this);
            }
        }
    }

    private final Object lock = new Object();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.<Task>comparingLong(task -> task.dueNanos).thenComparingLong(task -> task.sequence));
    private long nowNanos;
    private long scheduled;

    /** The present time in nanoseconds; starts at 0. */
    public long nanoTime() {
        synchronized (lock) {
            return nowNanos;
        }
    }

    /**
     * Has the action run once, when the clock was advanced by the delay. A delay of zero or less is due at the next {@link #advance},
     * not at once, as with a real scheduler.
     */
    public Task schedule(long delayNanos, Runnable action) {
        synchronized (lock) {
            Task task = new Task(nowNanos + Math.max(0, delayNanos), scheduled++, action);
            tasks.add(task);
            return task;
        }
    }

    /**
     * Moves the time forward and runs what falls due, each task at its own time, tasks that other tasks schedule included. What a task
     * throws comes out here, with the clock standing at that task's time.
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time moves forward only, not by " + by);
        }
        long targetNanos = nanoTime() + by.toNanos();
        for (Task task = nextDue(targetNanos); task != null; task = nextDue(targetNanos)) {
            task.action.run();
        }
        synchronized (lock) {
            nowNanos = targetNanos;
        }
    }

    /** How many tasks wait for their time. */
    public int scheduledTasks() {
        synchronized (lock) {
            return tasks.size();
        }
    }

    private @Nullable Task nextDue(long targetNanos) {
        synchronized (lock) {
            Task first = tasks.peek();
            if (first == null || first.dueNanos > targetNanos) {
                return null;
            }
            tasks.remove();
            nowNanos = first.dueNanos;
            return first;
        }
    }
}
