package org.momoko.spring.boot;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.momoko.testing.Await;

/** A Java process of a test's own, with its output as lines. */
final class JavaProcess implements AutoCloseable {
    /** It starts and ends soon, so what takes long to pay off is left out. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private JavaProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of a Java process");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts one.
     *
     * @param environment set beside what this process has
     * @param arguments options of the JVM, main class and arguments
     */
    static JavaProcess start(String classPath, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An argument of a Spring Boot application: it logs as applications do, not as tests. */
    static final String USUAL_LOG = "--logging.config=classpath:usual-log.xml";

    /** The class path of the tests. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Those entries of the tests' class path whose file name is wanted. */
    static String classPath(Predicate<String> wanted) {
        return Arrays.stream(classPath().split(File.pathSeparator))
                .filter(entry -> wanted.test(Path.of(entry).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line; (line = output.readLine()) != null; ) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("output ended: " + e);
        }
    }

    /** What it has printed until now. */
    String output() {
        return String.join("\n", lines);
    }

    /** Waits for a line that begins with a text, and gives the rest of it. */
    String await(String beginning) {
        Await.until(
                "the process says " + beginning,
                Duration.ofSeconds(60),
                () -> lines.stream().anyMatch(line -> line.startsWith(beginning)) || !process.isAlive());
        return lines.stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not said: " + beginning + "\n" + output()))
                .substring(beginning.length());
    }

    /** Asks it to end, with SIGTERM. */
    void terminate() {
        // its handle, since a process that is destroyed itself loses its output
        process.toHandle().destroy();
    }

    /** Its exit code; fails when it does not end in time. */
    int exitCode(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s:\n" + output());
        }
        reader.join(5_000);
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
