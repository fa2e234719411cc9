package org.momoko.benchmarks.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts the system calls of this process with {@code perf}, or with {@code strace}, which slows it down a lot and so
 * makes batches larger. The counting process runs around a window of its own; what happens before and after it is little,
 * because the process is idle then.
 */
final class SystemCalls {
    private static final long ATTACH_MILLIS = 1_000;

    private final boolean strace;
    private final Process counter;

    private SystemCalls(boolean strace, Process counter) {
        this.strace = strace;
        this.counter = counter;
    }

    /** @param tool {@code perf} or {@code strace} */
    static SystemCalls start(String tool) throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        boolean strace = tool.equals("strace");
        List<String> command = strace
                ? List.of("strace", "-f", "-c", "-p", pid)
                : List.of("perf", "stat", "-x", ",", "-e", "raw_syscalls:sys_enter", "-p", pid);
        Process counter = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread.sleep(ATTACH_MILLIS);
        return new SystemCalls(strace, counter);
    }

    /** Ends the counting; the number of calls, or NaN when the tool told none. */
    double stop() throws IOException, InterruptedException {
        // both tools report when interrupted; perf says nothing when terminated
        new ProcessBuilder("kill", "-INT", Long.toString(counter.pid())).start().waitFor();
        String report = new String(counter.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        counter.waitFor(10, TimeUnit.SECONDS);
        for (String line : report.split("\n", -1)) {
            String[] fields = line.trim().split(strace ? "\\s+" : ",", -1);
            if (strace && line.endsWith(" total")) {
                return Double.parseDouble(fields[3]);
            }
            if (!strace && line.contains("raw_syscalls:sys_enter") && Character.isDigit(fields[0].charAt(0))) {
                return Double.parseDouble(fields[0]);
            }
        }
        System.err.println("no count of system calls in: " + report);
        return Double.NaN;
    }
}
