package org.momoko.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The counters of this process at one moment.
 *
 * @param allocatedBytes by all threads on JDK 21 and newer, else by those that live
 * @param allThreads whether {@code allocatedBytes} includes threads that have ended
 * @param endedThreads how many threads have ended so far
 */
record Counters(long cpuNanos, long allocatedBytes, boolean allThreads, long endedThreads) {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final @Nullable Method TOTAL_ALLOCATED = totalAllocated();

    static Counters read() throws ReflectiveOperationException {
        long ended = THREADS.getTotalStartedThreadCount() - THREADS.getThreadCount();
        return new Counters(SYSTEM.getProcessCpuTime(), allocatedSoFar(), TOTAL_ALLOCATED != null, ended);
    }

    static int threads() {
        return THREADS.getThreadCount();
    }

    /** Since JDK 21, which is newer than the release this is compiled for. */
    private static @Nullable Method totalAllocated() {
        try {
            return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
        } catch (NoSuchMethodException older) {
            return null;
        }
    }

    private static long allocatedSoFar() throws ReflectiveOperationException {
        if (TOTAL_ALLOCATED != null) {
            return (long) TOTAL_ALLOCATED.invoke(THREADS);
        }
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
