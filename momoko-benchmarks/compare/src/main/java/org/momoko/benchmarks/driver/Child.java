package org.momoko.benchmarks.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.momoko.benchmarks.harness.Measurement;
import org.momoko.benchmarks.harness.Target;
import org.momoko.benchmarks.harness.Worker;
import org.momoko.benchmarks.harness.Workload;

/** Runs a JVM of its own for one peer, workload and round. */
final class Child {
    /** The first JDK that warns about native libraries and {@code Unsafe} unless told that they are wanted. */
    private static final int WARNING_JDK = 24;

    private static final long PATIENCE_SECONDS = 120;

    private final Options options;
    private final Path modules;
    private final Target target;
    private final long postmaster;

    /** @param modules the directory with the class paths of all modules */
    Child(Options options, Path modules, Target target, long postmaster) {
        this.options = options;
        this.modules = modules;
        this.target = target;
        this.postmaster = postmaster;
    }

    Outcome run(PeerEntry peer, Workload workload, int round) throws IOException, InterruptedException {
        Path output = Files.createTempFile("momoko-benchmark", ".log");
        ProcessBuilder builder = new ProcessBuilder(command(peer, workload))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put(Worker.PASSWORD, target.password());
        Process process = builder.start();
        try {
            long limit = PATIENCE_SECONDS + (long) (options.warmUp() + 2 * options.window());
            boolean ended = process.waitFor(limit, TimeUnit.SECONDS);
            return outcome(peer, workload, round, ended, Files.readAllLines(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(output);
        }
    }

    private List<String> command(PeerEntry peer, Workload workload) {
        List<String> command = new ArrayList<>();
        if (options.clientCpus() != null) {
            command.addAll(List.of("taskset", "-c", options.clientCpus()));
        }
        command.add(options.jdk().resolve("bin/java").toString());
        command.addAll(List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC"));
        if (options.jdkFeature() >= WARNING_JDK) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(options.jvmArguments());
        command.addAll(List.of("-cp", modules.resolve(peer.directory()) + "/*", Worker.class.getName()));
        command.addAll(List.of(
                "peer=" + peer.className(),
                "variant=" + peer.variant(),
                "workload=" + workload,
                "host=" + target.host(),
                "port=" + target.port(),
                "database=" + target.database(),
                "user=" + target.user(),
                "server-pid=" + postmaster,
                "warm-up=" + options.warmUp(),
                "window=" + options.window(),
                "system-calls=" + options.systemCalls()));
        return command;
    }

    private static Outcome outcome(PeerEntry peer, Workload workload, int round, boolean ended, List<String> output) {
        for (String line : output) {
            if (Measurement.isLine(line)) {
                return new Outcome(workload, peer.name(), round, Measurement.parse(line), "");
            }
            if (line.equals(Worker.UNSUPPORTED)) {
                return new Outcome(workload, peer.name(), round, null, "");
            }
        }
        output.forEach(System.err::println);
        return new Outcome(workload, peer.name(), round, null, ended ? problem(output) : "did not end in time");
    }

    /** The first line that tells of an exception; clients may log before it. */
    private static String problem(List<String> output) {
        for (String line : output) {
            if (line.contains("Exception") || line.contains("Error")) {
                return line.trim();
            }
        }
        return "ended without a measurement";
    }
}
