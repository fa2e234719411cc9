package org.momoko.benchmarks.harness;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after another, each after the task that asked for it has returned. Lanes that hand a connection to one
 * another would otherwise call each other deeper and deeper. It holds everything back until it is let go, so that all
 * lanes have taken their place in the queue before the first of them gives anything back.
 */
final class Turns {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger(1);

    void later(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            drain();
        }
    }

    /** Lets go of what was held back. */
    void open() {
        if (waiting.decrementAndGet() != 0) {
            drain();
        }
    }

    /** Called by whoever made the first task wait; leaves when none is left. */
    private void drain() {
        do {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        } while (waiting.decrementAndGet() != 0);
    }
}
