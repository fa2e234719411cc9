package org.momoko.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.momoko.testing.PostgresServer;

/** The context processed ahead of time, as the native image's build does it, compiled, and started from what came out. */
class AotIT {
    private final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private String[] settings() {
        String url = "postgresql://" + server.host() + ":" + server.port() + "/app";
        return new String[] {
            "-Dspring.main.web-application-type=none",
            "-Dmanagement.endpoints.web.exposure.include=momoko",
            "-Dmomoko.url=" + url,
            "-Dmomoko.username=app",
            "-Dmomoko.pools.audit.url=" + url,
            "-Dmomoko.pools.audit.username=app",
        };
    }

    private static final Map<String, String> PASSWORDS = Map.of(
            "MOMOKO_PASSWORD", PostgresServer.password("app"),
            "MOMOKO_POOLS_AUDIT_PASSWORD", PostgresServer.password("app"));

    private String generate() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(settings()));
        arguments.add("org.springframework.boot.SpringApplicationAotProcessor");
        arguments.add(AotApplication.class.getName());
        for (String output : List.of("sources", "resources", "classes")) {
            arguments.add(directory.resolve(output).toString());
        }
        arguments.addAll(List.of("org.example", "aot"));
        try (JavaProcess process =
                JavaProcess.start(JavaProcess.classPath(), PASSWORDS, arguments.toArray(new String[0]))) {
            assertThat(process.exitCode(120)).as(process.output()).isZero();
        }
        compile();
        return String.join(
                File.pathSeparator,
                directory.resolve("classes").toString(),
                directory.resolve("resources").toString(),
                JavaProcess.classPath());
    }

    private void compile() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-nowarn",
                "-cp",
                JavaProcess.classPath(),
                "-d",
                directory.resolve("classes").toString()));
        try (Stream<Path> files = Files.walk(directory.resolve("sources"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, System.out, System.out, arguments.toArray(new String[0]));
        assertThat(result).isZero();
    }

    @Test
    void theApplicationStartsFromWhatWasGeneratedAndTheHintsAreThere() throws Exception {
        String classPath = generate();
        List<String> arguments = new ArrayList<>(List.of(settings()));
        arguments.addAll(List.of("-Dspring.aot.enabled=true", AotApplication.class.getName()));

        try (JavaProcess process = JavaProcess.start(classPath, PASSWORDS, arguments.toArray(new String[0]))) {
            assertThat(process.exitCode(60)).as(process.output()).isZero();
            assertThat(process.output()).contains("generated: true", "answer of momokoPool 42", "answer of audit 42");
        }
        String hints;
        try (Stream<Path> files = Files.walk(directory.resolve("resources"))) {
            hints = Files.readString(files.filter(file -> file.endsWith("reachability-metadata.json"))
                    .findFirst()
                    .orElseThrow());
        }
        assertThat(hints)
                .contains(
                        "org.momoko.api.Pool",
                        "org.momoko.spring.boot.autoconfigure.NamedPoolProperties",
                        "org.momoko.spring.boot.endpoint.PoolDescriptor$Config",
                        "io.netty.channel.socket.nio.NioSocketChannel");
    }
}
