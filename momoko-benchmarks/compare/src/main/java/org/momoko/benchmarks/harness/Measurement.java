package org.momoko.benchmarks.harness;

import java.util.Locale;

/**
 * What one window gave, by unit where it says so (a unit is a query, or a row).
 *
 * @param throughput units in a second
 * @param cpuMicros processor time of the client process for a unit
 * @param bytes allocated in the client process for a unit
 * @param bytesComplete false when threads have ended in the window whose allocations this JDK does not tell: then
 *     {@code bytes} is a lower bound
 * @param serverMicros processor time of the server for a unit; NaN where the server is out of sight
 * @param systemCalls of the client process for a unit; NaN when not counted
 * @param p50Micros duration of an operation that half of them did not exceed
 * @param p99Micros duration of an operation that 99 % of them did not exceed
 * @param threads of the client process
 * @param operations in the window
 */
public record Measurement(
        double throughput,
        double cpuMicros,
        double bytes,
        boolean bytesComplete,
        double serverMicros,
        double systemCalls,
        double p50Micros,
        double p99Micros,
        int threads,
        long operations) {

    private static final String PREFIX = "MEASUREMENT";

    /** Whether this line of a child's output is a measurement. */
    public static boolean isLine(String line) {
        return line.startsWith(PREFIX);
    }

    /** One line from which {@link #parse} makes the same again. */
    public String toLine() {
        return String.format(
                Locale.ROOT,
                "%s %f %f %f %b %f %f %f %f %d %d",
                PREFIX,
                throughput,
                cpuMicros,
                bytes,
                bytesComplete,
                serverMicros,
                systemCalls,
                p50Micros,
                p99Micros,
                threads,
                operations);
    }

    /** Reads what {@link #toLine} wrote. */
    public static Measurement parse(String line) {
        String[] fields = line.split(" ", -1);
        return new Measurement(
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Boolean.parseBoolean(fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]),
                Double.parseDouble(fields[7]),
                Double.parseDouble(fields[8]),
                Integer.parseInt(fields[9]),
                Long.parseLong(fields[10]));
    }
}
