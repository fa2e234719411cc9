package org.momoko.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several real threads that do the same at once. */
final class Racers {
    private Racers() {}

    /** What a thread does, with its number and dice of its own. */
    @FunctionalInterface
    interface Racer {
        void run(int thread, Random random);
    }

    /**
     * Returns when all threads have done.
     *
     * @throws Exception what one of them threw, or that the time was over
     */
    static void run(int threads, long seed, Duration limit, Racer racer) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads, Racers::thread);
        try {
            List<Callable<Boolean>> runs = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                Random random = new Random(seed * 31 + thread);
                runs.add(() -> {
                    racer.run(thread, random);
                    return true;
                });
            }
            for (Future<Boolean> run : executor.invokeAll(runs, limit.toMillis(), TimeUnit.MILLISECONDS)) {
                run.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static Thread thread(Runnable run) {
        Thread thread = new Thread(run, "racer");
        // one that hangs fails the test, and must not keep the JVM
        thread.setDaemon(true);
        return thread;
    }
}
