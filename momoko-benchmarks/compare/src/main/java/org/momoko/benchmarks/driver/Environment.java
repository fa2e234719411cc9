package org.momoko.benchmarks.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What belongs beside every figure: when, where and with what it was measured. */
final class Environment {
    private Environment() {}

    /** Names and values, in the order in which they are shown. */
    static Map<String, String> of(Options options, Server server, Path modules) throws IOException, SQLException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(
                "date",
                LocalDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString());
        environment.put("JDK", jdk(options.jdk()));
        environment.put(
                "machine",
                Runtime.getRuntime().availableProcessors() + " processors, " + processor() + ", "
                        + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put(
                "server", "PostgreSQL " + server.version() + (options.dsn() == null ? ", embedded" : ", given"));
        environment.put(
                "run",
                options.rounds() + " rounds, warm-up " + options.warmUp() + " s, window " + options.window() + " s");
        environment.put(
                "pinned",
                options.clientCpus() == null
                        ? "no"
                        : "client to " + options.clientCpus()
                                + (options.serverCpus() == null ? "" : ", server to " + options.serverCpus()));
        if (!options.jvmArguments().isEmpty()) {
            environment.put("JVM arguments", String.join(" ", options.jvmArguments()));
        }
        for (PeerEntry peer : options.peers()) {
            environment.put(peer.name(), clients(modules.resolve(peer.directory())));
        }
        return environment;
    }

    private static String jdk(Path home) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String line : Files.readAllLines(home.resolve("release"))) {
            if (line.startsWith("IMPLEMENTOR=")
                    || line.startsWith("JAVA_RUNTIME_VERSION=")
                    || line.startsWith("JAVA_VERSION=")) {
                parts.add(line.replaceAll("^[A-Z_]*=|\"", ""));
            }
        }
        return String.join(" ", parts);
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.exists(info)) {
            for (String line : Files.readAllLines(info)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 2);
                }
            }
        }
        return System.getProperty("os.arch");
    }

    /** The libraries that make up the client, by their jars. */
    private static String clients(Path directory) throws IOException {
        try (Stream<Path> jars = Files.list(directory)) {
            List<String> names = jars.map(jar -> jar.getFileName().toString().replace(".jar", ""))
                    .filter(
                            name -> name.matches(
                                    "(momoko-core|vertx-pg-client|r2dbc-postgresql|r2dbc-pool|postgresql|HikariCP|netty-transport|reactor-core)-\\d.*"))
                    .sorted()
                    .toList();
            return String.join(", ", names);
        }
    }
}
