package org.momoko.spring.boot.transaction;

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

    /** Runs the task after the wait, on the timer's thread. */
    void after(int attempt, Runnable task, Consumer<Throwable> refused) {
        try {
            timer.schedule(task, nanos(attempt), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            refused.accept(e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow().forEach(Runnable::run);
    }
}
