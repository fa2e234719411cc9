package org.momoko.benchmarks.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.momoko.benchmarks.harness.Workload;

/**
 * What the command line asks for. {@code docs/benchmarks.md} explains each option.
 *
 * @param dsn a server as {@code postgresql://user:password@host:port/database}; null for an embedded one
 * @param jdk the home of the children's JDK
 * @param jdkFeature its feature version
 * @param clientCpus as {@code taskset -c} takes them; null for all
 * @param serverCpus of an embedded server; null for all
 * @param systemCalls the tool that counts them; empty for none
 * @param growth where the charts of growth are drawn; null for none
 */
public record Options(
        @Nullable String dsn,
        int rounds,
        double warmUp,
        double window,
        List<Workload> workloads,
        List<PeerEntry> peers,
        Path jdk,
        int jdkFeature,
        @Nullable String clientCpus,
        @Nullable String serverCpus,
        String systemCalls,
        List<String> jvmArguments,
        @Nullable Path growth) {

    private static final List<String> NAMES = List.of(
            "dsn", "rounds", "warm-up", "window", "workloads", "peers", "jdk", "pin", "syscalls", "jvm-args", "growth");

    /**
     * The options of a command line.
     *
     * @throws IllegalArgumentException when an option is unknown, or its value cannot be used
     */
    public static Options parse(String[] args) throws IOException {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String name = args[i].replaceFirst("^--", "");
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown option " + args[i] + "; there are " + NAMES);
            }
            boolean valued = i + 1 < args.length && !args[i + 1].startsWith("--");
            if (!valued && !name.equals("syscalls")) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            given.put(name, valued ? args[++i] : "perf");
        }
        Path jdk = Path.of(given.getOrDefault("jdk", System.getProperty("java.home")));
        int feature = feature(jdk);
        Path growth = given.containsKey("growth") ? Path.of(given.get("growth")) : null;
        String[] cpus = given.getOrDefault("pin", "").split(":", -1);
        return new Options(
                given.get("dsn"),
                Integer.parseInt(given.getOrDefault("rounds", "5")),
                Double.parseDouble(given.getOrDefault("warm-up", "3")),
                Double.parseDouble(given.getOrDefault("window", "3")),
                workloads(given.get("workloads"), growth),
                peers(given.getOrDefault("peers", growth == null ? null : Growth.PEERS), feature),
                jdk,
                feature,
                cpus[0].isEmpty() ? null : cpus[0],
                cpus.length > 1 ? cpus[1] : null,
                given.getOrDefault("syscalls", ""),
                Stream.of(given.getOrDefault("jvm-args", "").split(" ", -1))
                        .filter(argument -> !argument.isEmpty())
                        .toList(),
                growth);
    }

    private static List<Workload> workloads(@Nullable String names, @Nullable Path growth) {
        if (names != null) {
            return Workload.parseAll(names);
        }
        return growth == null ? Workload.standard() : Growth.workloads();
    }

    private static List<PeerEntry> peers(@Nullable String names, int feature) {
        if (names == null) {
            return PeerEntry.CATALOGUE.stream()
                    .filter(entry -> entry.leastJdk() <= feature)
                    .toList();
        }
        return Arrays.stream(names.split(",", -1)).map(PeerEntry::named).toList();
    }

    private static int feature(Path jdk) throws IOException {
        for (String line : Files.readAllLines(jdk.resolve("release"))) {
            if (line.startsWith("JAVA_VERSION=")) {
                return Runtime.Version.parse(line.replaceAll("^JAVA_VERSION=|\"", ""))
                        .feature();
            }
        }
        throw new IllegalArgumentException("no JAVA_VERSION in " + jdk.resolve("release"));
    }
}
