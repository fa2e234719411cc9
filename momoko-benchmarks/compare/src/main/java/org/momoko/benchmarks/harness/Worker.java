package org.momoko.benchmarks.harness;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The main class of a child: one peer, one workload, one window. Prints a {@link Measurement}, or {@link #UNSUPPORTED}, or
 * fails. What it is to do comes as {@code key=value} arguments, the password as {@link #PASSWORD} in the environment.
 */
public final class Worker {
    /** Printed when the peer has no counterpart for the workload. */
    public static final String UNSUPPORTED = "UNSUPPORTED";

    /** The environment variable with the password. */
    public static final String PASSWORD = "MOMOKO_BENCHMARK_PASSWORD";

    /**
     * Warming up in one go would leave the end of a window unknown to the compiler: the first one makes it throw away what
     * it compiled, and compile it anew while it is measured, which costs the more the more it had inlined.
     */
    private static final int WARM_UP_WINDOWS = 4;

    private Worker() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (String arg : args) {
            int at = arg.indexOf('=');
            options.put(arg.substring(0, at), arg.substring(at + 1));
        }
        Workload workload = Workload.parse(option(options, "workload"));
        Target target = new Target(
                option(options, "host"),
                Integer.parseInt(option(options, "port")),
                option(options, "database"),
                option(options, "user"),
                System.getenv().getOrDefault(PASSWORD, ""));
        Peer peer = Class.forName(option(options, "peer"))
                .asSubclass(Peer.class)
                .getDeclaredConstructor()
                .newInstance();
        int status = 0;
        try {
            peer.open(target, workload, option(options, "variant"));
            System.out.println(measure(peer, workload, options).toLine());
            peer.close();
        } catch (UnsupportedOperationException e) {
            System.out.println(UNSUPPORTED);
        } catch (Exception e) {
            e.printStackTrace();
            status = 1;
        }
        // not all peers' threads are daemons
        System.exit(status);
    }

    private static String option(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the argument " + name + "= is missing");
        }
        return value;
    }

    private static Measurement measure(Peer peer, Workload workload, Map<String, String> options) throws Exception {
        ServerCpu server = new ServerCpu(Long.parseLong(options.getOrDefault("server-pid", "0")));
        long warmUp = seconds(options, "warm-up");
        long window = seconds(options, "window");
        for (int i = 0; i < WARM_UP_WINDOWS; i++) {
            new ClosedLoop(peer, workload).run(warmUp / WARM_UP_WINDOWS);
        }

        ClosedLoop loop = new ClosedLoop(peer, workload);
        // looking for the server's processes takes time and memory of this one, which does not belong to the window
        long serverBefore = server.nanos();
        Counters before = Counters.read();
        long nanos = loop.run(window);
        Counters after = Counters.read();
        long serverAfter = server.nanos();
        int threads = Counters.threads();

        double units = (double) loop.operations() * workload.units();
        return new Measurement(
                units * 1e9 / nanos,
                (after.cpuNanos() - before.cpuNanos()) / 1e3 / units,
                (after.allocatedBytes() - before.allocatedBytes()) / units,
                after.allThreads() || after.endedThreads() == before.endedThreads(),
                server.visible() ? (serverAfter - serverBefore) / 1e3 / units : Double.NaN,
                systemCalls(peer, workload, window, options.getOrDefault("system-calls", "")),
                loop.latencies().percentile(0.5) / 1e3,
                loop.latencies().percentile(0.99) / 1e3,
                threads,
                loop.operations());
    }

    private static double systemCalls(Peer peer, Workload workload, long windowNanos, String tool) throws Exception {
        if (tool.isEmpty()) {
            return Double.NaN;
        }
        ClosedLoop loop = new ClosedLoop(peer, workload);
        SystemCalls calls = SystemCalls.start(tool);
        loop.run(windowNanos);
        return calls.stop() / ((double) loop.operations() * workload.units());
    }

    private static long seconds(Map<String, String> options, String name) {
        return (long) (Double.parseDouble(option(options, name)) * TimeUnit.SECONDS.toNanos(1));
    }
}
