package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.momoko.testing.Await;
import org.momoko.testing.PostgresServer;

/**
 * An application outside the build that adds only the starter, compiled and run on the jars that were just built and on
 * what they bring along.
 */
class FixtureIT {
    /** What the starter brings along, by the beginnings of the files' names; nothing optional is among it. */
    private static final String BROUGHT_ALONG = "(netty-(buffer|codec-base|common|handler|resolver|transport)-\\d"
            + "|netty-transport-native-unix-common-\\d|slf4j-api|jspecify|spring-boot-(4|autoconfigure|starter-(4|logging))"
            + "|spring-(aop|beans|context|core|expression)-\\d|micrometer-(commons|observation)-\\d|commons-logging"
            + "|logback-|log4j-|jul-to-slf4j|jakarta.annotation-api|snakeyaml-\\d).*";

    private final Path source = Path.of("src", "it", "fixture", "src", "main");
    private final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path classes;

    /** The jar of a module of this build, never its classes. */
    private static Path jar(String module) throws IOException {
        try (Stream<Path> target = Files.list(Path.of("..", module, "target"))) {
            List<Path> jars = target.filter(
                            file -> file.getFileName().toString().matches(module + "-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .toList();
            assertThat(jars).as("the jar of " + module).hasSize(1);
            return jars.get(0);
        }
    }

    private String classPath() throws IOException {
        return String.join(
                File.pathSeparator,
                classes.toString(),
                jar("momoko-spring-boot-starter").toString(),
                jar("momoko-core").toString(),
                JavaProcess.classPath(file -> file.matches(BROUGHT_ALONG)));
    }

    private void build() throws IOException {
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        System.out,
                        System.out,
                        "-parameters",
                        "-proc:none",
                        "--release",
                        "17",
                        "-cp",
                        classPath(),
                        "-d",
                        classes.toString(),
                        source.resolve("java/org/example/Fixture.java").toString());
        assertThat(result).isZero();
        Files.copy(source.resolve("resources/application.yml"), classes.resolve("application.yml"));
    }

    @Test
    @DisplayName("Sentence 1: a fresh application with only the starter runs a query and exits with no thread left")
    void startsRunsAQueryAndExits() throws Exception {
        build();
        Map<String, String> environment = Map.of(
                "FIXTURE_URL",
                "postgresql://" + server.host() + ":" + server.port() + "/app",
                "FIXTURE_PASSWORD",
                PostgresServer.password("app"));

        try (JavaProcess process = JavaProcess.start(classPath(), environment, "org.example.Fixture")) {
            assertThat(process.await("answer ")).isEqualTo("42");
            assertThat(process.await("threads ")).doesNotContain("momoko");
            long done = System.nanoTime();
            assertThat(process.exitCode(30)).as(process.output()).isZero();
            assertThat(System.nanoTime() - done).isLessThan(TimeUnit.SECONDS.toNanos(5));
            assertThat(process.output())
                    .contains("Momoko pool momoko starts", "Momoko pool momoko closed")
                    .doesNotContain(PostgresServer.password("app"));
        }
        Await.until(
                "no session is left", () -> server.sessions("momoko-fixture").isEmpty());
    }
}
