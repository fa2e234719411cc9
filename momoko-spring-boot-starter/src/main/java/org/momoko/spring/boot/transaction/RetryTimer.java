package org.momoko.spring.boot.transaction;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits before a transaction is tried again: longer each time, and by chance, so that rivals do not meet again. */
final class RetryTimer implements AutoCloseable {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int MAX_DOUBLINGS = 6;
    private static final long IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer;
    private final Set<Waiting> pending = ConcurrentHashMap.newKeySet();

    RetryTimer() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "momoko-transaction-retry");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** How long to wait after an attempt, the first being number 0: up to 10 ms, 20 ms, and so on to 640 ms. */
    static long nanos(int attempt) {
        return ThreadLocalRandom.current().nextLong(1, FIRST_NANOS << Math.min(attempt, MAX_DOUBLINGS));
    }

    /**
     * Runs the task after the wait, on the timer's thread.
     *
     * @param refused called instead when the timer is closed, also while the task waits
     */
    void after(int attempt, Runnable task, Consumer<Throwable> refused) {
        Waiting waiting = new Waiting(task, refused);
        pending.add(waiting);
        try {
            timer.schedule(waiting, nanos(attempt), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            waiting.refuse();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pending.forEach(Waiting::refuse);
    }

    /** A task that is run or refused, once. */
    private final class Waiting implements Runnable {
        private final Runnable task;
        private final Consumer<Throwable> refused;

        Waiting(Runnable task, Consumer<Throwable> refused) {
            this.task = task;
            this.refused = refused;
        }

        @Override
        public void run() {
            if (pending.remove(this)) {
                task.run();
            }
        }

        void refuse() {
            if (pending.remove(this)) {
                refused.accept(new RejectedExecutionException("the timer of repetitions is closed"));
            }
        }
    }
}
