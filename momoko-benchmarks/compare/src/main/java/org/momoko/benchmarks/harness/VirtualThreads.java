package org.momoko.benchmarks.harness;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Virtual threads, which are newer than the release this is compiled for. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /**
     * Starts a virtual thread for each task.
     *
     * @throws UnsupportedOperationException before JDK 21
     */
    public static Executor starter() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("virtual threads need JDK 21", e);
        }
    }
}
