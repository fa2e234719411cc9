package org.momoko.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of a PostgreSQL server on this machine, all its processes, from Linux's {@code /proc}. That of processes
 * that have ended is known in steps of 10 ms, and only to the postmaster.
 */
final class ServerCpu {
    private static final long NANOS_PER_TICK = 10_000_000;

    private final long postmaster;

    /** @param postmaster process id of the server's first process; 0 when the server is out of sight */
    ServerCpu(long postmaster) {
        this.postmaster = postmaster;
    }

    /** Whether there is anything to read. */
    boolean visible() {
        return postmaster != 0;
    }

    /** Processor time so far; 0 when the server is out of sight. */
    long nanos() {
        if (!visible()) {
            return 0;
        }
        long sum = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                sum += nanos(process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    /** Own time of the postmaster and its children; for the postmaster also that of children that have ended. */
    private long nanos(Path process) {
        String stat;
        String schedule;
        try {
            stat = Files.readString(process.resolve("stat"));
            schedule = Files.readString(process.resolve("schedstat"));
        } catch (IOException ended) {
            return 0;
        }
        // proc(5): the second field is a name in parentheses that may hold blanks; the fields behind it begin with the
        // third
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long own = Long.parseLong(schedule.substring(0, schedule.indexOf(' ')));
        if (Long.parseLong(stat.substring(0, stat.indexOf(' '))) == postmaster) {
            return own + (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * NANOS_PER_TICK;
        }
        return Long.parseLong(fields[1]) == postmaster ? own : 0;
    }
}
