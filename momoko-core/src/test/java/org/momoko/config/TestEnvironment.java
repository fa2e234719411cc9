package org.momoko.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** An environment in a directory of its own: user {@code ann}, default host {@code /run/test}. */
final class TestEnvironment {
    private final Path home;
    private final Map<String, String> variables = new HashMap<>();

    TestEnvironment(Path home) {
        this.home = home;
    }

    /** Without any file: the directory does not exist. */
    static ConnectConfig parse(String dsn) {
        return ConnectConfig.parse(dsn, new TestEnvironment(Path.of("/nonexistent/momoko")).environment());
    }

    TestEnvironment with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Writes a file that only its owner may read. */
    TestEnvironment file(String name, String... lines) {
        return fileWith("rw-------", name, lines);
    }

    TestEnvironment fileWith(String permissions, String name, String... lines) {
        try {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.join("\n", lines) + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Environment environment() {
        return new Environment(
                variables,
                "ann",
                "/run/test",
                home.resolve(".pgpass"),
                home.resolve(".pg_service.conf"),
                home.resolve(".postgresql"));
    }

    ConnectConfig config(String dsn) {
        return ConnectConfig.parse(dsn, environment());
    }
}
